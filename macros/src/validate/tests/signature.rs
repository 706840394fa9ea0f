use super::{assert_messages, model};

#[test]
fn signatures_that_can_be_called() {
    for signature in [
        "fn h()",
        "async fn h(&self)",
        "fn h<'a>(&'a self, a: &'a str) -> impl Future<Output = &'a str> + 'a where 'a: 'a",
        "pub(crate) fn h(self: &Self)",
    ] {
        model(&format!("#[get(\"/{{_a}}\")] {signature} {{}}"));
    }
}

#[test]
fn signatures_that_cannot() {
    let shared = "calls run at the same time and share the plugin: write `&self`, and keep what changes in a `Mutex` or an atomic";
    let stays = "the plugin stays when the call is over: write `&self`";
    let generic = "a handler cannot be generic, nothing in a call chooses `T`: write the type, or make the plugin generic";
    let anonymous =
        "a handler cannot be generic, nothing in a call chooses a type for `impl`: write the type";
    let cases = [
        ("fn h(&mut self)", shared),
        ("fn h(&'a mut self)", shared),
        ("fn h(self)", stays),
        ("fn h(mut self)", stays),
        ("fn h(self: Arc<Self>)", stays),
        ("fn h(self: &mut Self)", shared),
        ("fn h(self: &mut Plugin)", shared),
        ("fn h(self: &Other)", stays),
        ("fn h(&'static self)", "the plugin is lent for one call: write `&self`"),
        (
            "fn h(&self, a: &'static str)",
            "a call ends, and nothing of it is `'static`: leave the lifetime out",
        ),
        (
            "fn h(&self, a: A) where A: Clone",
            "a handler has no conditions of its own: write this one on the `impl`",
        ),
        ("fn h<T, U>(&self)", generic),
        ("fn h<'a, const T: usize>(&self)", generic),
        ("fn h(&self, a: impl A)", anonymous),
        ("fn h(&self, a: Option<&(impl A)>)", anonymous),
        ("unsafe fn h(&self)", "a handler answers whoever calls and cannot be `unsafe`: write a safe `fn`"),
        ("extern \"C\" fn h(&self)", "a handler is a Rust function: leave `extern` out"),
        (
            "fn h(&self, #[cfg(a)] a: A)",
            "an argument cannot have a `cfg`: write two methods, each with a `cfg` of its own",
        ),
    ];
    for (signature, message) in cases {
        assert_messages(&format!("#[get(\"/\")] {signature} {{}}"), &[message]);
    }
}

#[test]
fn signatures_that_can() {
    for signature in [
        "const fn h(&self)",
        "const fn h()",
        "fn h(self: &Self)",
        "fn h(self: &Plugin)",
        "fn h<'a>(&'a self, a: &'a str)",
        "fn h(&self) where Self: Sized",
    ] {
        model(&format!("#[get(\"/\")] {signature} {{}}"));
    }
}
