//! What both sides changed, each otherwise, and who wrote it.

use super::Dirs;
use crate::app::{Error, Kind, configured};
use crate::calendar::{CalendarSet, Zone};
use crate::codec;
use crate::env::Env;
use crate::locale::Locale;
use crate::model::merge::{self, Side};
use crate::model::{Comment, Ticket};
use crate::store::Store;
use chrono::{DateTime, FixedOffset};

/// One value that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncClash {
    /// The ticket: `202611/0007-k0ra`.
    pub ticket: String,
    /// The file.
    pub path: String,
    /// The key; `ticket` where one side removed it, `file` where it cannot be read, `comment` for a comment's file.
    pub key: String,
    /// Here.
    pub ours: Wrote,
    /// On the remote.
    pub theirs: Wrote,
}

/// What one side has, and who wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrote {
    /// The value; `None` is absent.
    pub value: Option<String>,
    /// Who changed it last on that side.
    pub by: Option<String>,
    /// When, in the desk's zone and as the desk writes times.
    pub at: Option<String>,
    /// In which commit.
    pub commit: Option<String>,
}

/// What a merge found on its way.
#[derive(Default)]
pub(super) struct Found {
    /// What nobody has settled.
    pub clashes: Vec<SyncClash>,
    /// What somebody has.
    pub settled: Vec<(SyncClash, Side)>,
    /// Tickets that both sides changed.
    pub combined: Dirs,
}

impl SyncClash {
    pub(super) fn new(
        ticket: String,
        path: &str,
        key: &str,
        ours: Option<String>,
        theirs: Option<String>,
    ) -> Self {
        let wrote = |value| Wrote { value, ..Wrote::default() };
        Self { ticket, path: path.to_owned(), key: key.to_owned(), ours: wrote(ours), theirs: wrote(theirs) }
    }

    /// What tells it from another question.
    pub(super) fn id(&self) -> (String, String, Option<String>, Option<String>) {
        (self.path.clone(), self.key.clone(), self.ours.value.clone(), self.theirs.value.clone())
    }

    /// Two tickets in one folder are no matter of choice: one would be lost.
    pub(super) fn can_be_settled(&self) -> bool {
        self.key != "uid"
    }
}

impl Wrote {
    /// `"open" here, by Ana Souza (2026-11-23 10:00, 1a2b3c4d)`.
    pub fn told(&self, place: &str) -> String {
        let mut text = format!("{} {place}", shown(self.value.as_deref()));
        if let Some(by) = &self.by {
            text.push_str(&format!(", by {by}"));
        }
        let commit = self.commit.as_deref().map(|commit| commit[..commit.len().min(8)].to_owned());
        let more: Vec<String> = self.at.clone().into_iter().chain(commit).collect();
        if !more.is_empty() {
            text.push_str(&format!(" ({})", more.join(", ")));
        }
        text
    }
}

/// A value on one line of a message.
pub(super) fn shown(value: Option<&str>) -> String {
    const WIDTH: usize = 60;
    let Some(value) = value else { return "nothing".to_owned() };
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= WIDTH {
        return format!("{line:?}");
    }
    let cut: String = line.chars().take(WIDTH).collect();
    format!("{:?}", format!("{}…", cut.trim_end()))
}

/// Exit 5, with every value and who wrote it.
pub(super) fn refusal(clashes: &[SyncClash]) -> Error {
    let what = match clashes {
        [one] => format!("{} of {} was changed on both sides", one.key, one.ticket),
        several => format!("{} values were changed on both sides", several.len()),
    };
    let mut error = Error::new(Kind::Conflict, what);
    for clash in clashes {
        error = error.because(format!(
            "{} {}: {}; {}",
            clash.ticket,
            clash.key,
            clash.ours.told("here"),
            clash.theirs.told("there")
        ));
    }
    if clashes.iter().all(SyncClash::can_be_settled) {
        return error.mend(
            "nothing is changed: tramite sync --ours keeps what was written here, --theirs what was written there; on a terminal, tramite sync asks for each",
        );
    }
    error.mend("two tickets are in one folder: move one with git mv to a number that is free, commit, then tramite sync")
}

/// How the desk writes an instant, by its configuration at a commit; as git has it where that cannot be read.
pub(super) struct Times(Option<(Zone, Locale)>);

impl Times {
    pub(super) fn at(env: &Env, store: &Store, commit: &str) -> Self {
        let config = store
            .config_tree_id(commit)
            .and_then(|tree| Some(configured::load(store, &env.build, commit, &tree).ok()?.0));
        Self(
            config.map(|config| {
                (*CalendarSet::compile(&config).0.zone(), Locale::parse(&config.desk.locale).0)
            }),
        )
    }

    fn write(&self, at: DateTime<FixedOffset>) -> String {
        match self.0 {
            Some((zone, locale)) => locale.datetime(zone.local(at.to_utc())),
            None => at.format("%Y-%m-%d %H:%M").to_string(),
        }
    }
}

/// Says of both values who wrote them: the author of the last commit on that side that changed the key.
pub(super) fn tell_authors(
    store: &Store,
    times: &Times,
    clash: &mut SyncClash,
    ours: &str,
    theirs: &str,
) -> Result<(), Error> {
    for (tip, other, wrote) in [(ours, theirs, &mut clash.ours), (theirs, ours, &mut clash.theirs)] {
        let mut same = |before: Option<&[u8]>, after: Option<&[u8]>| {
            let value = |bytes: Option<&[u8]>| value_in(&clash.path, &clash.key, bytes);
            value(before) == value(after)
        };
        if let Some(author) = store.last_to_change(tip, other, &clash.path, &mut same)? {
            wrote.by = Some(format!("{} <{}>", author.name, author.email));
            wrote.at = Some(times.write(author.at));
            wrote.commit = Some(author.commit);
        }
    }
    Ok(())
}

/// What a file says for a clash's key.
fn value_in(path: &str, key: &str, bytes: Option<&[u8]>) -> Option<String> {
    let bytes = bytes?;
    match key {
        "ticket" | "file" | "comment" => Some(String::from_utf8_lossy(bytes).into_owned()),
        key => merge::value_of(&ticket_in(path, bytes)?, key),
    }
}

pub(super) fn ticket_in(path: &str, bytes: &[u8]) -> Option<Ticket> {
    codec::ticket::decode(path, bytes).value
}

pub(super) fn comment_in(path: &str, bytes: &[u8]) -> Option<Comment> {
    codec::comment::decode(path, bytes).value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_the_desks_whatever_the_commit_says() {
        let at = DateTime::parse_from_rfc3339("2026-11-22T12:50:00+00:00").unwrap();
        let told = |times: Times| {
            let at = Some(times.write(at));
            let commit = Some("717deeea00".to_owned());
            Wrote { value: Some("alta".to_owned()), by: Some("Bia Lemos".to_owned()), at, commit }
                .told("here")
        };
        let desk = Times(Some((Zone::parse("America/Sao_Paulo").unwrap(), Locale::parse("pt-BR").0)));
        assert_eq!(told(desk), "\"alta\" here, by Bia Lemos (22/11/2026 09:50, 717deeea)");
        assert_eq!(told(Times(None)), "\"alta\" here, by Bia Lemos (2026-11-22 12:50, 717deeea)");
    }
}
