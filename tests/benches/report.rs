//! Tables: printed, and with `--write` put into their section of RESULTS.md. With `--check` a missed budget is a failure.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::Path,
    process::{Command, ExitCode},
};

/// One benchmark's part of RESULTS.md.
pub(crate) struct Report {
    section: &'static str,
    text: String,
    missed: bool,
}

impl Report {
    pub(crate) fn new(section: &'static str) -> Self {
        Self { section, text: String::new(), missed: false }
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str("\n\n");
    }

    /// A Markdown table that also reads well in a terminal: the first column to the left, figures to the right.
    pub(crate) fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let head: Vec<String> = head.iter().map(|&title| title.to_owned()).collect();
        let width = |column: usize| {
            rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..head.len()).map(width).collect();
        let line = |row: &[String]| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
                if column == 0 { format!(" {cell:<width$} |") } else { format!(" {cell:>width$} |") }
            });
            format!("|{}\n", cells.collect::<String>())
        };
        let rule = widths.iter().enumerate().map(|(column, &width)| {
            if column == 0 {
                format!("{}|", "-".repeat(width + 2))
            } else {
                format!("{}:|", "-".repeat(width + 1))
            }
        });
        self.text.push_str(&line(&head));
        let _ = writeln!(self.text, "|{}", rule.collect::<String>());
        for row in rows {
            self.text.push_str(&line(row));
        }
        self.text.push('\n');
    }

    /// The budgets of this part: what, measured, bound.
    pub(crate) fn budgets(&mut self, budgets: &[(&str, f64, f64)]) {
        let row = |&(what, measured, bound): &(&str, f64, f64)| {
            let verdict = if measured <= bound { "met" } else { "missed" };
            let digits = if bound >= 100.0 { 0 } else { 2 };
            vec![what.to_owned(), format!("{measured:.digits$}"), format!("≤ {bound}"), verdict.to_owned()]
        };
        self.missed |= budgets.iter().any(|&(_, measured, bound)| measured > bound);
        self.table(&["budget", "measured", "bound", ""], &budgets.iter().map(row).collect::<Vec<_>>());
    }

    /// Prints it, and does what the command line asks for.
    pub(crate) fn finish(self) -> ExitCode {
        println!("\n{}", self.text);
        let asked = |flag: &str| env::args().any(|argument| argument == flag);
        if asked("--write")
            && let Err(error) = self.write()
        {
            eprintln!("cannot write RESULTS.md: {error}");
            return ExitCode::FAILURE;
        }
        if asked("--check") && self.missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    /// Replaces what stands between the section's two comments, which must be there.
    fn write(&self) -> io::Result<()> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/RESULTS.md");
        let old = fs::read_to_string(&path)?;
        let (start, end) =
            (format!("<!-- {} -->\n", self.section), format!("<!-- end of {} -->", self.section));
        let missing = || io::Error::other(format!("no section {}", self.section));
        let (before, rest) = old.split_once(&start).ok_or_else(missing)?;
        let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
        fs::write(&path, format!("{before}{start}\n{}\n\n{end}{after}", self.text.trim_end()))
    }
}

/// The first line of what a tool says about its version.
pub(crate) fn version(tool: &str) -> String {
    let output = Command::new(tool).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or("version unknown").to_owned()
}

pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

pub(crate) fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / f64::from(u32::try_from(figures.len()).unwrap_or(u32::MAX))
}

/// The mean of ratios that does not depend on which side stands above.
pub(crate) fn geometric_mean(ratios: &[f64]) -> f64 {
    mean(&ratios.iter().map(|ratio| ratio.ln()).collect::<Vec<_>>()).exp()
}
