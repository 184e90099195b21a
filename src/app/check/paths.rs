//! Paths and modes that a desk's files may have (3), and what is wrong with others.

use crate::model::{DeskPath, TicketDir};
use crate::store::history::raw::FileChange;

/// What is wrong with a new or changed file of a desk; `None` where nothing is.
pub fn wrong(change: &FileChange) -> Option<String> {
    let path = &change.path;
    if let Some(other) = &change.clash {
        return Some(format!(
            "{path:?} and {other:?} are one file on some file systems; keep one of them, under one spelling"
        ));
    }
    let thing = change.new?;
    let kind = match thing.mode {
        0o120_000 => Some("a symbolic link"),
        0o160_000 => Some("a submodule"),
        0o100_755 => Some("an executable file (git update-index --chmod=-x mends that)"),
        0o100_644 => None,
        _ => Some("of a mode that no file of a desk has"),
    };
    if let Some(kind) = kind.filter(|_| path != ".gitattributes" || thing.mode != 0o100_755) {
        return Some(format!("{path:?} is {kind}; a desk has plain files of mode 100644 only"));
    }
    if !change.text {
        return Some(format!("{path:?} is not UTF-8; name it otherwise"));
    }
    match DeskPath::of(path) {
        DeskPath::Ticket(_) | DeskPath::Comment(..) => None,
        DeskPath::Config => config(path),
        DeskPath::Foreign if path == ".gitattributes" => None,
        DeskPath::Foreign => {
            Some(format!("{path:?} is taken for a desk's own name on some file systems; rename it"))
        }
        DeskPath::Stray => Some(stray(path)),
    }
}

fn stray(path: &str) -> String {
    format!(
        "no file of a desk has the path {path:?}; there are tickets/YYYYMM/NNNN-xxxx/ticket.yaml, with the last four of the \
         uid in lower case, and comments named by their ULID in upper case: move it out of `tickets/`"
    )
}

/// A path under `.tramite/` that every file system can hold.
fn config(path: &str) -> Option<String> {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];
    let bad = path.split('/').skip(1).find(|name| {
        let lower = name.to_lowercase();
        let stem = lower.split('.').next().unwrap_or_default();
        name.is_empty()
            || matches!(*name, "." | "..")
            || name.ends_with(['.', ' '])
            || name.contains(|c: char| {
                c.is_control() || matches!(c, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*')
            })
            || crate::store::history::raw::folded(name.as_bytes()) != lower
            || lower.starts_with(".git")
            || DEVICES.contains(&stem)
    });
    bad.map(|name| format!("{path:?} cannot be a file everywhere, because of {name:?}; name it otherwise"))
}

/// The ticket's folder that a path lies in.
pub fn folder(path: &str) -> Option<TicketDir> {
    match DeskPath::of(path) {
        DeskPath::Ticket(dir) | DeskPath::Comment(dir, _) => Some(dir),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::history::ObjectId;
    use crate::store::history::raw::Thing;

    fn file(path: &str, mode: u32) -> FileChange {
        let new = Some(Thing { mode, id: ObjectId::from_bytes(&[1; 20]).unwrap() });
        FileChange { path: path.to_owned(), text: true, old: None, new, clash: None }
    }

    #[test]
    fn a_desks_own_files_are_fine() {
        for path in [
            "tickets/202611/0007-k0ra/ticket.yaml",
            "tickets/202611/0007-k0ra/01JDB3V1Q2Z6X8N4T7C5M9K0RA.yaml",
            ".tramite/desk.yaml",
            ".tramite/macros/coleta/faltam dados é.hbs",
            ".gitattributes",
        ] {
            assert_eq!(wrong(&file(path, 0o100_644)), None, "{path}");
        }
    }

    #[test]
    fn tricks_are_named() {
        for (path, mode) in [
            ("tickets/../x", 0o100_644),
            ("tickets/202611/0007-K0RA/ticket.yaml", 0o100_644),
            ("tickets/202611/7-k0ra/ticket.yaml", 0o100_644),
            ("tickets/202611/0007-k0ra/ticket.yml", 0o100_644),
            ("tickets/202611/0007-k0ra/01jdb3v1q2z6x8n4t7c5m9k0ra.yaml", 0o100_644),
            ("tickets/202611/0007-k0ra/sub/ticket.yaml", 0o100_644),
            ("tickets/.gitattributes", 0o100_644),
            ("tickets/202611/0007-k0ra/ticket.yaml", 0o100_755),
            ("tickets/202611/0007-k0ra/ticket.yaml", 0o120_000),
            ("tickets", 0o160_000),
            ("tickets", 0o120_000),
            (".tramite", 0o120_000),
            (".Tramite/desk.yaml", 0o100_644),
            (".tramite/.gitattributes", 0o100_644),
            (".tramite/types/a\\b.yaml", 0o100_644),
            (".tramite/../desk.yaml", 0o100_644),
            (".tramite/types/aux.yaml", 0o100_644),
            (".tramite/types/x.yaml.", 0o100_644),
        ] {
            assert!(wrong(&file(path, mode)).is_some(), "{path} {mode:o}");
        }
        let clash =
            FileChange { clash: Some("desk.yaml".to_owned()), ..file(".tramite/Desk.yaml", 0o100_644) };
        assert!(wrong(&clash).unwrap().contains("one file"));
    }
}
