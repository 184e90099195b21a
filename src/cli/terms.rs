//! Words that begin with `-` and are no options: `list -status:new`, `tag 1 -vip`, `due 1 -1d` (8).
//!
//! An argument that says `allow_hyphen_values` gets such words, and only them: left to itself the parser would take
//! every option behind it for a value too. So these words are marked before it reads them, and unmarked after.

use clap::{Arg, Command};
use std::ffi::OsString;

/// No command line begins a word with it.
const MARK: char = '\u{1}';

/// The command with the words of its arguments unmarked.
pub fn ready(command: Command) -> Command {
    command
        .mut_args(
            |arg| if is_signed(&arg) { arg.allow_hyphen_values(false).value_parser(unmarked) } else { arg },
        )
        .mut_subcommands(ready)
}

/// Positional, and words that begin with `-` belong to it.
fn is_signed(arg: &Arg) -> bool {
    arg.is_positional() && arg.is_allow_hyphen_values_set()
}

#[expect(clippy::unnecessary_wraps, reason = "it is a value parser")]
fn unmarked(word: &str) -> Result<String, std::convert::Infallible> {
    Ok(word.strip_prefix(MARK).unwrap_or(word).to_owned())
}

/// Marks the words of `args` that are values although they begin with `-`. `root` is the command as it was declared.
pub fn mark(root: &Command, args: Vec<OsString>) -> Vec<OsString> {
    let mut command = root;
    let mut value_next = false;
    let mut ended = false;
    let mark_one = |(at, arg): (usize, OsString)| {
        let Some(word) = arg.to_str() else { return arg };
        if at == 0 || ended || std::mem::take(&mut value_next) {
            return arg;
        }
        if word == "--" {
            ended = true;
        } else if let Some(long) = word.strip_prefix("--") {
            value_next = options(root, command).any(|a| a.get_long() == Some(long) && takes_value(a));
        } else if word.len() > 1 && word.starts_with('-') {
            if is_value(root, command, word) {
                return format!("{MARK}{word}").into();
            }
            // The last of the letters may take the next word.
            let last = word.chars().next_back();
            value_next = first_with_value(root, command, word) == last && last.is_some();
        } else if let Some(inner) = command.find_subcommand(word) {
            command = inner;
        }
        arg
    };
    args.into_iter().enumerate().map(mark_one).collect()
}

fn options<'a>(root: &'a Command, command: &'a Command) -> impl Iterator<Item = &'a Arg> {
    command.get_arguments().chain(root.get_arguments()).filter(|a| !a.is_positional())
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

/// The first letter of `-abc` that takes a value; what follows it is that value.
fn first_with_value(root: &Command, command: &Command, word: &str) -> Option<char> {
    word.chars().skip(1).find(|c| options(root, command).any(|a| a.get_short() == Some(*c) && takes_value(a)))
}

/// Whether the word belongs to the command's argument. A query takes what has the form of a term; others take what is
/// not one of the command's own letters.
fn is_value(root: &Command, command: &Command, word: &str) -> bool {
    let query = |arg: &Arg| arg.get_value_names().is_some_and(|names| names.iter().any(|n| n == "QUERY"));
    let letter = |c: char| c == 'h' || options(root, command).any(|a| a.get_short() == Some(c));
    let mut letters = word.chars().skip(1);
    let own = matches!((letters.next(), letters.next()), (Some(c), None) if letter(c));
    command
        .get_arguments()
        .filter(|arg| is_signed(arg))
        .any(|arg| if query(arg) { crate::query::is_term(word) } else { !own })
}

#[cfg(test)]
mod tests {
    use super::{MARK, mark, ready};
    use clap::{Arg, ArgAction, Command};
    use std::ffi::OsString;

    fn command() -> Command {
        let signed = |id: &'static str| Arg::new(id).num_args(0..).allow_hyphen_values(true);
        Command::new("x")
            .arg(Arg::new("dir").short('C').long("directory").global(true))
            .subcommand(
                Command::new("list")
                    .arg(signed("query").value_name("QUERY"))
                    .arg(Arg::new("format").long("format"))
                    .arg(Arg::new("all").short('a').action(ArgAction::SetTrue)),
            )
            .subcommand(
                Command::new("tag")
                    .arg(Arg::new("ticket"))
                    .arg(signed("tags"))
                    .arg(Arg::new("message").short('m').long("message").allow_hyphen_values(true)),
            )
    }

    fn marked(line: &str) -> String {
        let args = line.split(' ').map(OsString::from).collect();
        let words: Vec<String> =
            mark(&command(), args).into_iter().map(|w| w.into_string().unwrap()).collect();
        words.join(" ").replace(MARK, "^")
    }

    #[test]
    fn a_term_is_a_value_and_an_option_is_none() {
        assert_eq!(marked("x list -a:b --format json -a"), "x list ^-a:b --format json -a");
        assert_eq!(marked("x list -b"), "x list -b", "not the form of a term");
        assert_eq!(marked("x list --format -a:b"), "x list --format -a:b", "the value of an option");
        assert_eq!(marked("x list -C -a:b"), "x list -C -a:b");
        assert_eq!(marked("x list -- -a:b"), "x list -- -a:b");
    }

    #[test]
    fn a_tag_is_a_value_unless_it_is_a_letter_of_the_command() {
        assert_eq!(marked("x tag 1 +a -vip -m -why"), "x tag 1 +a ^-vip -m -why");
        assert_eq!(marked("x tag 1 -1d -h"), "x tag 1 ^-1d -h");
    }

    #[test]
    fn what_was_marked_comes_out_as_it_was_typed() {
        let args = ["x", "list", "-a:b", "c:d", "--format", "json"].map(OsString::from).to_vec();
        let matches = ready(command()).try_get_matches_from(mark(&command(), args)).unwrap();
        let list = matches.subcommand_matches("list").unwrap();
        let query: Vec<&String> = list.get_many("query").unwrap().collect();
        assert_eq!(query, ["-a:b", "c:d"]);
        assert_eq!(list.get_one::<String>("format").unwrap(), "json");
    }
}
