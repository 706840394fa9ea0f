//! The kinds of calls that are mixed, each with the check of its answer.

use std::time::Duration;

use bytes::Bytes;
use grafana_plugin_sdk::pluginv2::{
    CallResourceRequest, CallResourceResponse, DataSourceInstanceSettings, PluginContext, StringList, User,
};
use prost::Message as _;

use crate::{
    client::{Answer, Client, Failure, framed},
    plugin::{Echo, LIMIT, chunk},
};

/// What a call came to, if it came to what it should.
pub(crate) type Outcome = Result<(), String>;

/// A message with what Grafana sends along.
pub(crate) fn message(method: &str, url: &str, body: Vec<u8>) -> Bytes {
    let header = |name: &str, value: &str| (name.to_owned(), StringList { values: vec![value.to_owned()] });
    let settings = DataSourceInstanceSettings {
        uid: "load".to_owned(),
        json_data: b"{}".to_vec(),
        decrypted_secure_json_data: [("apiKey".to_owned(), "canary".to_owned())].into(),
        ..Default::default()
    };
    let user = User { login: "ada".to_owned(), role: "Editor".to_owned(), ..Default::default() };
    let request = CallResourceRequest {
        plugin_context: Some(PluginContext {
            org_id: 1,
            user: Some(user),
            data_source_instance_settings: Some(settings),
            ..Default::default()
        }),
        path: url.to_owned(),
        method: method.to_owned(),
        url: url.to_owned(),
        headers: [header("Content-Type", "application/json"), header("Accept", "*/*")].into(),
        body: body.into(),
    };
    framed(&request.encode_to_vec())
}

/// The whole of an answer: its status and its body.
pub(crate) async fn send(client: &Client, message: Bytes) -> Result<(i32, Vec<u8>), Failure> {
    let mut answer = client.begin(message).await?.answer().await?;
    let (mut status, mut body) = (0, Vec::new());
    while let Some(response) = next(&mut answer).await? {
        if status == 0 {
            status = response.code;
        }
        body.extend_from_slice(&response.body);
    }
    Ok((status, body))
}

async fn next(answer: &mut Answer) -> Result<Option<CallResourceResponse>, Failure> {
    let message = answer.message().await?;
    message.map(|message| CallResourceResponse::decode(message).map_err(|_| Failure::Malformed)).transpose()
}

/// The next piece of a body that is streamed.
pub(crate) async fn piece(answer: &mut Answer) -> Result<Option<Bytes>, String> {
    loop {
        match next(answer).await.map_err(|failure| failure.to_string())? {
            // The head alone is no piece.
            Some(response) if response.body.is_empty() => {}
            response => return Ok(response.map(|response| Bytes::from(response.body.to_vec()))),
        }
    }
}

async fn expect(client: &Client, message: Bytes, status: i32, fits: impl FnOnce(&[u8]) -> bool) -> Outcome {
    let (found, body) = send(client, message).await.map_err(|failure| failure.to_string())?;
    if found == status && fits(&body) {
        return Ok(());
    }
    let body = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
    Err(format!("{found} {body} instead of {status}"))
}

pub(crate) async fn get(client: &Client, token: &str) -> Outcome {
    let message = message("GET", &format!("echo/{token}"), Vec::new());
    expect(client, message, 200, |body| body == token.as_bytes()).await
}

pub(crate) async fn post(client: &Client, token: &str, size: usize) -> Outcome {
    let echo = Echo { token: token.to_owned(), filling: "x".repeat(size) };
    let body = serde_json::to_vec(&echo).map_err(|error| error.to_string())?;
    expect(client, message("POST", "echo", body.clone()), 200, |answer| answer == body).await
}

pub(crate) async fn after(client: &Client, token: &str, milliseconds: u64) -> Outcome {
    let message = message("GET", &format!("after/{milliseconds}/{token}"), Vec::new());
    expect(client, message, 200, |body| body == token.as_bytes()).await
}

pub(crate) async fn panic(client: &Client) -> Outcome {
    expect(client, message("GET", "panic", Vec::new()), 500, |body| body.starts_with(b"{")).await
}

pub(crate) async fn oversize(client: &Client) -> Outcome {
    expect(client, message("POST", "echo", vec![b' '; LIMIT]), 413, |body| body.starts_with(b"{")).await
}

/// A field of a type that it does not have, a length that is never sent, or no message at all.
pub(crate) async fn malformed(client: &Client, kind: u64) -> Outcome {
    let message = match kind % 3 {
        0 => framed(b"\x0a\x05\xff\xff\xff\xff\xff"),
        1 => Bytes::from_static(b"\0\0\0\x10\0never"),
        _ => Bytes::new(),
    };
    match send(client, message).await {
        Err(Failure::Status(status)) if status.starts_with("13 ") => Ok(()),
        other => Err(format!("{other:?} for a malformed message")),
    }
}

/// A call that nobody answers, cancelled before or while the server has it.
pub(crate) async fn cancel(client: &Client, pause: Duration) -> Outcome {
    let message = message("GET", "never", Vec::new());
    let call = client.begin(message).await.map_err(|failure| failure.to_string())?;
    tokio::time::sleep(pause).await;
    call.cancel();
    Ok(())
}

/// A stream of which so many pieces are read, with a pause after each; the rest is cancelled.
pub(crate) async fn stream(
    client: &Client,
    token: &str,
    (count, size): (usize, usize),
    read: usize,
    pause: Duration,
) -> Outcome {
    let message = message("GET", &format!("chunks/{count}/{size}/{token}"), Vec::new());
    let failed = |failure: Failure| failure.to_string();
    let mut answer = client.begin(message).await.map_err(failed)?.answer().await.map_err(failed)?;
    for number in 0..read {
        let piece = piece(&mut answer).await?.ok_or_else(|| format!("{number} pieces instead of {read}"))?;
        if piece != chunk(token, number, size) {
            return Err(format!("piece {number} of {token} is {} bytes of another", piece.len()));
        }
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }
    if read == count && piece(&mut answer).await?.is_some() {
        return Err("more pieces than were asked for".to_owned());
    }
    Ok(())
}
