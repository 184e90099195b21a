//! A desk's own words for commands.

use super::support::{desk_with_ticket, says, tip};

#[test]
fn aliases_of_the_desk_stand_for_commands() {
    let desk = desk_with_ticket();
    desk.tramite(&["answer", "1", "pending", "-m", "Which?"]).ok();
    assert_eq!(tip(&desk, "%s"), "202611/0001 status: new → pending; comment: public");
    desk.tramite(&["solve", "1", "-m", "So"]).ok();
    assert_eq!(tip(&desk, "%s"), "202611/0001 status: pending → solved; comment: public");
    says(&desk.tramite(&["solve"]).fails(2), &["solve", "reply $1 solved"]);
}

#[test]
fn an_alias_of_ones_own_takes_words_and_quotes_and_hides_nothing() {
    let desk = desk_with_ticket();
    let yaml = desk.read(".tramite/desk.yaml").replace(
        "aliases:\n",
        "aliases:\n  Começar: transition $1 open -m \"Eu começo\"\n  list: tag 1 hidden\n  loop: loop\n  vips: list tag:vip\n",
    );
    desk.write(".tramite/desk.yaml", &yaml);
    desk.commit("desk: own words");
    // Without accents and case; options may stand before it.
    desk.tramite(&["--no-pager", "comecar", "1", "-f", "area=usage"]).ok();
    assert_eq!(tip(&desk, "%s"), "202611/0001 status: new → open; field: area; comment: internal");
    says(&desk.tramite(&["list"]).ok(), &["202611/0001"]);
    desk.tramite(&["tag", "1", "vip"]).ok();
    says(&desk.tramite(&["vips"]).ok(), &["202611/0001"]);
    desk.tramite(&["loop"]).fails(2);
    desk.tramite(&["frob"]).fails(2);
    let found = desk.tramite(&["validate", "--config"]).exits(1).out;
    says(&found, &["list", "loop"]);
}
