//! A scalar that is kept as text and is a number in JSON, where it is one in its file: a rating.

use serde::{Deserialize, Deserializer, Serializer};

/// As a number where the text is how a small whole number is written, else as the text.
pub fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match number(text) {
        Some(number) => serializer.serialize_u32(number),
        None => serializer.serialize_str(text),
    }
}

fn number(text: &str) -> Option<u32> {
    let is_canonical = matches!(text.len(), 1..=9) && (text == "0" || !text.starts_with(['0', '+']));
    text.parse().ok().filter(|_| is_canonical)
}

/// The same of a value that may be absent; read from a number or a text.
pub mod option {
    use super::{Deserialize, Deserializer, Serializer};

    /// As [`serialize`](super::serialize).
    pub fn serialize<S: Serializer>(text: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
        match text {
            Some(text) => super::serialize(text, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// The text of a number or a text.
    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<String>, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Scalar {
            Number(u32),
            Text(String),
        }
        Ok(Option::<Scalar>::deserialize(deserializer)?.map(|scalar| match scalar {
            Scalar::Number(number) => number.to_string(),
            Scalar::Text(text) => text,
        }))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    struct Rated {
        #[serde(with = "super::option", default)]
        rating: Option<String>,
    }

    #[test]
    fn what_is_a_number_in_the_file_is_one_in_json_and_comes_back() {
        for (text, json) in [
            ("2", r#"{"rating":2}"#),
            ("0", r#"{"rating":0}"#),
            ("10", r#"{"rating":10}"#),
            ("02", r#"{"rating":"02"}"#),
            ("+2", r#"{"rating":"+2"}"#),
            ("bom", r#"{"rating":"bom"}"#),
            ("1234567890", r#"{"rating":"1234567890"}"#),
        ] {
            let rated = Rated { rating: Some(text.to_owned()) };
            assert_eq!(serde_json::to_string(&rated).unwrap(), json);
            let back: Rated = serde_json::from_str(json).unwrap();
            assert_eq!(back.rating.as_deref(), Some(text));
        }
        let none: Rated = serde_json::from_str("{}").unwrap();
        assert_eq!(serde_json::to_string(&none).unwrap(), r#"{"rating":null}"#);
    }
}
