//! A desk's own words for commands (`aliases:` in desk.yaml, E4).

use super::commands::Command;
use super::context::Context;
use crate::app::{App, Error};
use crate::model::plain;
use std::ffi::OsString;

/// Puts what an alias stands for in its place. A built-in command is never hidden, and an alias never stands for an alias.
pub fn expand(context: &Context, args: Vec<OsString>) -> Result<Vec<OsString>, Error> {
    let Some(at) = command_place(&args) else { return Ok(args) };
    let word = args[at].to_string_lossy().into_owned();
    if Command::find(&word).is_some() {
        return Ok(args);
    }
    // Without a desk there are no aliases; the command's own error says what is wrong.
    let Ok(app) = App::open(&context.env) else { return Ok(args) };
    let wanted = plain(&word);
    let Some((_, text)) = app.config.desk.aliases.iter().find(|(name, _)| plain(name) == wanted) else {
        return Ok(args);
    };
    let given = &args[at + 1..];
    let mut expanded: Vec<OsString> = args[..at].to_vec();
    let mut used = 0;
    for part in words(text) {
        match part.strip_prefix('$').and_then(|n| n.parse::<usize>().ok()) {
            Some(n) if n > 0 => {
                let Some(value) = given.get(n - 1) else {
                    return Err(Error::usage(format!("`{word}` stands for `{text}` and needs {n} words"))
                        .mend(format!("write `tramite {word}` and what belongs in their place")));
                };
                used = used.max(n);
                expanded.push(value.clone());
            }
            _ => expanded.push(OsString::from(part)),
        }
    }
    expanded.extend(given[used..].iter().cloned());
    Ok(expanded)
}

/// Where the command stands, behind the options that may come before it. Whoever asks for help or the version before they name
/// a command asks about all of it.
pub fn command_place(args: &[OsString]) -> Option<usize> {
    let mut at = 1;
    while let Some(arg) = args.get(at) {
        match arg.to_string_lossy().as_ref() {
            "-C" | "--directory" | "--color" => at += 2,
            "--no-pager" => at += 1,
            word if ["-C", "--directory=", "--color="].iter().any(|place| word.starts_with(place)) => at += 1,
            word if word.starts_with('-') => return None,
            _ => return Some(at),
        }
    }
    None
}

/// Words as a shell splits them, with quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::{command_place, words};
    use std::ffi::OsString;

    #[test]
    fn every_command_is_known_to_the_check_of_aliases() {
        let known = crate::process::lint::COMMANDS;
        for command in &crate::cli::commands::COMMANDS {
            assert!(known.contains(&command.name), "{}", command.name);
        }
    }

    #[test]
    fn the_command_is_found_behind_what_is_for_every_command() {
        let place = |line: &str| command_place(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(place("tramite show 1"), Some(1));
        assert_eq!(place("tramite -C x --color never --no-pager show"), Some(6));
        assert_eq!(place("tramite -Cx --directory=y --color=never list -C z"), Some(4));
        for asks_about_all in ["tramite --help show", "tramite -V list", "tramite -- list", "tramite -C"] {
            assert_eq!(place(asks_about_all), None, "{asks_about_all}");
        }
    }

    #[test]
    fn an_alias_is_split_as_a_shell_splits() {
        assert_eq!(words("transition $1 devolvido"), ["transition", "$1", "devolvido"]);
        assert_eq!(words("list 'title:\"a b\"' \"\" x"), ["list", "title:\"a b\"", "", "x"]);
    }
}
