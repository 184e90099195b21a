//! What `tramite` makes in a clone's own git directory: the merge driver, and permissions as git gives them.

use super::support::{desk_with_ticket, says};
use crate::harness::Place;

#[test]
fn any_command_sets_up_the_merge_driver_of_a_clone_once() {
    let mut desk = desk_with_ticket();
    desk.tramite(&["open", "question", "-t", "Two"]).ok();
    desk.sh("git clone -q . ../clone && git clone -q . ../locked && git clone -q --bare . ../bare.git").ok();
    desk.cd("clone");
    let driver = |desk: &Place| desk.git(&["config", "merge.tramite.driver"]);
    driver(&desk).exits(1);
    desk.tramite(&["list"]).ok();
    assert_eq!(driver(&desk).ok(), "tramite merge-driver %O %A %B %P || git merge-file %A %O %B\n");
    // What is right is not written again.
    desk.sh("chmod 444 .git/config; touch -d 2020-01-01 .git/config").ok();
    let before = desk.sh("stat -c '%Y %i' .git/config; sha256sum .git/config").ok();
    desk.tramite(&["list"]).ok();
    desk.tramite(&["set", "1", "priority=high"]).ok();
    assert_eq!(desk.sh("stat -c '%Y %i' .git/config; sha256sum .git/config").ok(), before);
    // Git's own merge of two changes to one file is ours now: neighbouring keys would clash by lines.
    desk.cd("desk");
    desk.tramite(&["take", "1"]).exits(0);
    desk.tramite(&["set", "1", "requester=zoe@other", "tags=+vip"]).ok();
    desk.cd("clone");
    desk.git(&["pull", "-q", "--no-rebase", "--no-edit"]).ok();
    let path = format!("{}/ticket.yaml", desk.ticket_file("1"));
    says(&desk.read(&path), &["priority: high\n", "requester: zoe@other\n", "  - vip\n"]);
    // A word of the user's own stays.
    desk.git(&["config", "merge.tramite.driver", "mine %A"]).ok();
    desk.tramite(&["list"]).ok();
    assert_eq!(driver(&desk).ok(), "mine %A\n");
    // Bare, and where the settings cannot be written: no command fails for it.
    desk.cd("bare.git");
    desk.tramite(&["list"]).ok();
    driver(&desk).exits(0);
    desk.cd("locked");
    desk.write(".git/config.lock", "");
    let said = desk.tramite(&["list"]);
    assert_eq!(said.err, "");
    says(&said.ok(), &["202611/0001"]);
    driver(&desk).exits(1);
}

#[cfg(unix)]
#[test]
fn a_shared_repository_stays_shared() {
    let closed = "umask 077; ";
    // Files of the git directory that the group cannot use as the owner can; git's own temporary notes apart.
    let found = "find .git ! -name '*_EDITMSG' ! -name FETCH_HEAD \\( -type d ! -perm -2070 -o -type f ! -perm -040 \
                 -o -type f -perm -200 ! -perm -020 \\) | sort";
    for shared in ["group", "0660"] {
        let desk = Place::empty();
        desk.sh(&format!("{closed} git init -q -b main --shared={shared}")).ok();
        desk.sh(&format!("{closed} tramite init --preset helpdesk --name Support")).ok();
        desk.sh(&format!("{closed} tramite open question -t One")).ok();
        desk.sh(&format!("{closed} tramite set 1 priority=high && tramite search one && tramite report sla"))
            .ok();
        assert_eq!(desk.sh(found).ok(), "", "{shared}");
        assert_eq!(desk.sh("find .git/tramite -name index.db -perm 0660").ok(), ".git/tramite/index.db\n");
        desk.git(&["fsck", "--strict", "--no-dangling"]).ok();
    }
    // Without the setting the umask holds.
    let desk = Place::repository();
    desk.sh(&format!(
        "{closed} tramite init --preset helpdesk --name Support && tramite open question -t One"
    ))
    .ok();
    assert_eq!(desk.sh("find .git/tramite -type f -perm /077").ok(), "");
}
