//! Writing a file whole: whoever reads it meanwhile, and whoever ends the test meanwhile, finds the old text or the new.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Writes the file, and says so on standard error, past the test harness, which hides what a passing test prints.
///
/// # Errors
///
/// What the system says. The file is as it was.
pub(super) fn write(file: &Path, text: &str) -> Result<(), String> {
    // Where the file is a link, what it leads to is written.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let beside = target.with_file_name(name_beside(&target));
    if let Err(error) = replace(&target, &beside, text) {
        // It may be there or not.
        let _ = fs::remove_file(&beside);
        return Err(format!("{}: cannot be written: {error}", file.display()));
    }
    // A test whose standard error is closed has still written the file.
    let _ = writeln!(io::stderr(), "{}: written, since UPDATE_ROUTES is set", file.display());
    Ok(())
}

fn replace(target: &Path, beside: &Path, text: &str) -> io::Result<()> {
    let permissions = fs::metadata(target).map(|metadata| metadata.permissions()).ok();
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let mut new = File::create_new(beside)?;
    new.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        new.set_permissions(permissions)?;
    }
    new.sync_all()?;
    drop(new);
    fs::rename(beside, target)
}

/// A name that nobody else uses, not even another test of this process.
fn name_beside(file: &Path) -> OsString {
    static WRITTEN: AtomicUsize = AtomicUsize::new(0);
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let mut name = OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(format!(".{}-{number}", process::id()));
    name
}
