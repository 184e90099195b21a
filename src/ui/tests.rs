use super::editor::{SCISSORS, read_text, with_help, without_help};
use super::output::write_all;
use super::*;
use chrono::DateTime;
use std::io::{Error, ErrorKind, Write};
use std::path::PathBuf;

fn ui(vars: &[(&str, &str)], tty: [bool; 3]) -> Ui {
    let var = |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
    let clock = DateTime::parse_from_rfc3339("2026-11-22T10:00:00Z").unwrap();
    Ui::with(&Env::from_vars(&var, PathBuf::from("/"), clock).unwrap(), tty, Some(120))
}

#[test]
fn width_and_colour_are_the_terminals() {
    let on = ui(&[], [true; 3]);
    assert_eq!((on.width, on.color, on.can_ask()), (Some(120), true, true));
    let piped = ui(&[("COLUMNS", "60")], [true, false, true]);
    assert_eq!((piped.width, piped.color, piped.color_err), (None, false, true));
    assert_eq!(ui(&[("COLUMNS", "60")], [true; 3]).width, Some(60));
    assert!(!ui(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], [true; 3]).color);
    assert!(ui(&[("CLICOLOR_FORCE", "1")], [false; 3]).color);
    assert!(!ui(&[("TERM", "dumb")], [true; 3]).color);
}

#[test]
fn nothing_is_asked_without_a_terminal() {
    let ui = ui(&[], [false, true, true]);
    let hint = "give it with --priority";
    let choices = [Choice { label: "Alta".to_owned(), help: None }];
    assert_eq!(
        ui.select("Prioridade", &choices, 0, hint).unwrap_err().to_string(),
        "Prioridade is needed and there is no terminal to ask on: give it with --priority"
    );
    assert!(matches!(ui.confirm("?", true, hint), Err(UiError::NoTerminal { .. })));
    assert!(matches!(ui.multiline("?", "", hint), Err(UiError::NoTerminal { .. })));
    assert!(matches!(ui.input("?", None, hint, &|_| Ok(())), Err(UiError::NoTerminal { .. })));
}

#[test]
fn choices_show_their_help_in_one_line() {
    let choice =
        Choice { label: "Alta".to_owned(), help: Some("Impede uma\noperação \u{1b}[2J".to_owned()) };
    assert_eq!(choice.text(80), "Alta — Impede uma operação ␛[2J");
    assert_eq!(choice.text(12), "Alta — Impe…");
}

#[test]
fn the_pager_is_gits_and_only_on_a_terminal() {
    assert_eq!(ui(&[], [true; 3]).pager().as_deref(), Some("less"));
    assert_eq!(ui(&[], [true, false, true]).pager(), None);
    assert_eq!(ui(&[("PAGER", "more")], [true; 3]).pager().as_deref(), Some("more"));
    assert_eq!(ui(&[("GIT_PAGER", "cat"), ("PAGER", "more")], [true; 3]).pager(), None);
    assert_eq!(ui(&[("GIT_PAGER", "")], [true; 3]).pager(), None);
    let configured = Ui { git_pager: Some("delta".to_owned()), ..ui(&[("PAGER", "more")], [true; 3]) };
    assert_eq!(configured.pager().as_deref(), Some("delta"));
}

#[test]
fn the_editor_is_gits() {
    let editor = |vars: &[(&str, &str)], configured: Option<&str>| {
        Ui { git_editor: configured.map(str::to_owned), ..ui(vars, [true; 3]) }.editor()
    };
    assert_eq!(editor(&[], None).unwrap(), "vi");
    let all = [("GIT_EDITOR", "a"), ("VISUAL", "c"), ("EDITOR", "d")];
    assert_eq!(editor(&all, Some("b")).unwrap(), "a");
    assert_eq!(editor(&all[1..], Some("b")).unwrap(), "b");
    assert_eq!(editor(&all[1..], None).unwrap(), "c");
    assert_eq!(editor(&[("TERM", "dumb"), ("VISUAL", "c"), ("EDITOR", "d")], None).unwrap(), "d");
    assert!(editor(&[("TERM", "dumb")], None).is_err());
    let alone = ui(&[], [false, true, true]).editor().unwrap_err().to_string();
    assert!(alone.contains("set EDITOR") && alone.contains("tramite set"), "{alone}");
    assert_eq!(ui(&[("EDITOR", "d")], [false; 3]).editor().unwrap(), "d");
}

#[test]
fn lines_of_customers_survive_the_editor_and_help_does_not() {
    let text = with_help("# Título\n#12 continua", "Who sees it: the customer\n\nSave to send");
    assert!(
        text.ends_with(&format!(
            "#12 continua\n{SCISSORS}\n# Who sees it: the customer\n#\n# Save to send\n"
        ))
    );
    let help = "Who sees it: the customer\n\nSave to send";
    assert_eq!(without_help(&text, help), "# Título\n#12 continua\n");
    let no_line = text.replace(&format!("{SCISSORS}\n"), "").replace("#\n", "");
    assert_eq!(without_help(&no_line, help), "# Título\n#12 continua\n");
    assert_eq!(without_help(&with_help("", help), help), "");
    assert_eq!(without_help(&with_help("a\r\nb\r\n", help), help), "a\nb\n");
}

#[test]
fn an_editor_changes_the_text() {
    let edit = |editor: &str| ui(&[("GIT_EDITOR", editor)], [true; 3]).edit("antes\n# 1\n", "ajuda", ".md");
    assert_eq!(edit(":").unwrap(), "antes\n# 1\n");
    assert_eq!(edit("sed -i s/antes/depois/").unwrap(), "depois\n# 1\n");
    // An editor that writes another file and renames it over the old one.
    assert_eq!(edit("f() { echo novo > \"$1.new\"; mv \"$1.new\" \"$1\"; }; f").unwrap(), "novo\n");
    let failed = edit("false").unwrap_err().to_string();
    assert!(failed.starts_with("the editor \"false\" failed (exit status: 1)"), "{failed}");
    assert!(edit("no-such-editor-here 2>/dev/null").is_err());
}

#[test]
fn an_empty_text_ends_it() {
    let error = ui(&[("GIT_EDITOR", "true")], [true; 3]).compose("the reply", "", "ajuda").unwrap_err();
    assert_eq!(error.to_string(), "the reply is empty: nothing was written, nothing is changed");
}

#[test]
fn input_must_be_utf8() {
    assert_eq!(read_text(&mut "olá\n".as_bytes(), "the reply").unwrap(), "olá\n");
    assert!(matches!(read_text(&mut &b"ol\xe1"[..], "the reply"), Err(UiError::NotUtf8 { .. })));
}

#[test]
fn a_reader_who_has_gone_is_no_error() {
    struct Gone(ErrorKind);
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(Error::from(self.0))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert!(write_all(&mut Gone(ErrorKind::BrokenPipe), b"x").is_ok());
    assert!(matches!(write_all(&mut Gone(ErrorKind::StorageFull), b"x"), Err(UiError::Io { .. })));
}

#[test]
fn progress_counts_without_a_terminal() {
    let mut progress = ui(&[], [false; 3]).progress("reading", Some(10));
    progress.step(3);
    progress.step(1);
    assert_eq!(progress.done(), 4);
}
