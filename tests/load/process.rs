//! A plugin's process: started as Grafana does, watched by what `/proc` says of it, killed at the end.

use std::{
    fs, io,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    str::FromStr,
};

/// Where a plugin listens, as its handshake says.
#[derive(Clone, Debug)]
pub(crate) enum Address {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

/// A plugin that runs.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    pub(crate) address: Address,
}

impl Process {
    /// With `RUST_LOG` unset, as users start it.
    pub(crate) fn start(command: Command) -> io::Result<Self> {
        Self::start_with(command, None)
    }

    /// With `RUST_LOG` set to these levels, if to any.
    pub(crate) fn start_with(mut command: Command, levels: Option<&str>) -> io::Result<Self> {
        if let Some(levels) = levels {
            command.env("RUST_LOG", levels);
        } else {
            command.env_remove("RUST_LOG");
        }
        let mut child = command
            .env("grafana_plugin_type", "datasource")
            .env("PLUGIN_PROTOCOL_VERSIONS", "2")
            // Each panic would read the program's debug information.
            .env_remove("RUST_BACKTRACE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let stdout = child.stdout.take().ok_or_else(|| io::Error::other("no standard output"))?;
        BufReader::new(stdout).read_line(&mut line)?;
        let fields: Vec<&str> = line.trim().split('|').collect();
        let address = match fields.as_slice() {
            [_, _, "tcp", address, ..] => SocketAddr::from_str(address).ok().map(Address::Tcp),
            [_, _, "unix", path, ..] => Some(Address::Unix(path.into())),
            _ => None,
        };
        match address {
            Some(address) => Ok(Self { child, address }),
            None => Err(io::Error::other(format!("no handshake: {line:?}"))),
        }
    }

    fn proc(&self) -> PathBuf {
        Path::new("/proc").join(self.child.id().to_string())
    }

    /// Nanoseconds that its threads have spent on a processor.
    pub(crate) fn cpu(&self) -> io::Result<f64> {
        cpu_of(&self.proc())
    }

    /// A line of `/proc/<pid>/status` in KiB: `VmRSS`, or `VmHWM` for the most there ever was.
    pub(crate) fn memory(&self, field: &str) -> io::Result<f64> {
        let status = fs::read_to_string(self.proc().join("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kib.ok_or_else(|| io::Error::other(format!("no {field}")))
    }

    pub(crate) fn descriptors(&self) -> io::Result<usize> {
        Ok(fs::read_dir(self.proc().join("fd"))?.count())
    }

    /// Sends SIGTERM, and waits until the process has ended.
    pub(crate) fn terminate(mut self) -> io::Result<()> {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        if !sent.success() {
            return Err(io::Error::other("no SIGTERM could be sent"));
        }
        self.child.wait().map(drop)
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Address::Unix(path) = &self.address {
            // A process that is killed leaves it behind.
            let _ = fs::remove_file(path);
            let _ = path.parent().map(fs::remove_dir);
        }
    }
}

/// The same of any process, by its folder.
pub(crate) fn cpu_of(process: &Path) -> io::Result<f64> {
    let mut sum = 0.0;
    for thread in fs::read_dir(process.join("task"))? {
        // A thread may end meanwhile.
        let Ok(text) = fs::read_to_string(thread?.path().join("schedstat")) else { continue };
        sum += text.split(' ').next().and_then(|time| time.parse::<f64>().ok()).unwrap_or_default();
    }
    Ok(sum)
}
