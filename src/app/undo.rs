//! `undo`: the last own operation taken back (7). A new commit does it; what can only be unsaid (an opening, a comment, an
//! attachment) goes with its commit, and that only while it is the tip and nobody else can have seen it; so does a commit that the rules
//! or the remote refuse, for nothing on top of it would be taken either. Commits that others have are never rewritten.

use super::write::{Entry, How, refusal};
use super::{App, Error, Kind, check, subject};
use crate::codec;
use crate::model::config::StatusCategory;
use crate::model::{DeskPath, Number, Snapshot, Ticket, TicketDir, change, merge};
use crate::process::{self, identify};
use crate::store::{FileKey, MergeCommit, Operation};
use serde::Serialize;
use std::collections::BTreeSet;

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// The operation's commit.
    pub undone: String,
    /// The first line of its message.
    pub subject: String,
    /// `reverted` by a new commit, or `taken_back` with its own.
    pub how: &'static str,
    /// The new commit; `None` where the operation's own is gone.
    pub commit: Option<String>,
    /// The tickets that changed, by number.
    pub tickets: Vec<String>,
    /// Why the working tree is behind, where it is.
    #[serde(skip)]
    pub unfinished: Option<String>,
}

/// What only its own commit can unsay.
enum Said {
    Opened(TicketDir),
    Commented(TicketDir),
    Attached(TicketDir),
}

/// A ticket before an operation, after it, and now.
struct Three {
    before: Option<Ticket>,
    after: Option<Ticket>,
    now: Option<(Ticket, Vec<u8>)>,
}

/// What would take an operation back by a new commit.
struct Reverse {
    files: Vec<(String, Option<Vec<u8>>)>,
    subjects: Vec<String>,
    numbers: Vec<Number>,
}

impl App {
    /// Takes the last own operation back; with `dry_run` only says how.
    pub fn undo(&self, dry_run: bool) -> Result<Undone, Error> {
        self.require_desk()?;
        if let Some((merge, above)) = self.refused_merge()? {
            return self.take_merge_back(merge, &above, dry_run);
        }
        let operation = self.last_own()?;
        let mut undone = Undone {
            undone: operation.commit.clone(),
            subject: operation.subject.clone(),
            how: "reverted",
            commit: None,
            tickets: Vec::new(),
            unfinished: None,
        };
        if operation
            .paths
            .iter()
            .any(|path| matches!(DeskPath::of(path), DeskPath::Foreign) && path != ".gitattributes")
        {
            return Err(self.is_mixed(&operation)?);
        }
        if self.has_purged(&operation)? {
            return Err(Error::refused(format!("{} removed files for good", short(&operation)))
                .because(operation.subject.clone())
                .because("what says so keeps them from coming back from another clone (7.1)")
                .mend("attach a file again where it was the wrong one: tramite attach TICKET FILE"));
        }
        let Some(parent) = operation.parent.clone() else {
            return Err(Error::refused("the desk's first commit cannot be taken back")
                .mend("delete the branch, if that is what you want"));
        };
        let alone = self.store.is_alone(&operation.commit, &self.head)?;
        let take_back = match self.said(&operation, &parent) {
            Ok(Some(said)) if !alone => return Err(self.too_late(&operation, &said)),
            Ok(Some(_)) => true,
            // A commit on top of it would be refused with it.
            _ if alone && self.is_refused(&operation, &parent)? => true,
            Err(error) => return Err(error),
            Ok(None) => match self.reverse(&operation, &parent) {
                Ok(reverse) => {
                    undone.tickets = reverse.numbers.iter().map(ToString::to_string).collect();
                    false
                }
                // The way back is none of the flow's: nobody saw the way there.
                Err(error) if error.kind == Kind::Refused && alone => true,
                Err(error) => return Err(error),
            },
        };
        if take_back {
            undone.how = "taken_back";
            undone.tickets = self.numbers_in(&operation);
        }
        if dry_run {
            return Ok(undone);
        }
        let env = super::store_env(&self.env);
        if take_back {
            let lost = self.lost_files(&operation, &parent)?;
            let done = self.store.retract(&env, &self.head, &parent)?;
            // With the commit goes what only it named, bytes and all.
            self.store.drop_files(&env, &lost)?;
            undone.unfinished = done.unfinished.map(|error| error.to_string());
            return Ok(undone);
        }
        let recorded = self.record(How::default(), &mut |app, _| {
            if app.last_own()?.commit != operation.commit {
                return Err(
                    Error::new(Kind::Conflict, "you have done something else meanwhile").mend("try again")
                );
            }
            let reverse = app.reverse(&operation, &parent)?;
            Ok((vec![Entry { message: message(&operation, &reverse), files: reverse.files }], ()))
        })?;
        undone.commit = recorded.commits.last().cloned();
        undone.unfinished = recorded.unfinished;
        Ok(undone)
    }

    /// Code is nobody's to drop: what a person does about a commit that changed it together with the desk.
    fn is_mixed(&self, operation: &Operation) -> Result<Error, Error> {
        let error = Error::refused(format!("{} changed more than the desk", short(operation)))
            .because(operation.subject.clone());
        let revert = format!("git revert {}", operation.commit);
        let alone = self.store.is_alone(&operation.commit, &self.head)?;
        let Some(parent) = operation.parent.as_ref().filter(|_| alone) else { return Ok(error.mend(revert)) };
        // A merge on it is made again.
        let bare = if operation.commit == self.head {
            String::new()
        } else {
            format!("git reset --keep {}, then ", operation.commit)
        };
        let out =
            format!("{bare}git reset --soft {parent} takes it out, with its files left for another commit");
        // A further commit does not help where nobody would take this one.
        if self.is_refused(operation, parent)? {
            return Ok(error.because("it has not been sent, and `check` or the remote refuses it").mend(format!(
                "{out}; git restore -SW tickets .tramite takes back what it did to the desk, and git commit records the rest"
            )));
        }
        Ok(error.mend(revert).mend(format!("or, as it has not been sent: {out}")))
    }

    /// The last merge of one's own that nobody would take, where nothing but merges stands on it: it goes alone, and what it merged
    /// stays. With it the merges that stand on it.
    fn refused_merge(&self) -> Result<Option<(MergeCommit, Vec<String>)>, Error> {
        let me = self.actor()?;
        let (mut at, mut refused, mut above) = (self.head.clone(), None, Vec::new());
        while let Some(merge) = self.store.own_merge(&at)? {
            if !merge.by.iter().any(|by| self.is(me, by)) {
                return Ok(None);
            }
            let refused = match &refused {
                Some(known) => known,
                None => refused.insert(self.refused_commits()?),
            };
            if refused.contains(&at) {
                return Ok(Some((merge, above)));
            }
            let [own] = merge.own.as_slice() else { return Ok(None) };
            above.push(std::mem::replace(&mut at, own.clone()));
        }
        Ok(None)
    }

    fn take_merge_back(&self, merge: MergeCommit, above: &[String], dry_run: bool) -> Result<Undone, Error> {
        let to = match merge.own.as_slice() {
            [] => merge.first,
            [own] => own.clone(),
            // Neither line is anywhere else.
            _ => {
                return Err(Error::refused(format!(
                    "{} merged lines that nothing else has",
                    &merge.commit[..10]
                ))
                .because(merge.subject)
                .mend(format!(
                    "git branch NAME {} keeps the one, then git reset --keep {} goes back to the other",
                    merge.own[1], merge.own[0]
                )));
            }
        };
        for commit in above.iter().chain([&merge.commit]) {
            let by_hand = self.store.merged_by_hand(commit)?;
            if let Some(path) = by_hand.first() {
                return Err(Error::refused(format!("{} has code that was merged by hand", &commit[..10]))
                    .because(by_hand.join(", "))
                    .mend(format!(
                        "keep it under a name: git branch by-hand {commit}; git reset --keep {to} goes back; when it is merged again, \
                         git checkout by-hand -- {path} brings what you made of it"
                    )));
            }
        }
        let mut undone = Undone {
            undone: merge.commit,
            subject: merge.subject,
            how: "taken_back",
            commit: None,
            tickets: Vec::new(),
            unfinished: None,
        };
        if !dry_run {
            let done = self.store.retract(&super::store_env(&self.env), &self.head, &to)?;
            undone.unfinished = done.unfinished.map(|error| error.to_string());
        }
        Ok(undone)
    }

    /// The commits here that nobody would take: those that the remote named, and those that `check` speaks against. Numbers that two
    /// tickets have are mended by a further commit.
    fn refused_commits(&self) -> Result<BTreeSet<String>, Error> {
        let mut found: BTreeSet<String> = self.store.named_by_remote(&self.head)?.into_iter().collect();
        let Some(upstream) = self.store.upstream_tip() else { return Ok(found) };
        let said = check::between(&self.env, &self.store, (&upstream.to_string(), &self.head), true)?;
        let is_mended = |rule: &str| rule == check::Rule::DuplicateNumber.id();
        found.extend(said.into_iter().filter(|f| !is_mended(&f.rule)).filter_map(|finding| finding.commit));
        Ok(found)
    }

    /// Whether the operation says that files were removed: their bytes are gone, and no undo gives them back.
    fn has_purged(&self, operation: &Operation) -> Result<bool, Error> {
        for path in operation.paths.iter().filter(|path| matches!(DeskPath::of(path), DeskPath::Comment(..)))
        {
            let Some(bytes) = self.store.read(&operation.commit, path)? else { continue };
            if codec::comment::decode(path, &bytes).value.is_some_and(|comment| !comment.purges.is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether nobody would take a commit: the remote has refused it, or `check` does, itself or what it stands on. Where the
    /// remote refused what it was part of and nothing says why, it is taken for the reason.
    fn is_refused(&self, operation: &Operation, parent: &str) -> Result<bool, Error> {
        if check::refuses(&self.env, &self.store, parent, &operation.commit)? {
            return Ok(true);
        }
        if !self.store.was_refused(&operation.commit)? {
            return Ok(false);
        }
        let refused = self.refused_commits()?;
        for commit in &refused {
            if self.store.is_ancestor(commit, &operation.commit)? {
                return Ok(true);
            }
        }
        Ok(refused.is_empty() && !self.store.remote_named_any())
    }

    /// Whether somebody is this person, by any of their addresses.
    fn is(&self, me: &process::Actor, by: &crate::model::Identity) -> bool {
        by.email.eq_ignore_ascii_case(&me.email)
            || me.id().is_some_and(|id| identify(&self.config, by).id() == Some(id))
    }

    /// The last operation whose author is who asks, by any of their addresses.
    fn last_own(&self) -> Result<Operation, Error> {
        let me = self.actor()?;
        self.store.last_operation(&self.head, &|by| self.is(me, by))?.ok_or_else(|| {
            Error::not_found(format!("{} has done nothing on this desk", me.email)).mend(
                "`tramite log TICKET` says who did what; `git revert COMMIT` takes back what another did",
            )
        })
    }

    /// What of the operation no new commit can unsay.
    fn said(&self, operation: &Operation, parent: &str) -> Result<Option<Said>, Error> {
        let mut found = None;
        for path in &operation.paths {
            match DeskPath::of(path) {
                DeskPath::Ticket(dir) => {
                    let three = self.three(operation, parent, path)?;
                    match (three.before, three.after) {
                        (None, _) => return Ok(Some(Said::Opened(dir))),
                        (Some(before), Some(after)) if !after.attachments.is_subset(&before.attachments) => {
                            found = found.or(Some(Said::Attached(dir)));
                        }
                        _ => {}
                    }
                }
                DeskPath::Comment(dir, _) => found = Some(Said::Commented(dir)),
                _ => {}
            }
        }
        Ok(found)
    }

    fn too_late(&self, operation: &Operation, said: &Said) -> Error {
        let (Said::Opened(dir) | Said::Commented(dir) | Said::Attached(dir)) = said;
        let row =
            self.index().ok().and_then(|index| index.all().ok()?.into_iter().find(|row| row.dir == *dir));
        let number = row.as_ref().map_or(dir.number, |row| row.number);
        let why =
            if operation.commit == self.head { "others may have seen it" } else { "more has happened since" };
        let what = match said {
            Said::Opened(_) => "an opening",
            Said::Commented(_) => "a comment",
            Said::Attached(_) => "an attachment",
        };
        let error = Error::refused(format!("{} is {what}, and {why}", short(operation)))
            .because(operation.subject.clone());
        let template = row.and_then(|row| self.config.types.get(&row.type_id));
        let rejected: Vec<&str> = template
            .into_iter()
            .flat_map(|template| &template.flow.statuses)
            .filter(|(_, status)| status.category == StatusCategory::Rejected)
            .map(|(id, _)| id.as_str())
            .collect();
        match said {
            Said::Opened(_) if rejected.is_empty() => {
                error.mend(format!("end the ticket by a rejection or a close: `tramite show {number}` lists its moves"))
            }
            Said::Opened(_) => error.mend(format!(
                "reject the ticket: tramite transition {number} {} -m …",
                rejected.join("|")
            )),
            Said::Commented(_) => error.mend(format!(
                "a customer message that was none is taken out of account by `tramite dismiss {number} -m …`; \
                 what you wrote yourself is set right by another comment"
            )),
            Said::Attached(_) => error.mend(format!(
                "`tramite purge {number}` removes its files; `tramite dismiss {number} -m …` a customer message that was none"
            )),
        }
    }

    fn three(&self, operation: &Operation, parent: &str, path: &str) -> Result<Three, Error> {
        let read = |commit: &str| -> Result<Option<(Ticket, Vec<u8>)>, Error> {
            let Some(bytes) = self.store.read(commit, path)? else { return Ok(None) };
            let decoded = codec::ticket::decode(path, &bytes);
            if commit == self.head && !decoded.lossy.is_empty() {
                return Err(Error::refused(format!("{path} holds what a rewrite would drop"))
                    .because(decoded.lossy.join(", "))
                    .mend(format!("git revert {}", operation.commit)));
            }
            match decoded.value {
                Some(ticket) => Ok(Some((ticket, bytes))),
                None => Err(decoded
                    .findings
                    .first()
                    .map_or_else(|| Error::refused(format!("{path} cannot be read")), Error::finding)),
            }
        };
        Ok(Three {
            before: read(parent)?.map(|(ticket, _)| ticket),
            after: read(&operation.commit)?.map(|(ticket, _)| ticket),
            now: read(&self.head)?,
        })
    }

    /// The new commit that takes the operation back, judged by the desk's rules as any other change.
    fn reverse(&self, operation: &Operation, parent: &str) -> Result<Reverse, Error> {
        let mut reverse = Reverse { files: Vec::new(), subjects: Vec::new(), numbers: Vec::new() };
        for path in &operation.paths {
            match DeskPath::of(path) {
                DeskPath::Ticket(dir) => {
                    let three = self.three(operation, parent, path)?;
                    let (Some(before), Some(after), Some((now, bytes))) =
                        (three.before, three.after, three.now)
                    else {
                        return Err(Error::refused(format!("{path} is not there all the time"))
                            .mend(format!("git revert {}", operation.commit)));
                    };
                    self.reverse_ticket(&dir, (&before, &after, &now), &bytes, &mut reverse)?;
                }
                DeskPath::Config | DeskPath::Foreign => {
                    self.restore(operation, parent, path, &mut reverse)?;
                }
                DeskPath::Comment(..) | DeskPath::Stray => {
                    return Err(Error::refused(format!("{path} cannot be taken back by a new commit"))
                        .mend(format!("git revert {}", operation.commit)));
                }
            }
        }
        if reverse.files.is_empty() {
            return Err(Error::refused(format!("{} has been taken back already", short(operation)))
                .because(operation.subject.clone())
                .mend("nothing is left of it; `git log` says what else there is"));
        }
        Ok(reverse)
    }

    fn reverse_ticket(
        &self,
        dir: &TicketDir,
        (before, after, now): (&Ticket, &Ticket, &Ticket),
        bytes: &[u8],
        reverse: &mut Reverse,
    ) -> Result<(), Error> {
        let back = merge::merge(Some(after), now, before).map_err(|clashes| {
            let word =
                |value: Option<String>| value.map_or_else(|| "nothing".to_owned(), |v| format!("{v:?}"));
            let first = Error::new(Kind::Conflict, format!("{} has changed since", dir.number));
            clashes
                .into_iter()
                .fold(first, |error, clash| {
                    error.because(format!(
                        "{}: it is {} now, and was {} before",
                        clash.key,
                        word(clash.ours),
                        word(clash.theirs)
                    ))
                })
                .mend("set what it should be: tramite set TICKET KEY=VALUE")
        })?;
        if back == *now {
            return Ok(());
        }
        let brought = self.bring(dir)?.snapshot;
        let after = Snapshot { ticket: back, ..brought.clone() };
        let history = self.tramites(&after.ticket.uid)?;
        let facts = self.facts(&history, self.now)?;
        let found = self.in_world(&self.config, self.actor()?, self.now, &facts, |world| {
            process::judge(world, Some(&brought), &after, &history)
        });
        if found.iter().any(process::Violation::refuses) {
            return Err(refusal(&found));
        }
        let changes = change::diff(Some(&brought), Some(&after));
        reverse.subjects.push(subject(after.number(), &changes));
        reverse.numbers.push(after.number());
        reverse.files.push((dir.ticket_path(), Some(codec::ticket::encode(&after.ticket, Some(bytes)))));
        Ok(())
    }

    /// A file of the configuration as it was before, where nobody has changed it since.
    fn restore(
        &self,
        operation: &Operation,
        parent: &str,
        path: &str,
        reverse: &mut Reverse,
    ) -> Result<(), Error> {
        let part = path.strip_prefix(".tramite/").unwrap_or(path);
        self.may_configure(part.split(['/', '.']).next().unwrap_or(part))?;
        let [before, after, now] =
            [parent, &operation.commit, &self.head].map(|commit| self.store.read(commit, path));
        let (before, after, now) = (before?, after?, now?);
        if now == before {
            return Ok(());
        }
        if now != after {
            return Err(Error::new(Kind::Conflict, format!("{path} has changed since"))
                .because(operation.subject.clone())
                .mend(format!("git revert {}, and put the two together", operation.commit)));
        }
        reverse.files.push((path.to_owned(), before));
        Ok(())
    }

    /// The numbers of the tickets that an operation touched.
    fn numbers_in(&self, operation: &Operation) -> Vec<String> {
        let mut numbers: Vec<Number> = Vec::new();
        for path in &operation.paths {
            let (DeskPath::Ticket(dir) | DeskPath::Comment(dir, _)) = DeskPath::of(path) else { continue };
            // One that the operation has removed or broken is known by its folder.
            numbers.push(self.bring(&dir).map_or(dir.number, |brought| brought.snapshot.number()));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(ToString::to_string).collect()
    }

    /// The files that only the operation named, where they are here.
    fn lost_files(&self, operation: &Operation, parent: &str) -> Result<Vec<FileKey>, Error> {
        let mut lost: BTreeSet<FileKey> = BTreeSet::new();
        let before = self.moved(parent.to_owned())?;
        for path in &operation.paths {
            let (DeskPath::Ticket(dir) | DeskPath::Comment(dir, _)) = DeskPath::of(path) else { continue };
            let Ok(now) = self.bring(&dir).map(|brought| brought.snapshot) else { continue };
            let known = before.bring(&dir).map(|brought| hashes(&brought.snapshot)).unwrap_or_default();
            let new = hashes(&now).into_iter().filter(|hash| !known.contains(hash));
            lost.extend(new.filter_map(|hash| FileKey::new(&now.ticket.uid, &hash)));
        }
        let here = self.store.files()?;
        Ok(lost.into_iter().filter(|key| here.contains_key(key)).collect())
    }
}

/// The hashes of all files that a ticket and its comments have.
fn hashes(snapshot: &Snapshot) -> Vec<String> {
    let of_comments = snapshot.comments.values().flat_map(|comment| {
        comment.attachments.iter().map(|a| a.sha256.clone()).chain(comment.body_file.clone())
    });
    snapshot.ticket.attachments.iter().map(|a| a.sha256.clone()).chain(of_comments).collect()
}

fn short(operation: &Operation) -> &str {
    operation.commit.get(..10).unwrap_or(&operation.commit)
}

fn message(operation: &Operation, reverse: &Reverse) -> String {
    let first = match reverse.subjects.as_slice() {
        [] => format!("undo: {}", operation.subject),
        [one] => one.clone(),
        several => format!("undo: {} tickets\n\n{}", several.len(), several.join("\n")),
    };
    format!("{first}\n\nThis takes back {}.", operation.commit)
}
