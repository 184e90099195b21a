//! Merging two versions of a ticket's file: bytes in, bytes out (7).

use crate::codec;
use crate::model::merge::{Clash, Side};
use crate::model::{Ticket, merge};

/// Why two versions of a file do not become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Apart {
    /// Keys that both sides changed, each otherwise.
    Clashes(Vec<Clash>),
    /// A side cannot be read as a ticket, or holds what a rewrite would drop: why.
    Unreadable(String),
}

/// The merged file: canonical, but for what `prior` says alike. `settle` decides clashes.
pub fn tickets(
    path: &str,
    [base, ours, theirs]: [Option<&[u8]>; 3],
    prior: &[u8],
    settle: &mut dyn FnMut(&Clash) -> Option<Side>,
) -> Result<Vec<u8>, Apart> {
    let read = |side: &str, bytes: Option<&[u8]>| -> Result<Option<Ticket>, Apart> {
        // Both sides added the file: git gives an empty ancestor.
        let Some(bytes) = bytes.filter(|bytes| side != "base" || !bytes.trim_ascii().is_empty()) else {
            return Ok(None);
        };
        let decoded = codec::ticket::decode(path, bytes);
        if !decoded.lossy.is_empty() {
            let what = decoded.lossy.join(", ");
            return Err(Apart::Unreadable(format!("{path} ({side}) holds what a merge would drop: {what}")));
        }
        if decoded.value.is_none() {
            let why = decoded.findings.first().map_or_else(String::new, |f| f.message.clone());
            return Err(Apart::Unreadable(format!("{path} ({side}) cannot be read: {why}")));
        }
        Ok(decoded.value)
    };
    let sides = (read("base", base)?, read("ours", ours)?, read("theirs", theirs)?);
    let (base, Some(ours), Some(theirs)) = sides else {
        return Err(Apart::Unreadable(format!("{path} is missing on one side")));
    };
    match merge::merge_settling(base.as_ref(), &ours, &theirs, settle) {
        Ok(merged) => Ok(codec::ticket::encode(&merged, Some(prior))),
        Err(clashes) => Err(Apart::Clashes(clashes)),
    }
}

/// The merged file in canonical form; or why there is none, a line each.
pub fn ticket_files(path: &str, base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<Vec<u8>, Vec<String>> {
    let sides = [Some(base), Some(ours), Some(theirs)];
    tickets(path, sides, ours, &mut |_| None).map_err(|apart| match apart {
        Apart::Unreadable(why) => vec![why],
        Apart::Clashes(clashes) => clashes
            .into_iter()
            .map(|clash| {
                let word =
                    |value: Option<String>| value.map_or_else(|| "nothing".to_owned(), |v| format!("{v:?}"));
                format!("{path}: {}: ours {}, theirs {}", clash.key, word(clash.ours), word(clash.theirs))
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::ticket_files;

    const BASE: &str = "uid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA\ntype: bug\ntitle: x\nstatus: new\n";

    #[test]
    fn different_keys_merge_and_the_same_key_clashes() {
        let ours = BASE.replace("new", "open");
        let theirs = format!("{BASE}priority: high\n");
        let merged = ticket_files("t", BASE.as_bytes(), ours.as_bytes(), theirs.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(merged).unwrap(), format!("{ours}priority: high\n"));
        let other = BASE.replace("new", "closed");
        let clash = ticket_files("t", BASE.as_bytes(), ours.as_bytes(), other.as_bytes()).unwrap_err();
        assert_eq!(clash, ["t: status: ours \"open\", theirs \"closed\""]);
        assert!(ticket_files("t", BASE.as_bytes(), b"<<<<<<< x\n", other.as_bytes()).is_err());
    }
}
