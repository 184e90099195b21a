//! What a person wrote stays as it was written (3.1).

use super::canonical::TICKET;
use crate::codec::ticket;

const BY_HAND: &str = "status: 'novo'\nuid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA\ntype: bug\ntitle:   \"Um título\"\n\
    tags: [b, a]\nassignee:\nzona: 12.10\n\nfields:\n  versao: 12.10\n  cep: 007\n  lista: [x,\n    y]\n  ok: yes\n\
    description: >\n  dobrado\n  aqui\n";

fn rewritten(prior: &str, change: impl FnOnce(&mut crate::model::Ticket)) -> String {
    let mut ticket = ticket::decode("t", prior.as_bytes()).value.unwrap();
    change(&mut ticket);
    let bytes = ticket::encode(&ticket, Some(prior.as_bytes()));
    assert_eq!(ticket::decode("t", &bytes).value, Some(ticket));
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_unchanged_ticket_is_written_with_the_same_bytes() {
    assert_eq!(rewritten(BY_HAND, |_| {}), BY_HAND);
    assert_eq!(rewritten(TICKET, |_| {}), TICKET);
    let odd = BY_HAND.replace('\n', "\r\n");
    assert_eq!(rewritten(&odd, |_| {}), odd);
    let noted = format!("# nota\n{BY_HAND}");
    assert_eq!(rewritten(&noted, |_| {}), noted);
}

#[test]
fn only_the_changed_line_changes() {
    let expected = TICKET.replace("status: em_diagnostico", "status: resolvido");
    assert_eq!(rewritten(TICKET, |ticket| ticket.status = "resolvido".to_owned()), expected);
}

#[test]
fn other_keys_keep_their_style_in_canonical_order() {
    let expected = "uid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA\ntype: bug\ntitle:   \"Um título\"\nstatus: pronto\nassignee:\n\
        tags: [b, a]\nfields:\n  versao: 12.10\n  cep: 007\n  lista: [x,\n    y]\n  ok: yes\n\
        description: >\n  dobrado\n  aqui\nzona: 12.10\n";
    assert_eq!(rewritten(BY_HAND, |ticket| ticket.status = "pronto".to_owned()), expected);
}

#[test]
fn other_fields_keep_their_style() {
    let new = rewritten(BY_HAND, |ticket| {
        ticket.fields.insert("cep".to_owned(), "010".into());
    });
    assert!(
        new.contains(
            "fields:\n  cep: \"010\"\n  lista: [x,\n    y]\n  ok: yes\n  versao: 12.10\ndescription: >\n"
        ),
        "{new}"
    );
}

#[test]
fn anchors_and_comments_make_the_whole_file_canonical() {
    let prior = "uid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA\ntype: &a bug\ntitle: *a\nstatus: 'novo' # x\n";
    let new = rewritten(prior, |ticket| ticket.type_id = "outro".to_owned());
    assert_eq!(new, "uid: 01JDB3V1Q2Z6X8N4T7C5M9K0RA\ntype: outro\ntitle: bug\nstatus: novo\n");
}

#[test]
fn a_prior_that_cannot_be_read_is_replaced() {
    let ticket = ticket::decode("t", TICKET.as_bytes()).value.unwrap();
    assert_eq!(ticket::encode(&ticket, Some(b"<<<<<<< a\n")), ticket::encode(&ticket, None));
}
