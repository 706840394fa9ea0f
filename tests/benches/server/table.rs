//! The rounds as tables: medians, and ratios within a round.

use std::process::ExitCode;

use crate::{
    plugins::Peer,
    report::{Report, median, version},
    rounds::{AT_ONCE, MEASURING, Round, Sample},
};

/// The place of 64 calls at once in [`AT_ONCE`].
const MANY: usize = 2;

type Figure = Box<dyn Fn(&Round) -> f64>;

/// The rounds of all peers, in their order.
struct Rounds<'a> {
    peers: &'a [Peer],
    rounds: &'a [Vec<Round>],
}

impl Rounds<'_> {
    fn place(&self, peer: Peer) -> Option<usize> {
        self.peers.iter().position(|other| *other == peer)
    }

    fn median(&self, peer: usize, figure: impl Fn(&Round) -> f64) -> f64 {
        median(self.rounds[peer].iter().map(figure).collect())
    }

    /// The median of the ratios to another peer in the same round.
    fn ratio(&self, peer: usize, to: Peer, figure: impl Fn(&Round) -> f64) -> Option<f64> {
        let pairs = self.rounds[peer].iter().zip(&self.rounds[self.place(to)?]);
        Some(median(pairs.map(|(own, other)| figure(own) / figure(other)).collect()))
    }

    fn cell(&self, peer: usize, to: Peer, figure: impl Fn(&Round) -> f64) -> String {
        self.ratio(peer, to, figure).map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"))
    }

    /// What makes each column, less being better.
    fn costs() -> Vec<(String, Figure)> {
        let mut costs: Vec<(String, Figure)> = vec![
            ("start-up".to_owned(), Box::new(|round| round.start_up)),
            ("memory".to_owned(), Box::new(|round| round.memory)),
        ];
        for (place, count) in AT_ONCE.into_iter().enumerate() {
            let mut add = |name: &str, figure: fn(&Sample) -> f64| {
                let figure = move |round: &Round| figure(&round.samples[place]);
                costs.push((format!("{name} at {count}"), Box::new(figure)));
            };
            add("time", |sample| 1.0 / sample.calls_a_second);
            add("p50", |sample| sample.p50);
            add("p99", |sample| sample.p99);
            add("CPU", |sample| sample.cpu);
        }
        costs
    }

    /// The column in which the peer stands worst beside Go, and how.
    fn worst_beside_go(&self, peer: Peer) -> Option<(String, f64)> {
        let peer = self.place(peer)?;
        Self::costs()
            .into_iter()
            .filter_map(|(name, figure)| Some((name, self.ratio(peer, Peer::Go, figure)?)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
    }
}

pub(crate) fn show(
    peers: &[Peer],
    pinned: &[Vec<Round>],
    free: &[Vec<Round>],
    cores: Option<&str>,
) -> ExitCode {
    let mut report = Report::new("server");
    report.paragraph(&format!(
        "The nine requests in turns, over one connection, from one thread: medians of {} rounds of {} ms, in which the peers \
         take turns and each is a new process. Ratios are medians of those within a round. CPU is what the server's threads \
         use of a processor, p50 and p99 are microseconds. {}, {}.",
        pinned[0].len(),
        MEASURING.as_millis(),
        version("rustc"),
        if peers.contains(&Peer::Go) { version_of_go() } else { "without Go".to_owned() },
    ));
    let (pinned, free) = (Rounds { peers, rounds: pinned }, Rounds { peers, rounds: free });
    report.paragraph(
        "The client pings when data comes, as Go's does. Where the SDK's server keeps back the rest of an answer until the \
         beginning is acknowledged (Nagle's algorithm), and nothing else is sent, it waits for as long as the system delays the \
         acknowledgement. The SDK's with NODELAY is the peer without that.",
    );
    if let Some(cores) = cores {
        report.paragraph(&format!("**The client on core 0, the servers on core {cores}:**"));
        tables(&mut report, &pinned);
    }
    report.paragraph("**The client on core 0, the servers on all cores:**");
    tables(&mut report, &free);
    start(&mut report, &free);
    budgets(&mut report, if cores.is_some() { &pinned } else { &free });
    report.finish()
}

fn tables(report: &mut Report, rounds: &Rounds<'_>) {
    for (place, at_once) in AT_ONCE.into_iter().enumerate() {
        let head = format!("{at_once} at once");
        let head = [
            head.as_str(),
            "calls/s",
            "p50",
            "p99",
            "CPU µs a call",
            "client's core",
            "calls/s / SDK's",
            "CPU / SDK's",
            "calls/s / Go's",
            "p99 / Go's",
            "CPU / Go's",
        ];
        let row = |peer: usize| {
            let median =
                |figure: fn(&Sample) -> f64| rounds.median(peer, |round| figure(&round.samples[place]));
            let cell = |to: Peer, figure: fn(&Sample) -> f64| {
                rounds.cell(peer, to, |round| figure(&round.samples[place]))
            };
            vec![
                rounds.peers[peer].name().to_owned(),
                format!("{:.0}", median(|sample| sample.calls_a_second)),
                format!("{:.0}", median(|sample| sample.p50)),
                format!("{:.0}", median(|sample| sample.p99)),
                format!("{:.1}", median(|sample| sample.cpu)),
                format!("{:.0} %", median(|sample| sample.client) * 100.0),
                cell(Peer::Sdk, |sample| sample.calls_a_second),
                cell(Peer::Sdk, |sample| sample.cpu),
                cell(Peer::Go, |sample| sample.calls_a_second),
                cell(Peer::Go, |sample| sample.p99),
                cell(Peer::Go, |sample| sample.cpu),
            ]
        };
        report.table(&head, &(0..rounds.peers.len()).map(row).collect::<Vec<_>>());
    }
}

fn start(report: &mut Report, rounds: &Rounds<'_>) {
    let row = |peer: usize| {
        vec![
            rounds.peers[peer].name().to_owned(),
            format!("{:.1}", rounds.median(peer, |round| round.start_up)),
            format!("{:.1}", rounds.median(peer, |round| round.memory)),
            rounds.cell(peer, Peer::Go, |round| round.start_up),
            rounds.cell(peer, Peer::Go, |round| round.memory),
        ]
    };
    let head = ["", "ms to the first answer", "most memory, MiB", "start / Go's", "memory / Go's"];
    report.table(&head, &(0..rounds.peers.len()).map(row).collect::<Vec<_>>());
}

fn budgets(report: &mut Report, rounds: &Rounds<'_>) {
    let mut budgets = Vec::new();
    for peer in [Peer::Tcp, Peer::Unix] {
        let (name, place) = (peer.name(), rounds.place(peer).unwrap_or_default());
        let slower = |round: &Round| 1.0 / round.samples[MANY].calls_a_second;
        let against_sdk = rounds.ratio(place, Peer::Sdk, slower).unwrap_or(f64::NAN);
        budgets.push((format!("{name}: the SDK's calls/s at 64 to its own"), against_sdk, 0.25));
        let p99 = rounds.median(place, |round| round.samples[MANY].p99 / 1e3);
        budgets.push((format!("{name}: p99 at 64, ms"), p99, 5.0));
        if let Some((column, ratio)) = rounds.worst_beside_go(peer) {
            budgets.push((format!("{name}: worst column beside Go, {column}"), ratio, 1.0));
        }
    }
    let budgets: Vec<_> =
        budgets.iter().map(|(what, measured, bound)| (what.as_str(), *measured, *bound)).collect();
    report.budgets(&budgets);
}

fn version_of_go() -> String {
    let output = std::process::Command::new("go").arg("version").output();
    output
        .map_or_else(|_| "Go".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
