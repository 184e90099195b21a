//! What is wrong with a configuration that could be read, each mistake at its line.

use crate::calendar::CalendarSet;
use crate::codec::config::{locate, text_line};
use crate::model::config::{Config, ConfigFile};
use crate::model::{Finding, Severity};
use crate::process::lint;

/// Folders of `.tramite/` and how the names of their files end.
const FOLDERS: [(&str, &[&str]); 7] = [
    ("types", &["yaml", "yml"]),
    ("tables", &["yaml", "yml"]),
    ("calendars", &["yaml", "yml", "ics"]),
    ("sla", &["yaml", "yml"]),
    ("macros", &["hbs"]),
    ("views", &["yaml", "yml"]),
    ("contacts", &["yaml", "yml"]),
];

/// Everything that is wrong with its process, calendars and policies, and files that nothing reads.
pub fn findings(config: &Config, files: &[ConfigFile]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = files.iter().filter_map(unread).collect();
    let mut add =
        |part: &str, key: &[String], text: Option<(u32, u32)>, message: String, severity: Severity| {
            let rule = rule_of(part);
            let mut finding = Finding::error(rule, message).with_severity(severity);
            let path = config.files.get(part).cloned().unwrap_or_else(|| format!(".tramite/{part}.yaml"));
            if let Some(file) = files.iter().find(|f| f.path == path) {
                let keys: Vec<&str> = key.iter().map(String::as_str).collect();
                let place = match text {
                    Some((line, column)) => Some((text_line(file) + line - 1, column)),
                    None => locate(file, &keys),
                };
                if let Some((line, column)) = place {
                    finding = finding.at(line, column);
                }
            }
            findings.push(finding.in_file(&path));
        };
    for problem in lint::config(config) {
        add(&problem.file, &problem.key, problem.text, problem.message, problem.severity);
    }
    for problem in CalendarSet::compile(config).1 {
        let severity = if problem.warning { Severity::Warning } else { Severity::Error };
        let part = if problem.calendar.is_empty() {
            "desk".to_owned()
        } else {
            format!("calendars/{}", problem.calendar)
        };
        add(&part, &problem.key, None, problem.message, severity);
    }
    for problem in crate::sla::lint(config) {
        add(&format!("sla/{}", problem.policy), &problem.key, None, problem.message, problem.severity);
    }
    findings
}

/// The rule of a mistake: what kind of file it is in.
fn rule_of(part: &str) -> &'static str {
    match part.split('/').next().unwrap_or_default() {
        "types" => "type",
        "tables" => "table",
        "calendars" => "calendar",
        "sla" => "policy",
        "macros" => "macro",
        "views" => "view",
        "contacts" => "contact",
        "automations" => "automation",
        _ => "desk",
    }
}

/// A warning about a file that looks like configuration and stands where nothing reads it.
fn unread(file: &ConfigFile) -> Option<Finding> {
    let rest = file.path.strip_prefix(".tramite/")?;
    let ending = rest.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !["yaml", "yml", "hbs", "ics"].contains(&ending) {
        return None;
    }
    let parts: Vec<&str> = rest.split('/').collect();
    let known = match parts.as_slice() {
        ["desk.yaml" | "automations.yaml"] | ["views", "people", _] | ["macros", ..] if ending != "ics" => {
            parts[0] != "macros" || ending == "hbs"
        }
        [folder, _] => FOLDERS.iter().any(|(name, endings)| name == folder && endings.contains(&ending)),
        _ => false,
    };
    if known {
        return None;
    }
    let folders = FOLDERS.map(|(name, _)| name).join(", ");
    let message = format!(
        "no file of a desk has this path, so nothing reads it; there are desk.yaml, automations.yaml and the folders {folders}"
    );
    let finding = Finding::error("not_read", message).in_file(&file.path).at(1, 1);
    Some(finding.with_severity(Severity::Warning))
}
