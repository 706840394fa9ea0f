//! The body of a form that uploads files (RFC 7578).

use bytes::Bytes;
use http::HeaderValue;

/// A form with fields and files, for [`Request::multipart`](super::Request::multipart).
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// use bytes::Bytes;
/// use grafana_resource_routes::{resource_routes, testing::{Client, Multipart}};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
///
/// #[resource_routes]
/// impl Plugin {
///     #[post("/upload")]
///     fn upload(body: Bytes) -> String {
///         String::from_utf8_lossy(&body).lines().nth(1).unwrap_or_default().to_owned()
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let form = Multipart::new().file("points", "points.csv", "text/csv", "1,2\n").field("unit", "m");
/// let answer = Client::new(Plugin).post("/upload").multipart(form).await;
/// assert_eq!(answer.text(), r#"Content-Disposition: form-data; name="points"; filename="points.csv""#);
/// # });
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a form is sent by `Request::multipart`"]
pub struct Multipart {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    head: String,
    content: Bytes,
}

impl Multipart {
    /// A form without anything in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// A field.
    pub fn field(self, name: &str, value: impl Into<Bytes>) -> Self {
        self.part(format!("form-data; name=\"{}\"", escaped(name)), value.into())
    }

    /// A file, with its name and its media type.
    pub fn file(self, name: &str, file_name: &str, content_type: &str, content: impl Into<Bytes>) -> Self {
        let (name, file_name) = (escaped(name), escaped(file_name));
        let head = format!(
            "form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: {}",
            escaped(content_type)
        );
        self.part(head, content.into())
    }

    fn part(mut self, head: String, content: Bytes) -> Self {
        self.parts.push(Part { head, content });
        self
    }

    /// The `Content-Type` and the body.
    pub(super) fn into_body(self) -> (HeaderValue, Bytes) {
        let boundary = self.boundary();
        let mut body = Vec::new();
        for part in &self.parts {
            body.extend_from_slice(
                format!("--{boundary}\r\nContent-Disposition: {}\r\n\r\n", part.head).as_bytes(),
            );
            body.extend_from_slice(&part.content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let content_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"))
            .expect("a boundary of letters and digits");
        (content_type, body.into())
    }

    /// A text that is in none of the contents (RFC 2046, section 5.1.1).
    fn boundary(&self) -> String {
        let is_free = |boundary: &str| {
            let boundary = boundary.as_bytes();
            let mut contents = self.parts.iter().flat_map(|part| part.content.windows(boundary.len()));
            !contents.any(|content| content == boundary)
        };
        let mut number = 0_u32;
        loop {
            let boundary = format!("form-boundary-{number}");
            if is_free(&boundary) {
                return boundary;
            }
            number += 1;
        }
    }
}

/// A name as browsers write it (<https://html.spec.whatwg.org/#multipart-form-data>).
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_files_are_parts() {
        let form = Multipart::new().field("a\"b", "1").file("c", "d\r\n.txt", "text/plain", "2\r\n");
        let (content_type, body) = form.into_body();
        assert_eq!(content_type, "multipart/form-data; boundary=form-boundary-0");
        let expected = "--form-boundary-0\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\n1\r\n\
            --form-boundary-0\r\nContent-Disposition: form-data; name=\"c\"; filename=\"d%0D%0A.txt\"\r\n\
            Content-Type: text/plain\r\n\r\n2\r\n\r\n--form-boundary-0--\r\n";
        assert_eq!(std::str::from_utf8(&body).unwrap(), expected);
    }

    #[test]
    fn a_form_without_parts_has_an_end() {
        assert_eq!(&Multipart::new().into_body().1[..], b"--form-boundary-0--\r\n");
    }

    #[test]
    fn the_boundary_is_in_no_content() {
        let form = Multipart::new().field("a", "form-boundary-0").field("b", "--form-boundary-1");
        assert_eq!(form.boundary(), "form-boundary-2");
    }
}
