//! Panics of the plugin's code, caught where it runs. With `panic = "abort"` none is.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// What a panic was started with.
pub(crate) type Panic = Box<dyn Any + Send>;

/// Runs code of the plugin. What it has left half done is its own.
pub(crate) fn catch<T>(run: impl FnOnce() -> T) -> Result<T, Panic> {
    catch_unwind(AssertUnwindSafe(run)).map_err(harmless)
}

/// What a panic was started with, unless that is a value of the plugin: it may panic when it is dropped.
#[cold]
fn harmless(panic: Panic) -> Panic {
    if panic.is::<&str>() || panic.is::<String>() {
        return panic;
    }
    if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        // Nor is that one touched.
        std::mem::forget(another);
    }
    Box::new(())
}

/// Drops a value of the plugin. A value whose `Drop` panics while another one of it unwinds aborts the process: that is the
/// language's rule, and nobody can catch it.
pub(crate) fn drop_caught<T>(value: T) -> Result<(), Panic> {
    catch(move || drop(value))
}

/// The text of a panic, where it has one.
pub(crate) fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)")
}
