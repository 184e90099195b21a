//! Files of tickets (7.1): how they may be called, how large they may be, what was removed and who may remove it.

use super::approvals::Case;
use super::{Actor, Violation, World};
use crate::model::config::Desk;
use crate::model::{Attachment, Change, Snapshot, Uid};
use std::collections::BTreeSet;

/// The limit of a desk that says none.
const DEFAULT_LIMIT: &str = "25MB";
/// Longest name in bytes: what every file system can hold.
const MAX_NAME: usize = 200;
/// Names that are devices on some systems, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A file that a ticket names: one of its own, one of a comment's, or a comment's text that is kept as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// SHA-256 of its bytes.
    pub sha256: &'a str,
    /// Its name and size; `None` for a comment's text.
    pub attachment: Option<&'a Attachment>,
    /// The comment that it is of; `None` for the ticket's own.
    pub comment: Option<&'a Uid>,
}

impl<'a> Named<'a> {
    fn of(attachment: &'a Attachment, comment: Option<&'a Uid>) -> Self {
        Self { sha256: &attachment.sha256, attachment: Some(attachment), comment }
    }
}

/// Every file that a ticket names, its own first, then those of comments in order. A removed one too.
pub fn named(snapshot: &Snapshot) -> Vec<Named<'_>> {
    let mut all: Vec<Named<'_>> = snapshot.ticket.attachments.iter().map(|a| Named::of(a, None)).collect();
    for (id, comment) in &snapshot.comments {
        all.extend(comment.attachments.iter().map(|a| Named::of(a, Some(id))));
        let text = comment.body_file.as_deref();
        all.extend(text.map(|sha256| Named { sha256, attachment: None, comment: Some(id) }));
    }
    all
}

/// Whether a ticket names any file, or ever did.
pub fn names_any(snapshot: &Snapshot) -> bool {
    !snapshot.ticket.attachments.is_empty()
        || snapshot
            .comments
            .values()
            .any(|c| !c.attachments.is_empty() || c.body_file.is_some() || !c.purges.is_empty())
}

/// The files of a ticket that were removed, by SHA-256.
pub fn purged(snapshot: &Snapshot) -> BTreeSet<&str> {
    snapshot.comments.values().flat_map(|c| &c.purges).map(String::as_str).collect()
}

/// Bytes that an attachment may have at most. `25MB`; units are those of git: 1 kB is 1,024 bytes.
///
/// # Errors
/// What is wrong with the desk's `max_attachment`, and how to write it.
pub fn limit(desk: &Desk) -> Result<u64, String> {
    let text = desk.max_attachment.as_deref().unwrap_or(DEFAULT_LIMIT);
    let wrong = || format!("{text:?} is no size; write for example 25MB, 512kB or 1GB");
    let plain = text.trim().to_ascii_lowercase().replace(' ', "");
    let end = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (digits, unit) = plain.split_at(end);
    let factor: u64 = match unit {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return Err(wrong()),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(factor).filter(|bytes| *bytes > 0).ok_or_else(wrong)
}

/// What speaks against a name of a file, in words that follow it; `None` where it is good on every system.
pub fn wrong_name(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let port = |word: &str| {
        stem.strip_prefix(word).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    if name.trim().is_empty() || name == "." || name == ".." {
        Some("is no name of a file")
    } else if name.contains(['/', '\\', ':']) {
        Some("has a `/`, `\\` or `:` in it, which makes a path of it")
    } else if name.chars().any(is_hidden) {
        Some("has control characters or marks of direction in it, which show another name than there is")
    } else if DEVICES.contains(&stem.as_str()) || port("com") || port("lpt") {
        Some("is the name of a device on some systems")
    } else if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        Some("begins or ends with a blank or a dot, which some systems drop")
    } else if name.len() > MAX_NAME {
        Some("is too long")
    } else {
        None
    }
}

/// Control characters, marks of direction and characters that nobody sees.
fn is_hidden(c: char) -> bool {
    // All that is ignorable by default in Unicode, with the fillers and the blank pattern that look like nothing.
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// A name under which a file can be written into a folder, whatever the ticket says that it is called: one part, nothing
/// hidden, no device, no option, no dot in front.
pub fn safe_name(name: &str, sha256: &str) -> String {
    let last = name.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|c| !is_hidden(*c)).collect();
    let mut text = shown.trim_matches(' ').trim_end_matches(['.', ' ']).to_owned();
    while text.len() >= MAX_NAME {
        // From the front, so that the ending stays.
        text.remove(0);
    }
    if text.is_empty() {
        return format!("file-{}", sha256.get(..12).unwrap_or("unnamed"));
    }
    if text.starts_with(['.', '-', ' ']) || wrong_name(&text).is_some() {
        text.insert(0, '_');
    }
    text
}

/// What speaks against removing files in the name of `actor`.
pub fn may_remove(actor: &Actor, desk: &Desk) -> Option<Violation> {
    let roles = &desk.purge.roles;
    if actor.works_here() && actor.in_roles(roles) {
        return None;
    }
    let message = format!(
        "{} may not remove files; the desk gives that to {} (`purge: {{roles: […]}}` in .tramite/desk.yaml)",
        actor.email,
        roles.join(", ")
    );
    Some(Violation::error("role", message))
}

/// What speaks against the files that a change adds or removes (7.1): a removed file comes back, one is removed by
/// somebody who may not, or one that the ticket does not have.
pub(super) fn judge(world: &World<'_>, case: Case<'_>, changes: &[Change]) -> Vec<Violation> {
    let mut found = Vec::new();
    let gone = case.before.map(purged).unwrap_or_default();
    let mut back = |sha256: &str| {
        if gone.contains(sha256) {
            let short = sha256.get(..12).unwrap_or(sha256);
            let message = format!(
                "the file {short} was removed from this ticket for good and cannot be attached again"
            );
            found.push(Violation::error("purged", message).about("attachments"));
        }
    };
    for change in changes {
        match change {
            Change::Attachments(set) => set.added.iter().for_each(|a| back(&a.sha256)),
            Change::Comment { comment, .. } => {
                let files = comment.attachments.iter().map(|a| a.sha256.as_str());
                files.chain(comment.body_file.as_deref()).for_each(&mut back);
            }
            _ => {}
        }
    }
    let purges: Vec<&str> = changes
        .iter()
        .filter_map(|c| match c {
            Change::Purged { sha256 } => Some(sha256.as_str()),
            _ => None,
        })
        .collect();
    if purges.is_empty() {
        return found;
    }
    found.extend(may_remove(world.actor, &world.config.desk));
    let known: BTreeSet<&str> = named(case.after).into_iter().map(|n| n.sha256).collect();
    for sha256 in purges.into_iter().filter(|sha256| !known.contains(sha256)) {
        let message = format!("the ticket has no file {sha256}, so it cannot be removed");
        found.push(Violation::error("purged", message).about("purges"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_are_read_as_git_reads_them() {
        let of = |text: &str| limit(&Desk { max_attachment: Some(text.to_owned()), ..Desk::default() });
        assert_eq!(limit(&Desk::default()), Ok(26_214_400));
        for (text, bytes) in
            [("25MB", 26_214_400), ("1 GB", 1_073_741_824), ("512kB", 524_288), ("7", 7), ("3m", 3_145_728)]
        {
            assert_eq!(of(text), Ok(bytes), "{text}");
        }
        for bad in ["", "MB", "-1MB", "1.5MB", "0", "25XB", "99999999999GB"] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_that_are_no_plain_names_are_known() {
        for good in ["nota.xml", "a b.png", "não.pdf", ".env", "com10.txt", "console.log", "-rf"] {
            assert_eq!(wrong_name(good), None, "{good}");
        }
        let long = "x".repeat(201);
        for bad in [
            "",
            " ",
            ".",
            "..",
            "a/b",
            "..\\x",
            "C:x",
            "a\nb",
            "a\u{202e}gpj.exe",
            "a\u{200b}b",
            "a\u{34f}.png",
            "a\u{3164}.png",
            "a\u{2800}.png",
            "\u{2067}gpj\u{2069}.exe",
            "a\u{e0065}\u{e007f}.png",
            "a\u{fe0f}.png",
            "CON",
            "nul.txt",
            "aux .c",
            "COM1",
            "lpt9.log",
            "x.",
            "x ",
            " x",
            &long,
        ] {
            assert!(wrong_name(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn a_name_to_write_under_is_one_plain_part() {
        for (name, safe) in [
            ("nota.xml", "nota.xml"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\a.txt", "a.txt"),
            (".bashrc", "_.bashrc"),
            ("-rf", "_-rf"),
            ("nul.txt", "_nul.txt"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("..", "file-0123456789ab"),
            ("a/", "file-0123456789ab"),
        ] {
            assert_eq!(safe_name(name, "0123456789abcdef"), safe, "{name:?}");
        }
    }

    proptest! {
        /// Whatever a file says that it is called, what is written is one visible part that is no path, device or option.
        #[test]
        fn nothing_leaves_the_folder(name in "\\PC{0,12}|[./\\\\:a-z \\x00-\\x1f\u{202e}-]{0,12}|.{190,260}") {
            let safe = safe_name(&name, &"0".repeat(64));
            prop_assert_eq!(wrong_name(&safe), None, "{:?}", safe);
            prop_assert!(!safe.starts_with(['.', '-']));
            prop_assert_eq!(std::path::Path::new(&safe).components().count(), 1);
        }
    }
}
