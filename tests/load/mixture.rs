//! 64 callers that mix all kinds of calls: no answer is lost or another's, and neither memory nor descriptors grow.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    error::Error,
    rc::Rc,
    time::{Duration, Instant},
};

use tokio::task::LocalSet;

use crate::{
    calls::{self, Outcome},
    client::{Client, Windows},
    process::Process,
};

const CALLERS: u64 = 64;
/// How much more memory there may be at the end than after the warm-up, in MiB.
const GROWTH: f64 = 4.0;
/// How long a single call may take.
const PATIENCE: Duration = Duration::from_secs(30);
const WINDOWS: Windows = Windows { call: 64 << 10, all: 16 << 20 };

/// Counts of calls by kind, and what went wrong.
#[derive(Debug, Default)]
struct Counts {
    calls: BTreeMap<&'static str, u64>,
    wrong: Vec<String>,
}

/// Memory in MiB, and descriptors.
type Sample = (f64, usize);

pub(crate) async fn run(mut process: Process, duration: Duration) -> Result<(), Box<dyn Error>> {
    // More than one connection, as after a reload of Grafana; each with many calls at once.
    let mut clients = Vec::new();
    for _ in 0..4 {
        clients.push(Client::connect(&process.address, WINDOWS).await?);
    }
    let counts = Rc::new(RefCell::new(Counts::default()));
    let end = Instant::now() + duration;
    let samples = LocalSet::new()
        .run_until(async {
            let callers: Vec<_> = (0..CALLERS)
                .zip(clients.iter().cycle())
                .map(|(caller, client)| {
                    tokio::task::spawn_local(call_on(caller, client.clone(), end, Rc::clone(&counts)))
                })
                .collect();
            let samples = watch(&process, end).await?;
            for caller in callers {
                caller.await?;
            }
            Ok::<_, Box<dyn Error>>(samples)
        })
        .await?;
    nobody_waits(&clients[0]).await?;
    let counts = counts.take();
    let total: u64 = counts.calls.values().sum();
    println!("mixture: {total} calls in {duration:?}, {} wrong: {:?}", counts.wrong.len(), counts.calls);
    if !counts.wrong.is_empty() {
        return Err(format!("{:#?}", &counts.wrong[..counts.wrong.len().min(10)]).into());
    }
    if process.has_ended() {
        return Err("the plugin has ended".into());
    }
    flat(&samples)
}

async fn call_on(caller: u64, client: Client, end: Instant, counts: Rc<RefCell<Counts>>) {
    let mut random = Random(caller + 1);
    let mut number = 0;
    while Instant::now() < end {
        number += 1;
        let token = format!("caller-{caller}-call-{number}");
        let (kind, call) = random.call(&client, &token);
        let outcome =
            tokio::time::timeout(PATIENCE, call).await.unwrap_or_else(|_| Err("no answer".to_owned()));
        let mut counts = counts.borrow_mut();
        *counts.calls.entry(kind).or_default() += 1;
        if let Err(wrong) = outcome {
            counts.wrong.push(format!("{token}, {kind}: {wrong}"));
        }
    }
}

/// The same numbers in each run (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn call<'c>(
        &mut self,
        client: &'c Client,
        token: &'c str,
    ) -> (&'static str, std::pin::Pin<Box<dyn Future<Output = Outcome> + 'c>>) {
        let size = usize::try_from(self.below(40_000)).unwrap_or_default();
        let few = self.below(20);
        let milliseconds = Duration::from_millis(few);
        let part = usize::try_from(few).unwrap_or_default();
        match self.below(100) {
            0..40 => ("get", Box::pin(calls::get(client, token))),
            40..60 => ("post", Box::pin(calls::post(client, token, size))),
            60..68 => ("after a while", Box::pin(calls::after(client, token, few))),
            68..74 => ("panic", Box::pin(calls::panic(client))),
            74..84 => ("cancel", Box::pin(calls::cancel(client, milliseconds / 4))),
            84..88 => {
                ("cut stream", Box::pin(calls::stream(client, token, (1000, size), part, Duration::ZERO)))
            }
            88..92 => ("stream", Box::pin(calls::stream(client, token, (20, size), 20, Duration::ZERO))),
            92..94 => ("slow reader", {
                let pause = Duration::from_millis(5);
                Box::pin(calls::stream(client, token, (40, 30_000), 40, pause))
            }),
            94..97 => ("oversize", Box::pin(calls::oversize(client))),
            _ => ("malformed", Box::pin(calls::malformed(client, few))),
        }
    }
}

/// Looks twice a second.
async fn watch(process: &Process, end: Instant) -> Result<Vec<Sample>, Box<dyn Error>> {
    let mut samples = Vec::new();
    while Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(500)).await;
        samples.push((process.memory("VmRSS")? / 1024.0, process.descriptors()?));
    }
    Ok(samples)
}

/// Calls that were cancelled are no more, once the server has heard of it.
async fn nobody_waits(client: &Client) -> Result<(), Box<dyn Error>> {
    let end = Instant::now() + Duration::from_secs(5);
    loop {
        let message = calls::message("GET", "waiting", Vec::new());
        let (_, waiting) = calls::send(client, message).await.map_err(|failure| failure.to_string())?;
        if waiting == b"0" {
            return Ok(());
        }
        if Instant::now() > end {
            return Err(format!("{} cancelled calls still wait", String::from_utf8_lossy(&waiting)).into());
        }
        tokio::task::yield_now().await;
    }
}

/// Compares the second fifth with the last one: the first warms up.
fn flat(samples: &[Sample]) -> Result<(), Box<dyn Error>> {
    let fifth = (samples.len() / 5).max(1);
    let mean = |samples: &[Sample]| {
        let count = f64::from(u32::try_from(samples.len()).unwrap_or(u32::MAX));
        samples.iter().map(|sample| sample.0).sum::<f64>() / count
    };
    let (early, late) = (&samples[fifth..2 * fifth], &samples[samples.len() - fifth..]);
    let (before, after) = (mean(early), mean(late));
    let most = samples.iter().map(|sample| sample.0).fold(0.0, f64::max);
    println!(
        "memory: {before:.1} MiB after the warm-up, {after:.1} MiB at the end, {most:.1} MiB at most; descriptors: {} and {}",
        early[0].1, late[0].1
    );
    if after > before + GROWTH {
        return Err(format!("memory grows by more than {GROWTH} MiB").into());
    }
    if samples[fifth..].iter().any(|sample| sample.1 != early[0].1) {
        return Err("the number of descriptors changes".into());
    }
    Ok(())
}
