//! What a command does with the remote by itself, where the desk says `sync: on_write` (7).

use super::context::Context;
use crate::app::Error;
use crate::app::sync::{after_change, before_change};
use crate::render::{Tone, sanitize};

/// A command that writes on a desk that is kept in step.
pub struct Begun {
    /// The tip that it starts from.
    tip: String,
    /// Whether the remote could be reached.
    in_step: bool,
}

/// Before a command that writes: what others did.
pub fn before(context: &mut Context) -> Option<Begun> {
    // What is wrong with the desk is the command's to say.
    let app = context.unwarned().ok()?;
    if app.config.desk.sync != "on_write" {
        return None;
    }
    let head = app.head.clone();
    let trouble = before_change(&context.env);
    if let Some(text) = &trouble {
        context.ui.say_as(Tone::Warn, "warning", &sanitize::line(text));
    }
    let tip = context.unwarned().ok()?.store.tip().ok()??;
    if tip != head {
        context.forget();
    }
    Some(Begun { tip, in_step: trouble.is_none() })
}

/// After it: where the branch has moved, what it moved by is sent.
pub fn after(context: &Context, begun: Option<Begun>) {
    let (Some(begun), Some(app)) = (begun, context.opened()) else { return };
    if app.store.tip().is_ok_and(|tip| tip.as_ref() == Some(&begun.tip)) {
        return;
    }
    let trouble = if begun.in_step {
        after_change(&context.env)
    } else {
        // What stood in the way a moment ago is not waited for once more.
        Some("recorded here, but not sent; `tramite sync` sends it".to_owned())
    };
    if let Some(text) = trouble {
        context.ui.say_as(Tone::Warn, "warning", &sanitize::line(&text));
    }
}

/// Where a command has done its work and could only not say so, that is said: nobody is to do it twice.
pub fn explained(context: &Context, error: Error) -> Error {
    let moved = || {
        let app = context.opened()?;
        app.store.tip().ok()?.filter(|tip| *tip != app.head)
    };
    match moved() {
        Some(tip) if error.is_of_output() => error
            .because(format!("the change is recorded all the same, as {}", tip.get(..10).unwrap_or(&tip)))
            .mend("do not repeat it; `tramite log TICKET` shows it"),
        _ => error,
    }
}
