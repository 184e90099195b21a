//! The subject of a commit: the ticket's number and what changed, never a word of a customer's (5).

use crate::model::{Change, Number, Value};

/// Longest subject in characters.
const WIDTH: usize = 100;

/// `202611/0007 status: novo → em_atendimento; comment: public`.
pub fn subject(number: Number, changes: &[Change]) -> String {
    cut(format!("{number} {}", phrases(changes).join("; ")))
}

/// What changed, a phrase each, without a word of a customer's.
pub fn phrases(changes: &[Change]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for change in changes {
        if let Some(word) = phrase(change)
            && !words.contains(&word)
        {
            words.push(word);
        }
    }
    words
}

/// A subject of at most so many characters.
pub fn cut(mut text: String) -> String {
    if text.chars().count() > WIDTH {
        text = text.chars().take(WIDTH - 1).collect::<String>().trim_end().to_owned() + "…";
    }
    text.trim_end().to_owned()
}

/// Ids are the desk's own words and may be shown; free text may not.
fn phrase(change: &Change) -> Option<String> {
    let arrow = |from: Option<&str>, to: Option<&str>| {
        format!("{} → {}", from.unwrap_or("none"), to.unwrap_or("none"))
    };
    Some(match change {
        Change::Opened { ticket, .. } => format!("opened: {}", ticket.type_id),
        Change::Comment { comment, .. } => format!("comment: {}", comment.kind.as_str()),
        Change::Field { field, .. } => format!("field: {field}"),
        Change::Tags(set) => {
            let added = set.added.iter().map(|t| format!("+{t}"));
            let removed = set.removed.iter().map(|t| format!("-{t}"));
            format!("tags: {}", added.chain(removed).collect::<Vec<_>>().join(" "))
        }
        Change::Title(_)
        | Change::Description(_)
        | Change::Requester(_)
        | Change::Rating(_)
        | Change::Links(_)
        | Change::Watchers(_)
        | Change::Attachments(_)
        | Change::Removed { .. } => change.word().to_owned(),
        Change::Purged { .. } => "purged".to_owned(),
        Change::Dismissed { .. } => return None,
        Change::Other { key, from, to } if key == "origin" => {
            format!(
                "origin: {}",
                arrow(from.as_ref().and_then(Value::as_text), to.as_ref().and_then(Value::as_text))
            )
        }
        Change::Other { key, .. } => key.clone(),
        scalar => {
            let pair = scalar.pair()?;
            format!("{}: {}", scalar.word(), arrow(pair.from.as_deref(), pair.to.as_deref()))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Comment, CommentKind, Pair, Uid};

    #[test]
    fn a_subject_names_what_changed_and_no_customer_text() {
        let number: Number = "202611/0007".parse().unwrap();
        let pair = |from: &str, to: &str| Pair { from: Some(from.into()), to: Some(to.into()) };
        let changes = [
            Change::Status(pair("novo", "em_atendimento")),
            Change::Title(pair("secret", "more secret")),
            Change::Comment {
                id: Uid::from_parts(1, 1),
                comment: Box::new(Comment::new(CommentKind::Public, "secret")),
            },
        ];
        assert_eq!(
            subject(number, &changes),
            "202611/0007 status: novo → em_atendimento; title; comment: public"
        );
    }

    #[test]
    fn a_long_subject_is_cut() {
        let number: Number = "202611/0007".parse().unwrap();
        let changes: Vec<Change> =
            (0..40).map(|i| Change::Field { field: format!("field_{i}"), from: None, to: None }).collect();
        let text = subject(number, &changes);
        assert!(text.chars().count() <= WIDTH && text.ends_with('…'), "{text}");
    }
}
