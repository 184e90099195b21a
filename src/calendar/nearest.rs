//! “Did you mean …”: the known word that is most like one that is not known.

/// The candidate most like `word`, where any is like it at all; case does not matter.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (likeness(&word, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// A hint ` (did you mean "x"?)`, or nothing.
pub(super) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map(|found| format!("; did you mean \"{found}\"?")).unwrap_or_default()
}

/// The last part counts too: `Sao_Paulo` is like `America/Sao_Paulo`.
fn likeness(word: &str, candidate: &str) -> f64 {
    let last = candidate.rsplit('/').next().unwrap_or(candidate);
    let word_last = word.rsplit('/').next().unwrap_or(word).replace(' ', "_");
    let whole = strsim::jaro_winkler(word, candidate);
    whole.max(strsim::jaro_winkler(&word_last, last) * 0.99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_nearest_and_stays_silent_otherwise() {
        assert_eq!(nearest("mom", ["mon", "tue"]), Some("mon"));
        assert_eq!(nearest("sao paulo", ["America/Sao_Paulo", "Asia/Tokyo"]), Some("America/Sao_Paulo"));
        assert_eq!(nearest("xyz", ["mon", "tue"]), None);
    }
}
