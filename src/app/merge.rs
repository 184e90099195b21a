//! Merging two versions of a ticket's file: bytes in, bytes out (7).

use crate::codec;
use crate::model::{Ticket, merge};

/// The merged file in canonical form; or why there is none, a line each.
pub fn ticket_files(path: &str, base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<Vec<u8>, Vec<String>> {
    let read = |side: &str, bytes: &[u8]| -> Result<Ticket, Vec<String>> {
        let decoded = codec::ticket::decode(path, bytes);
        if !decoded.lossy.is_empty() {
            return Err(vec![format!(
                "{path} ({side}) holds what a merge would drop: {}",
                decoded.lossy.join(", ")
            )]);
        }
        decoded.value.ok_or_else(|| {
            let why = decoded.findings.first().map_or_else(String::new, |f| f.message.clone());
            vec![format!("{path} ({side}) cannot be read: {why}")]
        })
    };
    // Both sides added the file: git gives an empty ancestor.
    let base = if base.iter().all(u8::is_ascii_whitespace) { None } else { Some(read("base", base)?) };
    let (ours_ticket, theirs) = (read("ours", ours)?, read("theirs", theirs)?);
    match merge::merge(base.as_ref(), &ours_ticket, &theirs) {
        Ok(merged) => Ok(codec::ticket::encode(&merged, Some(ours))),
        Err(clashes) => Err(clashes
            .into_iter()
            .map(|clash| {
                let word =
                    |value: Option<String>| value.map_or_else(|| "nothing".to_owned(), |v| format!("{v:?}"));
                format!("{path}: {}: ours {}, theirs {}", clash.key, word(clash.ours), word(clash.theirs))
            })
            .collect()),
    }
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
