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
        ("fn h(self: &mut Self)", stays),
        ("fn h<T, U>(&self)", generic),
        ("fn h<'a, const T: usize>(&self)", generic),
        ("fn h(&self, a: impl A)", anonymous),
        ("fn h(&self, a: Option<&(impl A)>)", anonymous),
        ("unsafe fn h(&self)", "a handler answers whoever calls and cannot be `unsafe`: write a safe `fn`"),
        ("const fn h(&self)", "a handler runs for each call and cannot be `const`: write `fn`"),
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
