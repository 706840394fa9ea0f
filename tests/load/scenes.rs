//! What a mixture does not show: many cancels in one moment, ten thousand streams at once, readers that do not read.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use futures_util::future::{join_all, try_join_all};

use crate::{
    calls,
    client::{Client, Failure, Windows},
    plugin::chunk,
    process::Process,
};

const WIDE: Windows = Windows { call: 1 << 20, all: 64 << 20 };

type Done = Result<(), Box<dyn Error>>;

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn failed(failure: Failure) -> String {
    failure.to_string()
}

/// Calls that end together, as when a tab with many panels is closed; others on the same connection notice nothing.
pub(crate) async fn bursts_of_cancels(process: Process) -> Done {
    const BURSTS: usize = 60;
    const CANCELS: usize = 400;
    const OTHERS: usize = 16;

    let client = Client::connect(&process.address, WIDE).await?;
    let client = &client;
    let mut answered = 0;
    for burst in 0..BURSTS {
        let others = (0..OTHERS).map(|other| async move {
            let token = format!("burst-{burst}-other-{other}");
            calls::after(client, &token, 2).await?;
            calls::get(client, &token).await
        });
        let cancels = async {
            let message = calls::message("GET", "never", Vec::new());
            let begun =
                try_join_all((0..CANCELS).map(|_| client.begin(message.clone()))).await.map_err(failed)?;
            // Half of the bursts before the server can have looked at them.
            if burst % 2 == 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            begun.into_iter().for_each(crate::client::Begun::cancel);
            Ok::<_, String>(())
        };
        let (others, cancels) = tokio::join!(join_all(others), cancels);
        cancels?;
        answered += others.into_iter().collect::<Result<Vec<()>, _>>()?.len() * 2;
    }
    println!("cancels: {BURSTS} bursts of {CANCELS}; {answered} calls of others answered, none harmed");
    Ok(())
}

/// Ten thousand streams open at once on one connection.
pub(crate) async fn crowd(process: Process) -> Done {
    const STREAMS: usize = 10_000;

    let client = Client::connect(&process.address, WIDE).await?;
    let before = process.memory("VmRSS")?;
    let open = |number: usize| {
        let client = &client;
        async move {
            let token = format!("stream-{number}");
            let message = calls::message("GET", &format!("crowd/{token}"), Vec::new());
            let mut answer = client.begin(message).await.map_err(failed)?.answer().await.map_err(failed)?;
            match calls::piece(&mut answer).await? {
                Some(piece) if piece == chunk(&token, 0, 0) => Ok((token, answer)),
                other => Err(format!("{other:?} for the first chunk of {token}")),
            }
        }
    };
    let start = Instant::now();
    let streams = try_join_all((0..STREAMS).map(open)).await?;
    let opened = start.elapsed();
    let message = calls::message("GET", "waiting", Vec::new());
    let (_, waiting) = calls::send(&client, message).await.map_err(failed)?;
    if waiting != STREAMS.to_string().as_bytes() {
        return Err(format!("{} streams are open at once", String::from_utf8_lossy(&waiting)).into());
    }
    let with = process.memory("VmRSS")?;
    let release = calls::message("POST", "release", Vec::new());
    calls::send(&client, release).await.map_err(failed)?;
    for (token, mut answer) in streams {
        let (second, end) = (calls::piece(&mut answer).await?, calls::piece(&mut answer).await?);
        if second.as_deref() != Some(&*chunk(&token, 1, 0)) || end.is_some() {
            return Err(format!("{token} does not end as it should: {second:?}, {end:?}").into());
        }
    }
    let each = (with - before) / f64::from(u32::try_from(STREAMS)?);
    println!(
        "crowd: {STREAMS} streams open at once after {opened:.1?}, {each:.1} KiB each; all got both chunks"
    );
    Ok(())
}

/// Readers that do not read, of streams without end: what the server holds for each is bounded.
pub(crate) async fn slow_readers(process: Process) -> Done {
    const READERS: usize = 50;
    const CHUNK: usize = 64 << 10;
    /// In KiB: one chunk that is being sent, one that waits, what h2 takes of it, and what the allocator makes of that.
    const BOUND: f64 = 256.0;

    let windows = Windows { call: 64 << 10, all: 64 << 20 };
    let client = Client::connect(&process.address, windows).await?;
    calls::get(&client, "warm").await?;
    let before = process.memory("VmRSS")?;
    let mut answers = Vec::new();
    for reader in 0..READERS {
        let message = calls::message("GET", &format!("chunks/100000/{CHUNK}/reader-{reader}"), Vec::new());
        answers.push(client.begin(message).await.map_err(failed)?.answer().await.map_err(failed)?);
    }
    // Nothing says that a server has stopped to fill its buffers but that they do not grow any more.
    let mut held = process.memory("VmRSS")?;
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let now = process.memory("VmRSS")?;
        if now <= held {
            break;
        }
        held = now;
    }
    let each = (held - before) / f64::from(u32::try_from(READERS)?);
    calls::get(&client, "another").await?;
    for (reader, mut answer) in answers.into_iter().enumerate() {
        for number in 0..3 {
            if calls::piece(&mut answer).await? != Some(chunk(&format!("reader-{reader}"), number, CHUNK)) {
                return Err(format!("reader {reader} gets another's chunk").into());
            }
        }
    }
    println!(
        "slow readers: {READERS} of 6 GB each, {each:.0} KiB held for each, {BOUND} allowed; others are answered"
    );
    if each > BOUND { Err("the server holds too much".into()) } else { Ok(()) }
}
