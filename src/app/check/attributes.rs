//! Whether a change of `.gitattributes` can matter to a desk's files.

/// Whether the lines that could speak of the desk's files differ between two versions of the file.
pub fn differ(old: &[u8], new: &[u8]) -> bool {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (old, new) = (text(old), text(new));
    old.lines().filter_map(speaks).ne(new.lines().filter_map(speaks))
}

/// A line of this many bytes is none to git.
const LONGEST: usize = 2048;

/// The line, in one spelling, unless it can only speak of other files. In doubt it speaks of the desk's.
fn speaks(line: &str) -> Option<String> {
    // Git's blanks are not Unicode's, a mark of byte order at the beginning is nothing to it, and it leaves out long lines: what
    // could be read in two ways is no line of other files.
    let plain = |c: char| c.is_ascii_graphic() || matches!(c, ' ' | '\t');
    let line = line.trim_end_matches('\r');
    if line.starts_with('#') {
        return None;
    }
    if line.len() >= LONGEST || !line.chars().all(plain) {
        return Some(line.to_owned());
    }
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let pattern = line.split(' ').next().filter(|p| !p.is_empty() && !p.starts_with('#'))?;
    if pattern.starts_with(['"', '[']) {
        return Some(line);
    }
    let is_glob = |c: char| matches!(c, '*' | '?' | '[' | '\\');
    let rooted = pattern.strip_prefix('/').unwrap_or(pattern);
    let elsewhere = match rooted.split_once('/') {
        // A pattern with a slash begins at the root.
        Some((first, rest)) if !rest.is_empty() => {
            !first.contains(is_glob) && !matches!(first.to_lowercase().as_str(), "tickets" | ".tramite")
        }
        // Without one it is a name anywhere: one that no file or folder of a desk can have.
        _ => {
            let name = rooted.trim_end_matches('/').to_lowercase();
            let ending = name.rsplit_once('.').map(|(_, ending)| ending);
            ending.is_some_and(|e| {
                !e.is_empty()
                    && e.chars().all(|c| c.is_ascii_alphanumeric())
                    && !matches!(e, "yaml" | "yml" | "hbs" | "ics" | "tramite")
            })
        }
    };
    (!elsewhere).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::differ;

    const DESK: &str =
        "tickets/** text eol=lf\ntickets/**/ticket.yaml merge=tramite\n.tramite/** text eol=lf\n";

    #[test]
    fn lines_of_code_are_the_developers() {
        for line in ["*.png binary", "# words", "", "src/** text", "/docs/*.md text", "Makefile.am text"] {
            assert!(!differ(DESK.as_bytes(), format!("{line}\n{DESK}").as_bytes()), "{line}");
        }
        assert!(!differ(DESK.as_bytes(), DESK.replace(' ', "   ").as_bytes()));
    }

    #[test]
    fn whatever_can_reach_the_desk_is_the_desks() {
        for line in [
            "* -merge",
            "*.yaml merge=ours",
            "**/ticket.yaml -merge",
            "tickets/** -text",
            "/tickets/202611/0001-k0ra/ticket.yaml merge=union",
            "t*/** -merge",
            "ticket.yaml -merge",
            "[attr]tramite -merge",
            "\"tickets/**\" -merge",
            ".tramite/** eol=crlf",
            "tickets -text",
        ] {
            assert!(differ(DESK.as_bytes(), format!("{DESK}{line}\n").as_bytes()), "{line}");
        }
        assert!(differ(DESK.as_bytes(), b""));
        // A blank that is none to git, a line that is too long for it, a mark of byte order that it leaves out.
        assert!(differ(DESK.as_bytes(), DESK.replace(" merge", "\u{a0}merge").as_bytes()));
        assert!(differ(
            DESK.as_bytes(),
            DESK.replace(" merge", &format!("{}merge", " ".repeat(2100))).as_bytes()
        ));
        let marked = format!("\u{feff}tickets/** working-tree-encoding=UTF-16\n{DESK}");
        assert!(differ(DESK.as_bytes(), marked.as_bytes()));
        assert!(differ(DESK.as_bytes(), DESK.replace("merge=tramite", "-merge").as_bytes()));
    }
}
