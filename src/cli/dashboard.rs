//! `tramite` alone: what waits for whom.

use super::context::{Context, Exit};
use super::pages;
use super::show::warn_unknown;
use crate::app::{App, Error};
use crate::index::TicketRow;
use crate::model::Severity;
use crate::render::dashboard::{Section, render};

/// Rows of a section; the rest is told as a number.
const ROWS: usize = 8;

/// Runs it.
pub fn run(context: &Context) -> Result<Exit, Error> {
    let app = context.app()?;
    let (mut sections, mut shown) = (Vec::new(), Vec::new());
    for name in views(app) {
        let view = app.view(&name)?;
        let mut listed = app.list(&app.ask_of(view)?)?;
        let total = listed.len();
        listed.truncate(ROWS);
        shown.extend(listed.iter().map(|l| l.row.clone()));
        let title = view.label.clone().unwrap_or_else(|| view.id.clone());
        let table = pages::table_with_files(app, &listed, &context.columns_of(app, view)).titled(title);
        sections.push(Section { table, total, command: format!("tramite list --view {}", view.id) });
    }
    let mut notes = Vec::new();
    let wrong = app.index()?.problems()?.into_iter().chain(app.findings.iter().cloned());
    let wrong = wrong.filter(|f| f.severity == Severity::Error).count();
    if wrong > 0 {
        notes.push(format!("{wrong} files cannot be read as they are; `tramite validate` says where"));
    }
    if let Some(unsent) = app.store.unsent()?.filter(|n| *n > 0) {
        notes.push(match unsent {
            1 => "1 commit has not been sent; `tramite sync` sends it".to_owned(),
            more => format!("{more} commits have not been sent; `tramite sync` sends them"),
        });
    }
    shown.sort_by(|a: &TicketRow, b| (a.number, &a.uid).cmp(&(b.number, &b.uid)));
    shown.dedup_by(|a, b| a.uid == b.uid);
    warn_unknown(context, app, &shown);
    context.show(&render(&app.config.desk.name, &notes, &sections, context.page(app)))
}

/// The views of the dashboard; where the desk names none, its first ones.
fn views(app: &App) -> Vec<String> {
    let theirs = &app.config.desk.customers.dashboard;
    if app.is_customer() && !theirs.is_empty() {
        return theirs.clone();
    }
    if app.config.desk.dashboard.is_empty() {
        return app
            .config
            .views
            .iter()
            .filter(|v| v.person.is_none())
            .take(3)
            .map(|v| v.id.clone())
            .collect();
    }
    app.config.desk.dashboard.clone()
}
