//! What was said since the status was last entered: the stretch of time that requirements and approvals look at.

use crate::model::{Change, Comment, Identity, Snapshot, Tramite, Uid};

/// A comment with who committed it.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Its id.
    pub id: &'a Uid,
    /// Its content.
    pub comment: &'a Comment,
    /// Who committed it; `None` for this commit, whose author is the world's actor.
    pub by: Option<&'a Identity>,
}

/// Comments of one change and of the time before it.
#[derive(Debug, Clone, Default)]
pub struct Window<'a> {
    /// Those that this commit adds.
    pub now: Vec<Said<'a>>,
    /// Those since the status was last entered, without this commit's. What came with the commit that
    /// entered it was said for the step before and does not count again.
    pub before: Vec<Said<'a>>,
}

impl<'a> Window<'a> {
    /// The window of a change from `before` to `after`.
    pub fn new(before: Option<&'a Snapshot>, after: &'a Snapshot, history: &'a [Tramite]) -> Self {
        let known = |id: &Uid| before.is_some_and(|b| b.comments.contains_key(id));
        let now = after.comments.iter().filter(|(id, _)| !known(id));
        let now = now.map(|(id, comment)| Said { id, comment, by: None }).collect();
        Self { now, before: since(before, history, entered(history)) }
    }

    /// Since the status was last entered, this commit included.
    pub fn all(&self) -> impl Iterator<Item = &Said<'a>> {
        self.before.iter().chain(&self.now)
    }
}

/// The place in the history of the trâmite that entered the status last; `None` where the history lacks it.
pub fn entered(history: &[Tramite]) -> Option<usize> {
    let enters = |c: &Change| match c {
        Change::Opened { .. } => true,
        Change::Status(pair) => pair.from != pair.to,
        _ => false,
    };
    history.iter().rposition(|t| t.changes.iter().any(enters))
}

/// The comments of the trâmites after the given place; of all, where there is none.
pub fn since<'a>(
    before: Option<&'a Snapshot>,
    history: &'a [Tramite],
    place: Option<usize>,
) -> Vec<Said<'a>> {
    if history.is_empty() {
        let comments = before.iter().flat_map(|b| &b.comments);
        return comments.map(|(id, comment)| Said { id, comment, by: None }).collect();
    }
    let later = &history[place.map_or(0, |p| p + 1)..];
    later
        .iter()
        .flat_map(|t| t.changes.iter().map(move |c| (t, c)))
        .filter_map(|(t, change)| match change {
            Change::Comment { id, comment } => Some(Said { id, comment, by: Some(&t.by) }),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CommentKind;
    use crate::process::testing::{history, snapshot, uid};

    #[test]
    fn the_window_opens_after_the_commit_that_entered_the_status() {
        let opened = snapshot("bug", "em_revisao");
        let mut moved = opened.clone();
        moved.ticket.status = "backlog".to_owned();
        moved.comments.insert(uid(2), Comment::new(CommentKind::Public, "with the move"));
        let mut later = moved.clone();
        later.comments.insert(uid(3), Comment::new(CommentKind::Internal, "later"));
        let mut now = later.clone();
        now.comments.insert(uid(4), Comment::new(CommentKind::Public, "now"));
        let history = history(&[("a@x", &opened), ("a@x", &moved), ("a@x", &later)]);
        let window = Window::new(Some(&later), &now, &history);
        let ids: Vec<&Uid> = window.all().map(|s| s.id).collect();
        assert_eq!(ids, [&uid(3), &uid(4)]);
        assert_eq!(window.now.len(), 1);
    }
}
