//! Finds the known word that a misspelt one was meant to be, for the end of a message.

/// The known word nearest to `written`, if one is near enough to be meant. Case is not counted.
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = written.to_lowercase();
    let near_enough = (folded.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|word| (distance(&folded, &word.to_lowercase()), word))
        .filter(|(distance, _)| *distance <= near_enough)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// `; did you mean `word`?`, or nothing.
pub(crate) fn suggestion<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(written, known).map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows = vec![(0..=right.len()).collect::<Vec<usize>>()];
    for i in 1..=left.len() {
        let mut row = vec![i];
        for j in 1..=right.len() {
            let substituted = rows[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
            let mut best = substituted.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let cases = [
            ("rol", Some("role")),
            ("roel", Some("role")),
            ("Role", Some("role")),
            ("admin", Some("Admin")),
            ("timeout", None),
            ("x", None),
            ("", None),
        ];
        for (written, expected) in cases {
            assert_eq!(nearest(written, ["role", "id", "Admin"]), expected, "{written}");
        }
    }

    #[test]
    fn the_nearest_of_several_wins() {
        assert_eq!(nearest("names", ["name", "namespace", "games"]), Some("name"));
    }
}
