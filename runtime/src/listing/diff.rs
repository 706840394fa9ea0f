//! What is different between the lines that a file has and the lines that it should have.

/// How many lines of a difference are shown.
const SHOWN: usize = 40;

/// The most pairs of lines that are compared. Beyond, all lines are different.
const COMPARED: usize = 16_000_000;

/// The lines that differ: `- ` before what is there, `+ ` before what should be.
pub(super) fn diff(old: &[&str], new: &[&str]) -> String {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let mut lines = differing(old, new);
    let hidden = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    if hidden > 0 {
        lines.push(format!("… and {hidden} more"));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// By the longest sequence of lines that both have.
fn differing(old: &[&str], new: &[&str]) -> Vec<String> {
    let (removed, added) = (|line: &&str| format!("- {line}"), |line: &&str| format!("+ {line}"));
    let width = new.len() + 1;
    if (old.len() + 1).saturating_mul(width) > COMPARED {
        return old.iter().map(removed).chain(new.iter().map(added)).collect();
    }
    // How many lines `old[i..]` and `new[j..]` have in common, at `i * width + j`.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            lines.push(removed(&old[i]));
            i += 1;
        } else {
            lines.push(added(&new[j]));
            j += 1;
        }
    }
    lines.extend(old[i..].iter().map(removed));
    lines.extend(new[j..].iter().map(added));
    lines
}
