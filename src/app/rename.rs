//! `type rename-status`: another id for a status of a type, in the type, in everything that names it, and in all its tickets,
//! in one commit (3: files keep their comments).

use super::write::{Entry, How, Recorded};
use super::{App, Error};
use crate::codec::{self, rewrite};
use crate::model::config::{Config, ConfigFile, MacroSpec};
use crate::process::lint;
use crate::query;
use serde::Serialize;
use std::collections::BTreeSet;

/// What is to be renamed.
#[derive(Debug, Clone)]
pub struct Rename {
    /// The type, by id or title.
    pub type_id: String,
    /// The status, by id or label.
    pub old: String,
    /// Its new id.
    pub new: String,
}

/// What a renaming changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// Files of the configuration.
    pub files: Vec<String>,
    /// Numbers of the tickets.
    pub tickets: Vec<String>,
    /// What the program does not rename, each with what to do about it.
    pub notes: Vec<String>,
}

/// The renaming with its ids, and what of the desk it depends on.
struct Case<'a> {
    config: &'a Config,
    type_id: &'a str,
    old: &'a str,
    new: &'a str,
    /// Whether another type has a status of the old id.
    others: bool,
}

/// A macro that moves tickets of several types to the status: the type gets one of its own.
struct Split {
    /// The macro's id.
    of: String,
    /// Id of that for the type alone.
    id: String,
    /// Its file.
    text: String,
}

impl App {
    /// What a renaming would change.
    pub fn rename_preview(&self, rename: &Rename) -> Result<Renamed, Error> {
        Ok(self.renaming(rename)?.1)
    }

    /// Renames.
    pub fn rename_status(&self, rename: &Rename, how: How) -> Result<Recorded<Renamed>, Error> {
        self.record(how, &mut |app, _| {
            let (entry, renamed) = app.renaming(rename)?;
            Ok((vec![entry], renamed))
        })
    }

    fn renaming(&self, rename: &Rename) -> Result<(Entry, Renamed), Error> {
        let template = self.type_template(&rename.type_id)?;
        let wrong = |what: String| Error::usage(what);
        let old = crate::process::resolve::status(template, &rename.old).map_err(|error| {
            Error::not_found(error.to_string()).mend("`tramite type show` lists the statuses")
        })?;
        let new = rename.new.as_str();
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if !new.starts_with(|c: char| c.is_ascii_alphabetic())
            || !new.chars().all(word)
            || new == "none"
            || new == "me"
        {
            return Err(wrong(format!("{new:?} is no id of a status"))
                .mend("an id is one word of letters without accents, digits, _ and -; what people read is its label"));
        }
        if template.flow.statuses.contains_key(new) {
            return Err(Error::refused(format!("type {} has a status {new:?} already", template.id))
                .mend("move its tickets with `tramite bulk` to join the two"));
        }
        let others =
            self.config.types.values().any(|t| t.id != template.id && t.flow.statuses.contains_key(old));
        let case = Case { config: &self.config, type_id: &template.id, old, new, others };
        let mut renamed = Renamed::default();
        let mut changed = Vec::new();
        let mut files = self.store.config_files(&self.head)?;
        // Macros first: where one has to be split, what names it follows.
        files.sort_by_key(|file| (!file.path.starts_with(".tramite/macros/"), file.path.clone()));
        let mut after = Vec::with_capacity(files.len());
        let mut splits = Vec::new();
        for file in files {
            match case.file(&file, &mut splits, &mut renamed)? {
                Some(bytes) => {
                    renamed.files.push(file.path.clone());
                    changed.push((file.path.clone(), Some(bytes.clone())));
                    after.push(ConfigFile { path: file.path, bytes });
                }
                None => after.push(file),
            }
        }
        for split in &splits {
            let path = format!(".tramite/macros/{}.hbs", split.id);
            if after.iter().any(|file| file.path == path) {
                return Err(Error::refused(format!("{path} is there already"))
                    .because(format!("it would be macro {} for {} alone", split.of, case.type_id))
                    .mend("give it another name, and try again"));
            }
            renamed.files.push(path.clone());
            changed.push((path.clone(), Some(split.text.clone().into_bytes())));
            after.push(ConfigFile { path, bytes: split.text.clone().into_bytes() });
            renamed.notes.push(format!(
                "macro {} moves several types to {old}; {} has {} instead",
                split.of, template.id, split.id
            ));
        }
        renamed.files.sort();
        for path in &renamed.files {
            let rest = path.trim_start_matches(".tramite/");
            self.may_configure(rest.split(['/', '.']).next().unwrap_or(rest))?;
        }
        after.sort_by(|a, b| a.path.cmp(&b.path));
        self.says_the_same(&after, &case)?;
        for row in self.index()?.all()? {
            if row.type_id != template.id || row.status != old {
                continue;
            }
            let path = row.dir.ticket_path();
            let bytes = self.store.read(&self.head, &path)?.unwrap_or_default();
            let text =
                String::from_utf8(bytes).map_err(|_| Error::refused(format!("{path} is not UTF-8")))?;
            let status = |found: &rewrite::Found<'_>| {
                (found.way == ["status"] && !found.is_key).then(|| new.to_owned())
            };
            let text = rewrite::rewrite(&path, &text, &mut { status }).map_err(|e| by_hand(&path, &e))?;
            changed.push((path, Some(text.into_bytes())));
            renamed.tickets.push(row.number.to_string());
        }
        renamed.tickets.sort();
        let message = format!("type: status of {}: {old} → {new}", template.id);
        Ok((Entry { message, files: changed }, renamed))
    }

    /// Refuses what would leave the desk with a mistake that it does not have now.
    fn says_the_same(&self, after: &[ConfigFile], case: &Case<'_>) -> Result<(), Error> {
        let (config, findings) = codec::config::load(after);
        let messages = |config: &Config| -> BTreeSet<String> {
            lint::config(config).into_iter().map(|p| format!("{}: {}", p.file, p.message)).collect()
        };
        let before: BTreeSet<String> =
            messages(&self.config).iter().map(|m| m.replace(case.old, case.new)).collect();
        let new: Vec<String> = messages(&config)
            .into_iter()
            .filter(|m| !before.contains(&m.replace(case.old, case.new)))
            .collect();
        if new.is_empty() && findings.len() <= self.findings.len() {
            return Ok(());
        }
        let mut error = Error::refused("the desk would not be right after it, so nothing is written")
            .mend("rename it by hand and check it with `tramite validate --config`");
        error.why = new;
        Err(error)
    }
}

fn by_hand(path: &str, error: &codec::edit::EditError) -> Error {
    Error::refused(format!("{path} cannot be edited by a program: {error}"))
        .mend("rename it there by hand, and try again")
}

impl Case<'_> {
    /// The new bytes of a file of the configuration, where it names the status.
    fn file(
        &self,
        file: &ConfigFile,
        splits: &mut Vec<Split>,
        renamed: &mut Renamed,
    ) -> Result<Option<Vec<u8>>, Error> {
        let Some(rest) = file.path.strip_prefix(".tramite/") else { return Ok(None) };
        let part = rest.split('/').next().unwrap_or_default();
        let own = self.config.files.get(&format!("types/{}", self.type_id)) == Some(&file.path);
        let known = matches!(part, "macros" | "views" | "sla" | "automations.yaml" | "desk.yaml") || own;
        if !known || (part == "macros" && rest.strip_suffix(".hbs").is_none()) {
            return Ok(None);
        }
        let Ok(text) = std::str::from_utf8(&file.bytes) else { return Ok(None) };
        let mut shared = false;
        let id = rest.trim_start_matches("macros/").trim_end_matches(".hbs");
        let spec = self.config.macros.get(id).filter(|_| part == "macros");
        let mut notes = Vec::new();
        let new = rewrite::rewrite(&file.path, text, &mut |found| {
            let last = *found.way.last()?;
            if own && found.way == ["flow", "statuses"] && found.is_key {
                return (found.text == self.old).then(|| self.new.to_owned());
            }
            if found.is_key {
                return None;
            }
            match last {
                "when" | "query" | "order" | "pause" | "while" => {
                    let others = self.others && !own;
                    // An order may put terms after a sign of its own.
                    query::rename_status(found.text, self.type_id, self.old, self.new, others)
                }
                "event" | "start" | "stop" | "after" | "required" => {
                    self.event(found.text, self.others && !own)
                }
                "macro" if own => splits.iter().find(|s| s.of == found.text).map(|s| s.id.clone()),
                "from" | "initial" if own => (found.text == self.old).then(|| self.new.to_owned()),
                "to" | "status" if found.text == self.old && (last == "to" || found.way.contains(&"set")) => {
                    if own || !self.others || spec.is_some_and(|m| self.is_ours(m)) {
                        return Some(self.new.to_owned());
                    }
                    if spec.is_some_and(|m| self.is_others(m)) {
                        return None;
                    }
                    shared = true;
                    None
                }
                _ if found.way.first() == Some(&"aliases")
                    && found.text.split(' ').any(|w| w == self.old) =>
                {
                    if self.others {
                        notes
                            .push(format!("the alias {last:?} names {}; look whether it is meant", self.old));
                        return None;
                    }
                    let words = found.text.split(' ').map(|w| if w == self.old { self.new } else { w });
                    Some(words.collect::<Vec<_>>().join(" "))
                }
                _ => None,
            }
        })
        .map_err(|error| by_hand(&file.path, &error))?;
        if shared {
            let Some(spec) = spec else {
                return Err(Error::refused(format!(
                    "{} moves tickets of several types to {:?}, and of {} it would be {:?}",
                    file.path, self.old, self.type_id, self.new
                ))
                .mend(format!(
                    "give it one with `when: type:{}` and one for the others, and try again",
                    self.type_id
                )));
            };
            let split_id = format!("{}_{}", spec.id, self.type_id);
            let own = Self::restricted(&file.path, text, &format!("type:{}", self.type_id))?;
            let own = rewrite::rewrite(&file.path, &own, &mut |found| {
                let moves = found.way == ["to"] || found.way == ["set", "status"];
                (moves && !found.is_key && found.text == self.old).then(|| self.new.to_owned())
            })
            .map_err(|error| by_hand(&file.path, &error))?;
            splits.push(Split { of: spec.id.clone(), id: split_id, text: own });
            let rest = Self::restricted(&file.path, text, &format!("-type:{}", self.type_id))?;
            return Ok(Some(rest.into_bytes()));
        }
        renamed.notes.extend(notes);
        if part == "sla" && new != text {
            let policy = self
                .config
                .policies
                .values()
                .find(|p| self.config.files.get(&format!("sla/{}", p.policy)) == Some(&file.path));
            if policy.is_some_and(|p| p.version.as_deref() != Some("current")) {
                renamed.notes.push(format!(
                    "{} is kept for a ticket as it was at its opening, where the status is called {}; clocks that are to follow need `version: current`",
                    file.path, self.old
                ));
            }
        }
        Ok((new != text).then(|| new.into_bytes()))
    }

    /// A macro's file with a term added to its `when`.
    fn restricted(path: &str, text: &str, term: &str) -> Result<String, Error> {
        let mut found_one = false;
        let added = rewrite::rewrite(path, text, &mut |found| {
            let is = found.way == ["when"] && !found.is_key;
            found_one |= is;
            is.then(|| format!("{term} {}", found.text))
        })
        .map_err(|error| by_hand(path, &error))?;
        if found_one {
            return Ok(added);
        }
        let mut lines = text.splitn(2, '\n');
        let (first, rest) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        Ok(format!("{first}\nwhen: \"{term}\"\n{rest}"))
    }

    /// `enter:OLD`, `leave:a,OLD`; any other word as it is.
    fn event(&self, text: &str, others: bool) -> Option<String> {
        let (word, argument) = text.split_once(':')?;
        if !["enter", "leave"].contains(&word) {
            return None;
        }
        let mut ids: Vec<&str> = Vec::new();
        for id in argument.split(',').map(str::trim) {
            if id == self.old {
                if others {
                    ids.push(id);
                }
                ids.push(self.new);
            } else {
                ids.push(id);
            }
        }
        let new = format!("{word}:{}", ids.join(","));
        (ids.contains(&self.new)).then_some(new)
    }

    /// Whether a macro is for tickets of this type only.
    fn is_ours(&self, spec: &MacroSpec) -> bool {
        !spec.when.is_empty()
            && spec.when.0.iter().all(|when| types(when).is_some_and(|t| t == [self.type_id]))
    }

    /// Whether a macro is for tickets of other types only.
    fn is_others(&self, spec: &MacroSpec) -> bool {
        let without = |when: &String| types(when).is_some_and(|t| !t.iter().any(|id| id == self.type_id));
        !spec.when.is_empty() && spec.when.0.iter().all(without)
    }
}

/// The types that a filter asks for, where it does.
pub(super) fn types(when: &str) -> Option<Vec<String>> {
    let query = query::Query::parse(when).ok()?;
    query.terms().find_map(|term| match &term.body {
        query::TermBody::Key(query::Key::Stored(query::Stored::Type), items) if !term.negated => items
            .iter()
            .map(|item| match &item.test {
                query::Test::Is(id) => Some(id.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    })
}
