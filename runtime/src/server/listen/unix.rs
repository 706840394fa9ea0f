//! A unix socket that nobody else can reach: it stands in a new directory, which is closed to other users. What an
//! earlier process left behind is never in the way.

use std::{
    fs::{self, DirBuilder, Permissions},
    hash::{BuildHasher, RandomState},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt, chown},
    path::{Path, PathBuf},
};

use tokio::net::{UnixListener, UnixStream};

use super::ServeError;

/// What fits in `sockaddr_un` with the zero at its end.
const LONGEST: usize = if cfg!(any(target_os = "linux", target_os = "android")) { 107 } else { 103 };

/// Where a socket inside of this directory will be; `None` where such a name is too long, or cannot stand in a line of
/// a handshake.
pub(super) fn socket_path(parent: &Path) -> Option<String> {
    // The host may have another current directory.
    let parent = std::path::absolute(parent).ok()?;
    // Not a secret: `mkdir` fails where the name is taken, and the directory is closed from the start.
    let number = RandomState::new().hash_one(std::process::id()) & 0xffff_ffff;
    let path =
        parent.join(format!("plugin-{number:08x}")).join("socket").into_os_string().into_string().ok()?;
    (path.len() <= LONGEST && !path.contains(['|', '\n'])).then_some(path)
}

#[derive(Debug)]
pub(super) struct Listener {
    listener: UnixListener,
    /// Dropped after the listener.
    _directory: Directory,
}

impl Listener {
    /// Listens at a path that [`socket_path`] gave.
    pub(super) fn bind(path: String, group: Option<&str>) -> Result<Self, ServeError> {
        let directory = Directory { socket: path.into() };
        let make = DirBuilder::new().mode(0o700).create(directory.path());
        if let Err(error) = make {
            let what = format!("cannot make the directory {} for a socket", directory.path().display());
            // It is not ours to remove.
            std::mem::forget(directory);
            return Err(ServeError::io(what)(error));
        }
        let listener = UnixListener::bind(&directory.socket)
            .map_err(ServeError::io(format!("cannot listen on {}", directory.socket.display())))?;
        if let Some(group) = group {
            directory.share(group).map_err(ServeError::io(format!(
                "cannot let the group {group} connect (PLUGIN_UNIX_SOCKET_GROUP)"
            )))?;
        }
        Ok(Self { listener, _directory: directory })
    }

    pub(super) async fn accept(&self) -> io::Result<UnixStream> {
        Ok(self.listener.accept().await?.0)
    }
}

/// A directory with a socket in it. Both are removed with this value.
#[derive(Debug)]
struct Directory {
    socket: PathBuf,
}

impl Directory {
    fn path(&self) -> &Path {
        self.socket.parent().unwrap_or(&self.socket)
    }

    /// Lets a group through the directory, and to the socket.
    fn share(&self, group: &str) -> io::Result<()> {
        let group = group_number(group)?;
        for (path, mode) in [(self.socket.as_path(), 0o660), (self.path(), 0o710)] {
            chown(path, None, Some(group))?;
            fs::set_permissions(path, Permissions::from_mode(mode))?;
        }
        Ok(())
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // A host may have removed them already.
        let _ = fs::remove_file(&self.socket);
        let _ = fs::remove_dir(self.path());
    }
}

/// The number of a group that is named by it, or that stands in `/etc/group`.
fn group_number(group: &str) -> io::Result<u32> {
    if let Ok(number) = group.parse() {
        return Ok(number);
    }
    let groups = fs::read_to_string("/etc/group")?;
    let number = groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(group)).then(|| fields.nth(1)?.parse().ok())?
    });
    number.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "/etc/group does not name it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: impl AsRef<Path>) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn the_directory_is_closed_to_others_and_gone_with_the_listener() {
        let path = socket_path(&std::env::temp_dir()).unwrap();
        let directory = Path::new(&path).parent().unwrap();
        let listener = Listener::bind(path.clone(), None).unwrap();
        assert_eq!(mode(directory), 0o700);
        UnixStream::connect(&path).await.unwrap();
        drop(listener);
        assert!(!directory.exists());
    }

    #[tokio::test]
    async fn a_directory_of_somebody_else_is_neither_used_nor_removed() {
        let path = socket_path(&std::env::temp_dir()).unwrap();
        let directory = Path::new(&path).parent().unwrap();
        fs::create_dir(directory).unwrap();
        assert!(format!("{:?}", Listener::bind(path.clone(), None).unwrap_err()).contains("File exists"));
        fs::remove_dir(directory).unwrap();
    }

    #[tokio::test]
    async fn a_group_may_pass_and_connect() {
        use std::os::unix::fs::MetadataExt;

        let path = socket_path(&std::env::temp_dir()).unwrap();
        // One's own group is the one that nobody needs a right for.
        let group = fs::metadata("/proc/self").map_or(0, |own| own.gid());
        let _listener = Listener::bind(path.clone(), Some(&group.to_string())).unwrap();
        assert_eq!(mode(Path::new(&path).parent().unwrap()), 0o710);
        assert_eq!(mode(&path), 0o660);
    }

    #[test]
    fn a_group_has_a_number_by_name_or_by_itself() {
        assert_eq!(group_number("1234").unwrap(), 1234);
        assert_eq!(group_number("root").ok(), cfg!(target_os = "linux").then_some(0));
        assert_eq!(group_number("nobody-has-this-name").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_name_that_fits_no_socket_or_no_handshake_is_none() {
        assert!(socket_path(Path::new("/tmp")).is_some());
        assert!(socket_path(&Path::new("/tmp").join("x".repeat(90))).is_none());
        assert!(socket_path(Path::new("/tmp/a|b")).is_none());
    }

    #[test]
    fn the_longest_name_is_one_that_the_system_takes() {
        let tail = socket_path(Path::new("/")).unwrap().len();
        let parent = format!("/{}", "x".repeat(LONGEST - tail - 1));
        let path = socket_path(Path::new(&parent)).unwrap();
        assert_eq!(path.len(), LONGEST);
        // It fails for want of the directory, not of the name.
        let error = std::os::unix::net::UnixListener::bind(path).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
