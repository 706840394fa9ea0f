//! What is measured: each round starts each peer anew, waits for its first answer, and calls it 1, 8 and 64 at once.

use std::{
    cell::RefCell,
    error::Error,
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use prost::Message;
use tokio::{runtime, task::LocalSet};

use crate::{
    client::{Client, Windows, framed},
    fixture::requests::MEASURED,
    plugins::Peer,
    process::{Process, cpu_of},
};

pub(crate) const AT_ONCE: [usize; 3] = [1, 8, 64];
const WARM_UP: Duration = Duration::from_millis(100);
pub(crate) const MEASURING: Duration = Duration::from_millis(500);

/// What the nine requests are answered with.
const STATUSES: [u16; 9] = [200, 200, 200, 201, 200, 200, 200, 404, 405];

const WINDOWS: Windows = Windows { call: 1 << 20, all: 16 << 20 };

/// One peer in one round.
#[derive(Debug)]
pub(crate) struct Round {
    /// Milliseconds from the start of the process to its first answer.
    pub(crate) start_up: f64,
    /// The most memory it had, in MiB.
    pub(crate) memory: f64,
    /// By [`AT_ONCE`].
    pub(crate) samples: Vec<Sample>,
}

/// So many calls at once for a while.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) calls_a_second: f64,
    /// Microseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// Microseconds of the server's threads on a processor, a call.
    pub(crate) cpu: f64,
    /// How much of its core the client used: near 1, it is the client that is measured.
    pub(crate) client: f64,
}

/// The messages, and what each is answered with.
pub(crate) fn messages() -> Vec<(Bytes, u16)> {
    let messages = MEASURED.iter().map(|call| framed(&call.message().encode_to_vec()));
    messages.zip(STATUSES).collect()
}

pub(crate) fn measure(
    peer: Peer,
    cores: Option<&str>,
    messages: &[(Bytes, u16)],
) -> Result<Round, Box<dyn Error>> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let messages = Rc::new(messages.to_vec());
    LocalSet::new().block_on(&runtime, async {
        let start = Instant::now();
        let process = Process::start(peer.command(cores)?)?;
        let client = Client::connect(&process.address, WINDOWS).await?;
        call(&client, &messages[0]).await?;
        let start_up = start.elapsed().as_secs_f64() * 1e3;
        let mut samples = Vec::new();
        for at_once in AT_ONCE {
            sample(&client, &messages, at_once, WARM_UP).await?;
            let cpu = || Ok::<_, std::io::Error>((process.cpu()?, cpu_of(Path::new("/proc/self"))?));
            let (before, start) = (cpu()?, Instant::now());
            let mut times = sample(&client, &messages, at_once, MEASURING).await?;
            let (after, wall) = (cpu()?, start.elapsed().as_secs_f64());
            times.sort_unstable_by(f64::total_cmp);
            let calls = f64::from(u32::try_from(times.len())?);
            samples.push(Sample {
                calls_a_second: calls / wall,
                p50: times[times.len() / 2],
                p99: times[times.len() * 99 / 100],
                cpu: (after.0 - before.0) / 1e3 / calls,
                client: (after.1 - before.1) / 1e9 / wall,
            });
        }
        Ok(Round { start_up, memory: process.memory("VmHWM")? / 1024.0, samples })
    })
}

/// Microseconds of each call.
async fn sample(
    client: &Client,
    messages: &Rc<Vec<(Bytes, u16)>>,
    at_once: usize,
    duration: Duration,
) -> Result<Vec<f64>, Box<dyn Error>> {
    let times = Rc::new(RefCell::new(Vec::new()));
    let end = Instant::now() + duration;
    let callers: Vec<_> = (0..at_once)
        .map(|caller| {
            let (client, messages, times) = (client.clone(), Rc::clone(messages), Rc::clone(&times));
            tokio::task::spawn_local(async move {
                for message in messages.iter().cycle().skip(caller % messages.len()) {
                    let start = Instant::now();
                    call(&client, message).await?;
                    let now = Instant::now();
                    times.borrow_mut().push((now - start).as_secs_f64() * 1e6);
                    if now >= end {
                        break;
                    }
                }
                Ok::<(), String>(())
            })
        })
        .collect();
    for caller in callers {
        caller.await??;
    }
    Ok(times.take())
}

/// One call, and whether its status is what it has to be.
async fn call(client: &Client, (message, status): &(Bytes, u16)) -> Result<(), String> {
    let mut found = 0;
    let read = |message: &[u8]| {
        // Field 1, a number of two bytes.
        if let [0x08, low, high, ..] = *message
            && found == 0
        {
            found = u16::from(low & 0x7f) | u16::from(high) << 7;
        }
    };
    client.call(message.clone(), read).await.map_err(|failure| failure.to_string())?;
    if found == *status { Ok(()) } else { Err(format!("{found} instead of {status}")) }
}
