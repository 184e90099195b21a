//! Pieces of SQL with their parameters, and pairs of them between which the truth lies.

use super::SqlValue;

/// A condition that is never NULL, and its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fragment {
    pub(super) text: String,
    pub(super) params: Vec<SqlValue>,
}

impl Fragment {
    pub(super) fn yes() -> Self {
        Self { text: "1".to_owned(), params: Vec::new() }
    }

    pub(super) fn no() -> Self {
        Self { text: "0".to_owned(), params: Vec::new() }
    }

    /// A condition; NULL is no.
    pub(super) fn new(text: &str, params: Vec<SqlValue>) -> Self {
        Self { text: format!("COALESCE({text}, 0)"), params }
    }

    /// `column IN (…)`; nothing is in an empty list, and an empty text is no value.
    pub(super) fn is_in(column: &str, texts: &[String]) -> Self {
        let texts: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
        if texts.is_empty() {
            return Self::no();
        }
        let marks = vec!["?"; texts.len()].join(", ");
        let params = texts.into_iter().cloned().map(SqlValue::Text).collect();
        Self::new(&format!("{column} IN ({marks})"), params)
    }

    pub(super) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::join(parts, " OR ", "1", "0")
    }

    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::join(parts, " AND ", "0", "1")
    }

    /// Joins parts; `winner` decides alone, `neutral` says nothing. Equal parts count once.
    fn join(parts: impl IntoIterator<Item = Self>, with: &str, winner: &str, neutral: &str) -> Self {
        let mut kept: Vec<Self> = Vec::new();
        for part in parts {
            if part.text == winner {
                return part;
            }
            if part.text != neutral && !kept.contains(&part) {
                kept.push(part);
            }
        }
        if kept.len() < 2 {
            return kept.pop().unwrap_or_else(|| Self { text: neutral.to_owned(), params: Vec::new() });
        }
        let texts: Vec<&str> = kept.iter().map(|part| part.text.as_str()).collect();
        let text = format!("({})", texts.join(with));
        Self { text, params: kept.into_iter().flat_map(|part| part.params).collect() }
    }

    fn not(self) -> Self {
        match self.text.as_str() {
            "0" => Self::yes(),
            "1" => Self::no(),
            text => Self { text: format!("NOT {text}"), params: self.params },
        }
    }
}

/// `lower ⊆ truth ⊆ upper`.
#[derive(Debug, Clone)]
pub(super) struct Bounds {
    pub(super) upper: Fragment,
    pub(super) lower: Fragment,
}

impl Bounds {
    pub(super) fn exact(fragment: Fragment) -> Self {
        Self { upper: fragment.clone(), lower: fragment }
    }

    /// Nothing is known.
    pub(super) fn open() -> Self {
        Self::at_most(Fragment::yes())
    }

    /// Known only where it does not hold.
    pub(super) fn at_most(upper: Fragment) -> Self {
        Self { upper, lower: Fragment::no() }
    }

    pub(super) fn is_exact(&self) -> bool {
        self.upper == self.lower
    }

    pub(super) fn not(self) -> Self {
        Self { upper: self.lower.not(), lower: self.upper.not() }
    }

    pub(super) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let (upper, lower): (Vec<_>, Vec<_>) = parts.into_iter().map(|b| (b.upper, b.lower)).unzip();
        Self { upper: Fragment::any(upper), lower: Fragment::any(lower) }
    }

    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let (upper, lower): (Vec<_>, Vec<_>) = parts.into_iter().map(|b| (b.upper, b.lower)).unzip();
        Self { upper: Fragment::all(upper), lower: Fragment::all(lower) }
    }

    /// One of these holds, nobody knows which.
    pub(super) fn one_of(parts: Vec<Self>) -> Self {
        let (upper, lower): (Vec<_>, Vec<_>) = parts.into_iter().map(|b| (b.upper, b.lower)).unzip();
        Self { upper: Fragment::any(upper), lower: Fragment::all(lower) }
    }
}
