//! The rules that `check` judges by; docs/rules.md says of each what it is, why it is there and how to mend it.

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// A rule by its id. A desk's own rules have ids of their own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Rule { $($(#[$doc])* $name,)* }

        impl Rule {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The id, as in `"rule"` of a finding.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

rules! {
    /// A ref went elsewhere than forward.
    NonFastForward = "non_fast_forward",
    /// The desk's branch was deleted.
    BranchDeleted = "branch_deleted",
    /// A second desk on a server that has one.
    FirstPush = "first_push",
    /// A ref that makes git take something else for what it names.
    ShadowingRef = "shadowing_ref",
    /// A root commit with a desk's files beside the desk's own history.
    UnrelatedRoot = "unrelated_root",
    /// The configuration is gone.
    DeskRemoved = "desk_removed",
    /// A committer who is not the one who pushes.
    Pusher = "pusher",
    /// An author who is not the one who pushes.
    Author = "author",
    /// No signature, a bad one, or another's.
    Signature = "signature",
    /// The author's date is after the committer's.
    AuthorDate = "author_date",
    /// The committer's date is ahead.
    CommitterDate = "committer_date",
    /// Dates further back than allowed.
    Backdate = "backdate",
    /// A path, mode or name that no file of a desk has.
    Path = "path",
    /// A ticket is gone.
    TicketRemoved = "ticket_removed",
    /// A comment is gone.
    CommentRemoved = "comment_removed",
    /// A comment was rewritten.
    CommentImmutable = "comment_immutable",
    /// A ticket's uid was changed.
    Uid = "uid",
    /// Two folders have one ticket.
    DuplicateUid = "duplicate_uid",
    /// Two tickets have one number.
    DuplicateNumber = "duplicate_number",
    /// A comment without a ticket.
    NoTicket = "no_ticket",
    /// A purged file was sent again.
    PurgedFile = "purged_file",
    /// An attachment's ref that is not what its name says, or was changed.
    FileRef = "file_ref",
    /// A change of the configuration by one who may not.
    ConfigRole = "config_role",
    /// A configuration that cannot be read.
    Config = "config",
    /// One who may only read, or may do less.
    Role = "role",
    /// Who may open, by which channel, for whom.
    Opening = "opening",
    /// A type that the desk lacks.
    Type = "type",
    /// A status that the type lacks.
    Status = "status",
    /// A move that the flow lacks.
    Transition = "transition",
    /// A move without what it takes.
    Requirement = "requirement",
    /// A field that must be there.
    FieldRequired = "field_required",
    /// A field whose value does not fit.
    FieldValue = "field_value",
    /// A field that the type lacks.
    UnknownField = "unknown_field",
    /// A key whose value names nothing.
    Value = "value",
    /// A comment that names what is not there.
    Comment = "comment",
    /// A decision by one who may not decide, or without a text.
    Approval = "approval",
    /// A purge that is none of the ticket's files.
    Purged = "purged",
    /// A merge of tickets that may not be one.
    Merge = "merge",
    /// Markers of a conflict.
    ConflictMarkers = "conflict_markers",
    /// No YAML.
    YamlSyntax = "yaml_syntax",
    /// Several documents in one file.
    SeveralDocuments = "several_documents",
    /// Not UTF-8.
    NotUtf8 = "not_utf8",
    /// A file over the limit.
    TooLarge = "too_large",
    /// Nested too deep.
    TooDeep = "too_deep",
    /// More values than a file may have.
    TooManyValues = "too_many_values",
    /// An alias that leads nowhere, or too far.
    BadAlias = "bad_alias",
    /// A key that is no text.
    BadKey = "bad_key",
    /// One key twice.
    DuplicateKey = "duplicate_key",
    /// A file that is no mapping.
    NotAMapping = "not_a_mapping",
    /// A key that must be there.
    MissingKey = "missing_key",
    /// A value of the wrong shape.
    WrongShape = "wrong_shape",
    /// A value that means nothing.
    BadValue = "bad_value",
    /// A uid that is none.
    BadUid = "bad_uid",
    /// A number that is none.
    BadNumber = "bad_number",
}

#[cfg(test)]
mod tests {
    use super::Rule;
    use std::collections::BTreeSet;

    /// What `process` says against a change is reported under ids that are listed here.
    #[test]
    fn every_rule_of_the_process_is_listed() {
        let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        // Said only to who plans a change, and of no commit.
        let planned = ["event_loop", "macro"];
        let mut seen = 0;
        let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/process")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for part in text.split("Violation::error(").skip(1) {
                    let Some(rest) = part.trim_start().strip_prefix('"') else { continue };
                    let id = rest.split('"').next().unwrap();
                    assert!(ids.contains(id) || planned.contains(&id), "{id} of {}", path.display());
                    seen += 1;
                }
            }
        }
        assert!(seen > 20, "{seen}");
    }

    #[test]
    fn every_id_is_documented_once_and_nothing_else_is() {
        let text = include_str!("../../../docs/rules.md");
        let documented: Vec<&str> =
            text.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
        let ids: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(documented, ids);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}
