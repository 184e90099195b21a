//! A letter as a message of RFC 5322: headers are encoded, so that nothing that somebody wrote can begin one.

use super::sanitize::block;
use crate::app::outbox::{Letter, Mailbox};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;

fn addresses(all: &[Mailbox]) -> Address<'_> {
    Address::new_list(all.iter().map(address).collect())
}

fn address(one: &Mailbox) -> Address<'_> {
    let name = Some(one.name.as_str()).filter(|name| !name.is_empty());
    Address::new_address(name, one.email.as_str())
}

/// The message, with CRLF. Its `Message-ID` is the letter's id; the ticket's first message is what it answers.
pub fn message(letter: &Letter) -> std::io::Result<Vec<u8>> {
    let text = block(&letter.text);
    let (to, cc) = if letter.to.is_empty() { (&letter.cc, &letter.to) } else { (&letter.to, &letter.cc) };
    let mut message = MessageBuilder::new()
        .from(address(&letter.from))
        .to(addresses(to))
        .subject(letter.subject.as_str())
        .date(letter.at.timestamp())
        .message_id(letter.id.as_str())
        // No vacation notice answers it, and no desk takes its own message for a customer's.
        .header("Auto-Submitted", Raw::new("auto-generated"))
        .header("X-Tramite-Ticket", Raw::new(letter.number.as_str()))
        .text_body(text.as_str());
    if !cc.is_empty() {
        message = message.cc(addresses(cc));
    }
    if letter.id != letter.thread {
        message = message.in_reply_to(letter.thread.as_str()).references(letter.thread.as_str());
    }
    message.write_to_vec()
}

/// Messages as one mailbox in the form `mboxrd`: lines that look like a beginning are quoted.
pub fn mbox(messages: &[(&Letter, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (letter, bytes) in messages {
        let when = letter.at.to_utc().format("%a %b %e %H:%M:%S %Y");
        out.extend(format!("From {} {when}\n", letter.from.email).into_bytes());
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        for line in text.lines() {
            if line.trim_start_matches('>').starts_with("From ") {
                out.push(b'>');
            }
            out.extend(line.as_bytes());
            out.push(b'\n');
        }
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(title: &str, name: &str, text: &str) -> Letter {
        let mailbox = |name: &str, email: &str| Mailbox { name: name.to_owned(), email: email.to_owned() };
        Letter {
            id: "01jdb3v1.0123abcd@desk.example".to_owned(),
            thread: "01jdb3v1@desk.example".to_owned(),
            number: "202611/0007".to_owned(),
            uid: "01JDB3V1Q2Z6X8N4T7C5M9K0RA".parse().unwrap(),
            commit: "0123abcd".to_owned(),
            at: chrono::DateTime::parse_from_rfc3339("2026-11-23T10:00:00-03:00").unwrap(),
            from: mailbox("Portal", "portal@desk.example"),
            to: vec![mailbox(name, "daiane@acme.example")],
            cc: vec![mailbox("", "marcos@acme.example")],
            subject: title.to_owned(),
            text: text.to_owned(),
        }
    }

    fn written(letter: &Letter) -> String {
        String::from_utf8(message(letter).unwrap()).unwrap()
    }

    /// Names of the headers, in order.
    fn headers(message: &str) -> Vec<&str> {
        let head = message.split("\r\n\r\n").next().unwrap();
        let begins = |line: &&str| !line.starts_with([' ', '\t']);
        head.split("\r\n").filter(begins).filter_map(|line| Some(line.split_once(':')?.0)).collect()
    }

    #[test]
    fn a_message_has_its_id_its_thread_and_its_time() {
        let text = written(&letter("[202611/0007] Pedido some", "Daiane Lima", "Olá"));
        for part in [
            "Message-ID: <01jdb3v1.0123abcd@desk.example>",
            "In-Reply-To: <01jdb3v1@desk.example>",
            "References: <01jdb3v1@desk.example>",
            "Mon, 23 Nov 2026 13:00:00 +0000",
            "<daiane@acme.example>",
            "Auto-Submitted: auto-generated",
            "X-Tramite-Ticket: 202611/0007",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        // The first one of a ticket answers none.
        let first = Letter { id: "01jdb3v1@desk.example".to_owned(), ..letter("t", "n", "x") };
        assert!(!written(&first).contains("In-Reply-To"));
        // Made again it is the same.
        assert_eq!(text, written(&letter("[202611/0007] Pedido some", "Daiane Lima", "Olá")));
    }

    #[test]
    fn nothing_that_somebody_wrote_begins_a_header() {
        let usual = written(&letter("t", "n", "x"));
        for evil in [
            "a\r\nBcc: all@acme.example",
            "a\nBcc: all@acme.example\n\nbody",
            "á\r\n\r\nX: y",
            "a\" <x@y.example>, \"",
        ] {
            let text = written(&letter(evil, evil, evil));
            assert_eq!(headers(&text), headers(&usual), "{evil:?}\n{text}");
        }
    }

    #[test]
    fn a_mailbox_quotes_what_looks_like_a_beginning() {
        let letter = letter("t", "n", "From here on\n>From there");
        let bytes = b"Subject: t\r\n\r\nFrom here on\r\n>From there\r\n".to_vec();
        let mbox = String::from_utf8(mbox(&[(&letter, bytes)])).unwrap();
        assert_eq!(
            mbox,
            "From portal@desk.example Mon Nov 23 13:00:00 2026\nSubject: t\n\n>From here on\n>>From there\n\n"
        );
    }
}
