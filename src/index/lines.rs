//! Changes as the index keeps them: each as JSON on a line of its own, in the form of 8.4.
//!
//! What is read is what serde makes of each line. That a change's kind stands in its first key lets most kinds be read
//! without keeping the whole line in between, which is most of what reading a ticket's history takes.

use super::IndexError;
use crate::model::{Change, Comment, Number, Pair, Ticket, Value};
use serde::Deserialize;

#[derive(Deserialize)]
struct Opened {
    number: Number,
    path: String,
    ticket: Box<Ticket>,
}

#[derive(Deserialize)]
struct OfField {
    field: String,
    from: Option<Value>,
    to: Option<Value>,
}

/// The lines of some changes.
pub(super) fn write(changes: &[Change]) -> Result<String, IndexError> {
    let mut text = String::new();
    for change in changes {
        text.push_str(&serde_json::to_string(change)?);
        text.push('\n');
    }
    Ok(text)
}

/// The changes of some lines.
pub(super) fn read(text: &str) -> Result<Vec<Change>, IndexError> {
    text.lines().map(change).collect()
}

fn change(line: &str) -> Result<Change, IndexError> {
    let word =
        line.strip_prefix("{\"change\":\"").and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let pair = || serde_json::from_str::<Pair>(line);
    Ok(match word {
        "opened" => {
            let Opened { number, path, ticket } = serde_json::from_str(line)?;
            Change::Opened { number, path, ticket }
        }
        "comment" => comment(line)?,
        "field" => {
            let OfField { field, from, to } = serde_json::from_str(line)?;
            Change::Field { field, from, to }
        }
        "type" => Change::Type(pair()?),
        "status" => Change::Status(pair()?),
        "priority" => Change::Priority(pair()?),
        "team" => Change::Team(pair()?),
        "assignee" => Change::Assignee(pair()?),
        "due" => Change::Due(pair()?),
        "promised" => Change::Promised(pair()?),
        "rating" => Change::Rating(pair()?),
        _ => serde_json::from_str(line)?,
    })
}

/// A comment takes the keys that are not its own for unknown ones: the word and the id.
fn comment(line: &str) -> Result<Change, IndexError> {
    let mut comment: Box<Comment> = serde_json::from_str(line)?;
    comment.extra.remove("change");
    match comment.extra.remove("id") {
        Some(Value::Text(id)) => Ok(Change::Comment { id: id.parse()?, comment }),
        _ => Ok(serde_json::from_str(line)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CommentKind, SetChange, TicketDir, Uid};

    #[test]
    fn a_line_is_the_change_that_it_is_the_json_of() {
        let uid = Uid::from_parts(1, 1);
        let pair = || Pair { from: None, to: Some("a \"b\"\n{".into()) };
        let mut comment = Comment::new(CommentKind::Public, "one\n\u{2028}two \"{\"");
        comment.missing = vec!["versao".into()];
        comment.extra.insert("unknown".into(), Value::Text("12.10".into()));
        let mut ticket = Ticket::new(uid.clone(), "bug", "status\":", "novo");
        ticket.extra.insert("to".into(), Value::Text("x".into()));
        ticket.fields.insert("f".into(), Value::Text("1".into()));
        let dir = TicketDir::from_path("tickets/202611/0007-k0ra").unwrap();
        let changes = [
            Change::Opened { number: dir.number, path: dir.path(), ticket: Box::new(ticket) },
            Change::Number(pair()),
            Change::Type(pair()),
            Change::Title(pair()),
            Change::Status(pair()),
            Change::Priority(pair()),
            Change::Requester(pair()),
            Change::Team(pair()),
            Change::Assignee(pair()),
            Change::Due(pair()),
            Change::Promised(pair()),
            Change::Rating(pair()),
            Change::Description(pair()),
            Change::Field { field: "f".into(), from: None, to: Some(Value::Text("2".into())) },
            Change::Tags(SetChange { added: vec!["a".into()], removed: Vec::new() }),
            Change::Comment { id: uid.clone(), comment: Box::new(comment) },
            Change::Dismissed { comment: uid.to_string() },
            Change::Removed { comment: None },
            Change::Other { key: "origin".into(), from: None, to: Some(Value::Text("phone".into())) },
        ];
        assert_eq!(read(&write(&changes).unwrap()).unwrap(), changes);
        assert_eq!(read("").unwrap(), []);
        assert!(read("{\"change\":\"status\"").is_err());
    }
}
