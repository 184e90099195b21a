//! The lines a desk wants in `.gitattributes` (3).

const LINES: [&str; 3] =
    ["tickets/** text eol=lf", "tickets/**/ticket.yaml merge=tramite", ".tramite/** text eol=lf"];

/// `.gitattributes` with the desk's lines: those that are missing are put at the end of what is there.
pub fn with_desk_attributes(existing: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = existing.unwrap_or_default().to_vec();
    let present: Vec<String> = String::from_utf8_lossy(&bytes)
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    for line in LINES {
        if !present.iter().any(|known| known == line) {
            if !bytes.is_empty() && !bytes.ends_with(b"\n") {
                bytes.push(b'\n');
            }
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::with_desk_attributes;

    #[test]
    fn appended_once() {
        let fresh = with_desk_attributes(None);
        assert_eq!(
            String::from_utf8(fresh.clone()).unwrap(),
            "tickets/** text eol=lf\ntickets/**/ticket.yaml merge=tramite\n.tramite/** text eol=lf\n"
        );
        assert_eq!(with_desk_attributes(Some(&fresh)), fresh);
        assert_eq!(
            String::from_utf8(with_desk_attributes(Some(b"*.png binary\n.tramite/**  text  eol=lf")))
                .unwrap(),
            "*.png binary\n.tramite/**  text  eol=lf\ntickets/** text eol=lf\ntickets/**/ticket.yaml merge=tramite\n"
        );
    }
}
