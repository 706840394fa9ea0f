//! The one message of a request: gRPC's prefix, the bytes behind it, and what these may be compressed with.
//!
//! (The protocol: `PROTOCOL-HTTP2.md` and `compression.md` of gRPC.)

use std::io::Read;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use flate2::bufread::MultiGzDecoder;
use http::{HeaderMap, HeaderName, HeaderValue};
use http_body::Body;
use http_body_util::BodyExt;

use super::frame::PREFIX;

/// So much is set aside for a message before it has come.
const MOST_RESERVED: usize = 16 << 20;

/// How the messages of a request are compressed.
pub(super) const GRPC_ENCODING: HeaderName = HeaderName::from_static("grpc-encoding");

/// What a server names that was sent another encoding.
pub(super) const GRPC_ACCEPT_ENCODING: (HeaderName, HeaderValue) =
    (HeaderName::from_static("grpc-accept-encoding"), HeaderValue::from_static("gzip"));

/// What a sender of another encoding is told.
pub(super) const ONLY_GZIP: &str = "of compressed messages, only those in gzip are read";

/// Why a message could not be read.
#[derive(Debug, PartialEq)]
pub(super) enum Unread {
    TooLarge,
    /// Compressed with something else than gzip.
    Encoding,
    /// The caller went away, or is no gRPC client.
    Broken(&'static str),
}

/// Reads the one message of a call; `headers` are those of the request. What came in one frame of HTTP/2 is not copied.
pub(super) async fn read(
    mut body: impl Body<Data = Bytes> + Unpin,
    headers: &HeaderMap,
    limit: usize,
) -> Result<Bytes, Unread> {
    let mut first = next_data(&mut body).await?;
    while first.len() < PREFIX {
        let more = next_data(&mut body).await?;
        first = [first, more].concat().into();
    }
    let flag = first.get_u8();
    let length = usize::try_from(first.get_u32()).unwrap_or(usize::MAX);
    if length > limit {
        return Err(Unread::TooLarge);
    }
    let message = if first.len() >= length {
        first.truncate(length);
        first
    } else {
        rest(body, first, length).await?
    };
    if flag == 0 { Ok(message) } else { unpack(flag, &message, headers, limit) }
}

/// A message that came in several frames.
async fn rest(
    mut body: impl Body<Data = Bytes> + Unpin,
    first: Bytes,
    length: usize,
) -> Result<Bytes, Unread> {
    // A length is only what the caller says.
    let mut message = BytesMut::with_capacity(length.min(MOST_RESERVED));
    message.extend_from_slice(&first);
    drop(first);
    while message.len() < length {
        let more = next_data(&mut body).await?;
        let rest = length - message.len();
        message.extend_from_slice(&more[..more.len().min(rest)]);
    }
    Ok(message.freeze())
}

async fn next_data(body: &mut (impl Body<Data = Bytes> + Unpin)) -> Result<Bytes, Unread> {
    loop {
        match body.frame().await {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) if data.is_empty() => {}
                Ok(data) => return Ok(data),
                Err(_) => return Err(Unread::Broken("the message ended early")),
            },
            Some(Err(_)) | None => return Err(Unread::Broken("the message ended early")),
        }
    }
}

/// A message whose prefix says that it is compressed.
#[cold]
fn unpack(flag: u8, message: &[u8], headers: &HeaderMap, limit: usize) -> Result<Bytes, Unread> {
    if flag != 1 {
        return Err(Unread::Broken("the message has a prefix that is not known"));
    }
    match headers.get(GRPC_ENCODING).map(HeaderValue::as_bytes) {
        None | Some(b"identity") => Err(Unread::Broken("a compressed message does not say how")),
        Some(b"gzip") => inflate(message, limit),
        Some(_) => Err(Unread::Encoding),
    }
}

/// What was compressed with gzip. It is counted while it grows, so that a small message cannot fill the memory.
fn inflate(message: &[u8], limit: usize) -> Result<Bytes, Unread> {
    // What gRPC can say of a length bounds it as well.
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    let most = u64::from(limit) + 1;
    let mut inflated = Vec::new();
    MultiGzDecoder::new(message)
        .take(most)
        .read_to_end(&mut inflated)
        .map_err(|_| Unread::Broken("the message is not gzip, as it says"))?;
    if u32::try_from(inflated.len()).is_ok_and(|length| length <= limit) {
        Ok(inflated.into())
    } else {
        Err(Unread::TooLarge)
    }
}

/// The message, which was read, with a prefix that says that it is not compressed.
pub(super) fn framed(message: &[u8]) -> Bytes {
    let mut framed = BytesMut::with_capacity(PREFIX + message.len());
    framed.put_u8(0);
    framed.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
    framed.put_slice(message);
    framed.freeze()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};
    use http_body_util::Full;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// Reads a message with this flag and in this encoding.
    fn read_one(
        flag: u8,
        encoding: Option<&'static str>,
        message: &[u8],
        limit: usize,
    ) -> Result<Bytes, Unread> {
        let mut framed = vec![flag];
        framed.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
        framed.extend(message);
        let mut headers = HeaderMap::new();
        headers.extend(encoding.map(|encoding| (GRPC_ENCODING, HeaderValue::from_static(encoding))));
        let reading = read(Full::new(Bytes::from(framed)), &headers, limit);
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(reading)
    }

    #[test]
    fn gzip_is_read() {
        assert_eq!(read_one(1, Some("gzip"), &gzip(b"text"), 100), Ok(Bytes::from_static(b"text")));
        assert_eq!(read_one(1, Some("gzip"), &gzip(b""), 100), Ok(Bytes::new()));
        // Go reads what stands behind the end of one, too.
        let two = [gzip(b"one"), gzip(b"two")].concat();
        assert_eq!(read_one(1, Some("gzip"), &two, 100), Ok(Bytes::from_static(b"onetwo")));
    }

    #[test]
    fn a_message_may_be_plain_where_others_are_compressed() {
        assert_eq!(read_one(0, Some("gzip"), b"text", 4), Ok(Bytes::from_static(b"text")));
        assert_eq!(read_one(0, Some("br"), b"text", 4), Ok(Bytes::from_static(b"text")));
    }

    #[test]
    fn the_limit_counts_what_is_inflated() {
        let packed = gzip(&[0; 101]);
        assert_eq!(read_one(1, Some("gzip"), &packed, 101), Ok(Bytes::from_static(&[0; 101])));
        assert_eq!(read_one(1, Some("gzip"), &packed, 100), Err(Unread::TooLarge));
        // A thousandth of what it becomes.
        let bomb = gzip(&vec![0; 64 << 20]);
        assert!(bomb.len() < 1 << 17);
        assert_eq!(read_one(1, Some("gzip"), &bomb, 1 << 17), Err(Unread::TooLarge));
    }

    #[test]
    fn another_encoding_is_told_apart_from_what_is_broken() {
        assert_eq!(read_one(1, Some("br"), b"text", 4), Err(Unread::Encoding));
        for (flag, encoding, message) in [
            (1, Some("gzip"), b"text".to_vec()),
            (1, Some("gzip"), Vec::new()),
            (1, Some("gzip"), gzip(b"text")[..8].to_vec()),
            (1, Some("identity"), b"text".to_vec()),
            (1, None, b"text".to_vec()),
            (2, Some("gzip"), gzip(b"text")),
        ] {
            let read = read_one(flag, encoding, &message, 100);
            assert!(matches!(read, Err(Unread::Broken(_))), "{flag} {encoding:?} {message:?}: {read:?}");
        }
    }
}
