//! What the shell may put in a word's place: tickets, statuses, types, macros, people … of the desk where it runs.
//!
//! The shell runs `COMPLETE=bash tramite` (or zsh, fish, elvish, powershell) once for a script, and then on every TAB with
//! the words typed so far. Where there is no desk, or it cannot be read, nothing is offered and nothing is said.

use super::context::Context;
use super::{declared, terms};
use crate::app::{App, preset};
use crate::index::TicketRow;
use crate::model::config::{FieldSpec, TypeTemplate};
use crate::model::{Snapshot, Ticket};
use crate::process::fields::{Entry, choices};
use clap::{Arg, ArgMatches, Command};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use std::cell::OnceCell;
use std::ffi::{OsStr, OsString};

/// As many tickets as are worth looking at.
const TICKETS: usize = 100;

/// What may stand for a word, with what it means.
type Offers = Vec<(String, String)>;

/// The world of this completion.
struct World {
    // Not the context's own: that one warns of files it cannot read.
    app: App,
    words: Vec<OsString>,
}

thread_local! {
    static WORLD: OnceCell<Option<World>> = const { OnceCell::new() };
}

/// Answers a shell that completes; gives the exit code, or `None` where a person runs a command.
pub fn answer(args: &[OsString]) -> Option<u8> {
    let cwd = crate::env::Env::from_process().ok().map(|env| env.cwd);
    // The shell's own words stand behind the first `--`.
    let words: Vec<OsString> = args.iter().skip_while(|a| *a != "--").skip(1).cloned().collect();
    let factory = || {
        WORLD.with(|world| {
            world.get_or_init(|| {
                let app = App::open(&Context::new(&words).ok()?.env).ok()?;
                Some(World { app, words: words.clone() })
            });
        });
        command()
    };
    match CompleteEnv::with_factory(factory).try_complete(args.to_vec(), cwd.as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(0),
        Err(error) => {
            let _ = error.print();
            Some(2)
        }
    }
}

/// The command with the desk's aliases beside its own words, and with completers.
fn command() -> Command {
    let mut command = completed(terms::ready(declared()));
    let aliases = with(|app, _| Some(app.config.desk.aliases.clone())).unwrap_or_default();
    for (alias, text) in aliases {
        let target = text.split_whitespace().next().unwrap_or_default();
        if command.find_subcommand(&alias).is_none()
            && let Some(target) = command.find_subcommand(target).cloned()
        {
            command = command.subcommand(target.name(alias).about(format!("stands for `{text}`")));
        }
    }
    command
}

/// Every argument with the completer that its name in the help calls for.
fn completed(command: Command) -> Command {
    command.mut_args(completer).mut_subcommands(completed)
}

fn completer(arg: Arg) -> Arg {
    let name = arg.get_value_names().and_then(<[_]>::first).map(ToString::to_string).unwrap_or_default();
    let offer: fn(&str) -> Offers = match name.as_str() {
        "TICKET" | "INTO" | "OF" => tickets,
        "STATUS" => statuses,
        "TYPE" => types,
        "MACRO" => macros,
        "VIEW" => views,
        "WHO" if arg.get_id() == "with" => return arg,
        "WHO" => people,
        "WATCHER" => watchers,
        "TEAM" => |_| keyed("team"),
        "CONTACT" => |_| keyed("requester"),
        "CHANNEL" => |_| keyed("origin"),
        "PRIORITY" => |_| keyed("priority"),
        "CALENDAR" => calendars,
        "PRESET" => |_| preset::names().into_iter().map(|name| (name, String::new())).collect(),
        "KEY=VALUE" if arg.get_id() == "vars" => questions,
        "KEY=VALUE" => settings,
        "FIELDS" => fields,
        _ => return arg,
    };
    arg.add(ArgValueCompleter::new(move |current: &OsStr| {
        let current = current.to_string_lossy();
        let fits = |(value, _): &(String, String)| value.starts_with(&*current);
        let candidate = |(value, help): (String, String)| {
            let help = crate::render::sanitize::line(&help);
            let help = (!help.is_empty()).then(|| help.into());
            CompletionCandidate::new(crate::render::sanitize::line(&value)).help(help)
        };
        offer(&current).into_iter().filter(fits).map(candidate).collect::<Vec<_>>()
    }))
}

/// Asks the desk, where there is one that can be read.
fn with<T>(ask: impl Fn(&App, &World) -> Option<T>) -> Option<T> {
    WORLD.with(|world| {
        let world = world.get()?.as_ref()?;
        ask(&world.app, world)
    })
}

/// What has been typed so far, as far as it can be read: the arguments of the innermost command.
fn typed(world: &World) -> Option<ArgMatches> {
    let words = terms::mark(&declared(), world.words.clone());
    let mut matches = command().ignore_errors(true).try_get_matches_from(words).ok()?;
    while let Some((_, inner)) = matches.remove_subcommand() {
        matches = inner;
    }
    Some(matches)
}

fn word(world: &World, id: &str) -> Option<String> {
    typed(world)?.try_get_one::<String>(id).ok()?.cloned()
}

/// The ticket that is named before the word.
fn ticket(app: &App, world: &World) -> Option<TicketRow> {
    app.find(&word(world, "ticket")?).ok()
}

/// The type of the ticket, or that which is named.
fn template<'a>(app: &'a App, world: &World) -> Option<&'a TypeTemplate> {
    if let Some(row) = ticket(app, world) {
        return app.config.types.get(&row.type_id);
    }
    app.type_template(&word(world, "type_id")?).ok()
}

/// Open tickets, the newest first; all of them where a number is begun that no open ticket has.
fn tickets(current: &str) -> Offers {
    let offers = with(|app, _| {
        let mut rows = app.index().ok()?.all().ok()?;
        rows.sort_by(|a, b| (b.number, &b.uid).cmp(&(a.number, &a.uid)));
        let fits = |row: &&TicketRow| row.number.to_string().starts_with(current);
        let open: Vec<&TicketRow> = rows.iter().filter(fits).filter(|row| !app.is_final(row)).collect();
        let shown = if open.is_empty() { rows.iter().filter(fits).collect() } else { open };
        let offer = |row: &TicketRow| (row.number.to_string(), row.title.clone());
        Some(shown.into_iter().take(TICKETS).map(offer).collect())
    });
    offers.unwrap_or_default()
}

/// Where the ticket may go, and what each move lacks; else the statuses of its type.
fn statuses(current: &str) -> Offers {
    let offers = with(|app, world| {
        let row = ticket(app, world)?;
        let moves: Offers = app
            .show(&row)
            .ok()?
            .moves
            .into_iter()
            .filter(|found| found.may && found.to.starts_with(current))
            .map(|found| {
                let lacks = found.missing.join("; ");
                (found.to, if lacks.is_empty() { found.label } else { format!("{} · {lacks}", found.label) })
            })
            .collect();
        if !moves.is_empty() {
            return Some(moves);
        }
        let flow = &app.config.types.get(&row.type_id)?.flow;
        Some(flow.statuses.iter().map(|(id, s)| (id.clone(), s.label.clone().unwrap_or_default())).collect())
    });
    offers.unwrap_or_default()
}

fn types(_: &str) -> Offers {
    let offer = |t: &TypeTemplate| (t.id.clone(), t.title.clone().unwrap_or_default());
    with(|app, _| Some(app.config.types.values().map(offer).collect())).unwrap_or_default()
}

/// Macros; those that fit the ticket where one is named.
fn macros(_: &str) -> Offers {
    with(|app, world| {
        let all = app.macros(ticket(app, world).as_ref()).ok()?;
        Some(all.into_iter().map(|m| (m.id, m.title)).collect())
    })
    .unwrap_or_default()
}

fn views(_: &str) -> Offers {
    with(|app, _| {
        let reader = app.reader();
        let mine =
            app.config.views.iter().filter(|v| v.person.as_deref().is_none_or(|p| Some(p) == reader.id()));
        Some(mine.map(|v| (v.id.clone(), v.label.clone().unwrap_or_default())).collect())
    })
    .unwrap_or_default()
}

fn people(_: &str) -> Offers {
    let mut offers = keyed("assignee");
    if !offers.is_empty() {
        offers.extend([("me".to_owned(), "yourself".to_owned()), ("none".to_owned(), "nobody".to_owned())]);
    }
    offers
}

fn watchers(_: &str) -> Offers {
    let mut offers = keyed("assignee");
    offers.extend(keyed("requester"));
    offers
}

fn calendars(_: &str) -> Offers {
    with(|app, _| Some(app.calendars.ids().map(|id| (id.to_owned(), String::new())).collect()))
        .unwrap_or_default()
}

/// What can be chosen for a ticket key.
fn keyed(key: &str) -> Offers {
    with(|app, _| Some(chosen(app, None, &FieldSpec { id: key.to_owned(), ..FieldSpec::default() })))
        .unwrap_or_default()
}

fn chosen(app: &App, snapshot: Option<&Snapshot>, spec: &FieldSpec) -> Offers {
    let entry = Entry { config: &app.config, snapshot, now: app.now };
    choices(entry, spec).into_iter().map(|c| (c.id, c.label)).collect()
}

/// `key=`, and behind it what the key can be.
fn settings(current: &str) -> Offers {
    with(|app, world| {
        let template = template(app, world)?;
        let spec = |id: &str| template.fields.iter().find(|f| f.id == id).cloned();
        let Some((key, _)) = current.split_once('=') else {
            let fields = template.fields.iter().map(|f| (f.id.as_str(), f.label.clone().unwrap_or_default()));
            let keys = Ticket::settable().filter(|k| spec(k).is_none()).map(|k| (k, String::new()));
            return Some(fields.chain(keys).map(|(id, label)| (format!("{id}="), label)).collect());
        };
        let spec = spec(key).unwrap_or_else(|| FieldSpec { id: key.to_owned(), ..FieldSpec::default() });
        let snapshot = ticket(app, world).and_then(|row| app.index().ok()?.snapshot(&row).ok());
        Some(
            chosen(app, snapshot.as_ref(), &spec)
                .into_iter()
                .map(|(id, help)| (format!("{key}={id}"), help))
                .collect(),
        )
    })
    .unwrap_or_default()
}

/// What the macro asks.
fn questions(_: &str) -> Offers {
    with(|app, world| {
        let spec = app.config.macros.get(&app.macro_id(&word(world, "id")?).ok()?)?;
        let asks = spec.ask.iter();
        Some(asks.map(|a| (format!("{}=", a.id), a.label.clone().unwrap_or_default())).collect())
    })
    .unwrap_or_default()
}

/// Fields of the ticket's type.
fn fields(_: &str) -> Offers {
    with(|app, world| {
        let fields = template(app, world)?.fields.iter();
        Some(fields.map(|f| (f.id.clone(), f.label.clone().unwrap_or_default())).collect())
    })
    .unwrap_or_default()
}
