//! A whole desk as the design shows it (3.2, 3.3, 6).

use crate::codec::config::{load, locate};
use crate::model::config::{
    Config, ConfigFile, EnumValue, FieldKind, OneOrMany, Pick, Requirement, SetValue, StatusCategory,
};
use crate::model::{CommentKind, Finding, Severity, Value, Verdict};

const DESK: &str = r#"name: Suporte ACME
timezone: America/Sao_Paulo
locale: pt-BR                 # dates, durations and numbers, written and read
calendar: comercial
comment: public
priorities:                   # most urgent first
  - {id: alta, label: Alta, help: Impede uma operação que gera entrega}
  - {id: media, label: Média}
people:
  - {id: ana, name: Ana Souza, email: ana@desk.example, roles: [leader, agent], teams: [suporte], skills: {fiscal: 3}, away: ["2026-12-20..2027-01-05"]}
  - {id: robo, name: Portal, email: [portal@desk.example, robo@desk.example], roles: [automation]}
teams:
  - {id: suporte, label: Suporte, leader: ana}
channels:
  - {id: phone, label: Telefone, contact: true}
  - {id: portal, label: Portal}
rating: [{value: 1, label: Ótimo, good: true}, {value: 5, label: Péssimo}]
rules:
  - {id: geral, when: "public_since_contact:>=3", require: [phone_contact], severity: gap}
config: {contacts: [agent], "*": [leader]}
next: fila
dashboard: [aprovar, minhas, vencendo]
numbers: reserved
sync: on_write
require_signed: true
max_attachment: 25MB
aliases: {abrir: open, responder: reply, devolver: "transition $1 devolvido"}
repositories: [{path: ../erp, branches: [main], fixed_when: merged}]
"#;

const BUG: &str = r#"type: bug
title: Reporte de bug
open: {roles: [agent], teams: [suporte], origins: [phone, portal], requester: "trained:true", title: "[BUG] {{title}}", macro: abertura/bug}
fields:
  - {id: due, label: Prazo, default: "+5d"}
  - {id: modulo, label: Módulo, kind: row, table: modulos, required: open}
  - {id: rotina, kind: row, table: rotinas, depends_on: modulo}
  - {id: causa, label: Causa, kind: enum, values: [{id: erro, label: Erro de sistema}, uso, 12.10], required: "enter:resolvido"}
  - {id: xml, label: XML da NFe, kind: attachment, required: [open, always], when: "modulo:nfe"}
  - {id: peso, kind: int, min: 1, max: 6.50, min_length: 1, pattern: "[1-6]", help: Peso}
flow:
  initial: em_revisao
  statuses:
    em_revisao:     {label: Em revisão, category: new}
    em_diagnostico: {label: Diagnóstico, customer: Em análise, category: active}
    devolvido:      {label: Devolvido ao suporte, category: active}
    pendente:       {label: Pendente cliente, category: waiting}
    resolvido:      {label: Resolvido, category: resolved}
  transitions:
    - {from: em_revisao, to: em_diagnostico, requires: ["approval:revisao"], route: true}
    - {from: [em_diagnostico, pendente], to: devolvido, requires: [missing], set: {team: suporte, assignee: {pick: previous}, due: , tags: [+a, -b]}}
    - {from: em_diagnostico, to: resolvido, requires: [public_reply, {reason: {min_length: 20}}], roles: [agent], when: "-produto:legado", macro: encerramento/solucao}
  events:
    - {event: customer_message, when: "status:pendente", to: em_diagnostico}
    - {event: "refused:solucao", to: em_diagnostico, route: true, set: {tags: [+volta]}}
approvals:
  revisao:  {by: ["role:leader", "team:suporte"], not: [opener]}
  proposta: {by: [customer], of: [valor]}
  solucao:  {by: [customer, "contact:unidade:responsavel"], since: opened}
rules:
  - {id: sem_prazo, when: "status:backlog,em_diagnostico", forbid: [due], message: "…"}
  - {id: reclassificacao, when: "changed:priority,type", require: [{internal_comment: {min_length: 20}}]}
  - {id: versao_antiga, at: open, when: ["versao:<12.1.33", "versao:none"], severity: warning}
  - {id: documentos, at: comment, forbid_pattern: [cpf, senha]}
routing:
  - {when: "severidade:grave", team: produto, assign: {pick: senior, by: modulo, level: ">=2"}}
  - {team: suporte, assign: round_robin}
"#;

const POLICY: &str = r#"policy: padrao
when: "type:bug,servico"
order: 2
calendar: comercial
version: current
calendar_version: at_open
pause: ["category:waiting", "tag:parado"]
warn: 75%
metrics:
  first_response: {start: opened, stop: reply, targets: [{when: "priority:alta", within: 4h}, {within: 8h}]}
  next_response:  {start: customer_message, after: reply, stop: reply, repeat: true, targets: [{within: 8h}]}
  update:         {start: reply, stop: reply, repeat: true, while: "category:active", pause: [], targets: [{within: 2bd}]}
  agendamento:    {start: ["enter:aceito", customer_message], stop: "enter:agendado", target: at_open, reopen: new_cycle, calendar: always, warn: 50%, targets: [{within: 1p}]}
"#;

const MACRO: &str = r#"---
title: Pedir mais informações
kind: public
when: "type:bug"
ask: [{id: rotina, label: Qual rotina?}]
set: {status: devolvido, tags: [+faltam_dados]}
route: true
approve: {what: solucao, verdict: tacit}
---
Olá {{requester.name}}.

# não é comentário
"#;

const CONTACTS: &str = r"organization: acme
name: ACME Ltda
flags: [cloud]
contract: {packages: [{bought: 2026-01-10, hours: 20, until: 2026-12-31}]}
tables: {motivos: {backup: {coberto: true}}}
contacts:
  - {id: daiane@acme, name: Daiane, email: daiane@acme.example, trained: true, ramal: , roles: [responsavel]}
segmento: 007
";

fn file(path: &str, text: &str) -> ConfigFile {
    ConfigFile { path: format!(".tramite/{path}"), bytes: text.as_bytes().to_vec() }
}

pub(super) fn desk() -> Vec<ConfigFile> {
    vec![
        file("desk.yaml", DESK),
        file("types/bug.yaml", BUG),
        file("sla/padrao.yaml", POLICY),
        file("macros/coleta/faltam_dados.hbs", MACRO),
        file("macros/simples.hbs", "Só texto\n"),
        file("contacts/acme.yaml", CONTACTS),
        file(
            "tables/motivos.yaml",
            "table: motivos\nrows:\n  - {id: backup, label: Backup de banco de dados, responsavel: cliente, coberto: false, preco: 12.10}\n",
        ),
        file(
            "calendars/comercial.yaml",
            "calendar: comercial\ntimezone: America/Sao_Paulo\nhours:\n  mon-fri: [\"08:00-12:00\", \"13:30-18:00\"]\n  sat: 08:00-12:00\n\
             holidays: [br, \"2026-06-24\", 12-31]\nics: feriados.ics\ndates: {\"2026-12-24\": [\"08:00-12:00\"], 2026-12-26: []}\n",
        ),
        file("calendars/feriados.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        file(
            "views/fila.yaml",
            "- {id: fila, label: Fila, query: \"assignee:me,none\", order: [-category:active, -priority, opened], columns: [number, title]}\n",
        ),
        file("views/people/ana.yaml", "- {id: minhas, query: [\"assignee:me\", \"watcher:me\"]}\n"),
        file(
            "automations.yaml",
            "- {id: aceite_tacito, when: \"in_status:>=15d\", do: {to: fechado, approve: {what: solucao, verdict: tacit}, macro: encerramento/aceite, route: true}}\n",
        ),
        file("README.md", "[[[ not ours"),
        file("types/notes.txt", "[[[ not ours"),
    ]
}

fn one(text: &str) -> OneOrMany {
    OneOrMany::from(text)
}

fn many(texts: &[&str]) -> OneOrMany {
    OneOrMany(texts.iter().map(|text| (*text).to_owned()).collect())
}

fn loaded() -> Config {
    let (config, findings) = load(&desk());
    assert_eq!(findings, []);
    config
}

#[test]
fn desk_yaml_is_read() {
    let desk = loaded().desk;
    assert_eq!(
        (desk.name.as_str(), desk.timezone.as_str(), desk.locale.as_str()),
        ("Suporte ACME", "America/Sao_Paulo", "pt-BR")
    );
    assert_eq!((desk.calendar.as_deref(), desk.comment), (Some("comercial"), CommentKind::Public));
    assert_eq!(desk.priorities.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["alta", "media"]);
    assert_eq!(desk.priorities[0].help.as_deref(), Some("Impede uma operação que gera entrega"));
    assert_eq!(desk.people[0].skills["fiscal"], 3);
    assert_eq!(desk.people[0].away, ["2026-12-20..2027-01-05"]);
    assert_eq!(desk.people[0].email, one("ana@desk.example"));
    assert_eq!(desk.people[1].email, many(&["portal@desk.example", "robo@desk.example"]));
    assert_eq!(desk.teams[0].leader.as_deref(), Some("ana"));
    assert_eq!(desk.channels.iter().map(|c| c.contact).collect::<Vec<_>>(), [true, false]);
    assert_eq!(
        (desk.rating[0].value.0.as_str(), desk.rating[0].good, desk.rating[1].good),
        ("1", true, false)
    );
    assert_eq!((desk.rules[0].id.as_str(), desk.rules[0].severity), ("geral", Severity::Gap));
    assert_eq!(desk.config["*"], ["leader"]);
    assert_eq!((desk.next.as_deref(), desk.dashboard.len()), (Some("fila"), 3));
    assert_eq!(
        (desk.numbers.as_str(), desk.sync.as_str(), desk.require_signed),
        ("reserved", "on_write", true)
    );
    assert_eq!(desk.max_attachment.as_deref(), Some("25MB"));
    assert_eq!(desk.aliases["devolver"], "transition $1 devolvido");
    assert_eq!(desk.repositories[0].fixed_when.as_deref(), Some("merged"));
}

#[test]
fn a_types_fields_and_opening_are_read() {
    let bug = loaded().types.remove("bug").unwrap();
    assert_eq!(bug.title.as_deref(), Some("Reporte de bug"));
    assert_eq!(bug.open.title.as_deref(), Some("[BUG] {{title}}"));
    assert_eq!(
        (bug.open.requester, bug.open.macro_id.as_deref()),
        (one("trained:true"), Some("abertura/bug"))
    );
    assert_eq!(bug.fields[0].default.as_deref(), Some("+5d"));
    assert_eq!((bug.fields[1].kind, bug.fields[1].required.clone()), (FieldKind::Row, one("open")));
    assert_eq!(bug.fields[2].depends_on.as_deref(), Some("modulo"));
    let plain = |id: &str| EnumValue { id: id.to_owned(), label: None, help: None };
    let erro = EnumValue { label: Some("Erro de sistema".to_owned()), ..plain("erro") };
    assert_eq!(bug.fields[3].values, [erro, plain("uso"), plain("12.10")]);
    assert_eq!(bug.fields[4].required, many(&["open", "always"]));
    let peso = &bug.fields[5];
    assert_eq!(
        (peso.min.as_deref(), peso.max.as_deref(), peso.min_length),
        (Some("1"), Some("6.50"), Some(1))
    );
}

#[test]
fn a_types_flow_is_read() {
    let bug = loaded().types.remove("bug").unwrap();
    assert_eq!(bug.flow.initial, "em_revisao");
    assert_eq!(bug.flow.statuses.get_index(1).unwrap().0, "em_diagnostico");
    assert_eq!(bug.flow.statuses["pendente"].category, StatusCategory::Waiting);
    assert_eq!(bug.flow.statuses["em_diagnostico"].customer.as_deref(), Some("Em análise"));
    let [first, second, third] = &bug.flow.transitions[..] else { panic!("three transitions") };
    assert_eq!((first.requires.clone(), first.route), (vec![Requirement::parse("approval:revisao")], true));
    assert_eq!(second.from, many(&["em_diagnostico", "pendente"]));
    let previous = Pick { pick: "previous".to_owned(), ..Pick::default() };
    assert_eq!(second.set["assignee"], SetValue::Pick(previous));
    assert_eq!(second.set["due"], SetValue::Text(String::new()));
    assert_eq!(second.set["tags"], SetValue::List(vec!["+a".to_owned(), "-b".to_owned()]));
    assert_eq!(third.requires[1], Requirement { min_length: Some(20), ..Requirement::parse("reason") });
    assert_eq!(
        (third.when.clone(), third.macro_id.as_deref()),
        (one("-produto:legado"), Some("encerramento/solucao"))
    );
    assert_eq!(bug.flow.events[0].effects.to.as_deref(), Some("em_diagnostico"));
    assert_eq!(
        (bug.flow.events[1].event.as_str(), bug.flow.events[1].effects.route),
        ("refused:solucao", true)
    );
}

#[test]
fn a_types_approvals_rules_and_routing_are_read() {
    let bug = loaded().types.remove("bug").unwrap();
    assert_eq!(bug.approvals["revisao"].not, ["opener"]);
    assert_eq!(bug.approvals["proposta"].of, ["valor"]);
    assert_eq!(bug.approvals["solucao"].since.as_deref(), Some("opened"));
    assert_eq!(bug.rules[0].forbid, ["due"]);
    assert_eq!(bug.rules[1].require[0].min_length, Some(20));
    assert_eq!((bug.rules[2].when.0.len(), bug.rules[2].severity), (2, Severity::Warning));
    assert_eq!(bug.rules[3].forbid_pattern, many(&["cpf", "senha"]));
    let senior = Pick {
        pick: "senior".to_owned(),
        by: Some("modulo".to_owned()),
        level: Some(">=2".to_owned()),
        ..Pick::default()
    };
    assert_eq!(bug.routing[0].assign, Some(SetValue::Pick(senior)));
    assert_eq!(bug.routing[1].assign, Some(SetValue::Text("round_robin".to_owned())));
}

#[test]
fn a_policy_is_read() {
    let policy = loaded().policies.remove("padrao").unwrap();
    assert_eq!(
        (policy.when, policy.order, policy.warn.as_deref()),
        (one("type:bug,servico"), 2, Some("75%"))
    );
    assert_eq!(
        (policy.version.as_deref(), policy.calendar_version.as_deref()),
        (Some("current"), Some("at_open"))
    );
    assert_eq!(policy.pause.0.len(), 2);
    let names: Vec<_> = policy.metrics.keys().map(String::as_str).collect();
    assert_eq!(names, ["first_response", "next_response", "update", "agendamento"]);
    let first = &policy.metrics["first_response"];
    assert_eq!(
        (first.targets[0].within.as_str(), first.targets[1].when.is_empty(), &first.pause),
        ("4h", true, &None)
    );
    assert_eq!(
        (policy.metrics["next_response"].repeat, &policy.metrics["next_response"].after),
        (true, &one("reply"))
    );
    let update = &policy.metrics["update"];
    assert_eq!((&update.while_, update.pause.clone()), (&one("category:active"), Some(OneOrMany::default())));
    let last = &policy.metrics["agendamento"];
    assert_eq!(last.start, many(&["enter:aceito", "customer_message"]));
    assert_eq!(
        (last.target.as_deref(), last.reopen.as_deref(), last.calendar.as_deref()),
        (Some("at_open"), Some("new_cycle"), Some("always"))
    );
}

#[test]
fn the_other_parts_are_read() {
    let config = loaded();
    let collect = &config.macros["coleta/faltam_dados"];
    assert_eq!((collect.title.as_str(), collect.kind), ("Pedir mais informações", Some(CommentKind::Public)));
    assert_eq!(collect.text, "Olá {{requester.name}}.\n\n# não é comentário\n");
    assert_eq!((collect.ask[0].id.as_str(), collect.effects.route), ("rotina", true));
    assert_eq!(collect.effects.set["status"], SetValue::Text("devolvido".to_owned()));
    assert_eq!(collect.effects.approve.as_ref().unwrap().verdict, Verdict::Tacit);
    assert_eq!(config.macros["simples"].text, "Só texto\n");
    assert_eq!(config.tables["motivos"].rows[0].columns["preco"], Value::from("12.10"));
    let acme = &config.organizations["acme"];
    assert_eq!(acme.contacts[0].extra["trained"], Value::from("true"));
    assert_eq!(acme.contacts[0].extra["ramal"], Value::from(""));
    assert_eq!(acme.tables["motivos"]["backup"]["coberto"], Value::from("true"));
    assert_eq!(acme.contract["packages"].texts(), ["2026-01-10", "20", "2026-12-31"]);
    assert_eq!(acme.extra["segmento"], Value::from("007"));
    let calendar = &config.calendars["comercial"];
    assert_eq!(calendar.hours["sat"], one("08:00-12:00"));
    assert_eq!(calendar.holidays, many(&["br", "2026-06-24", "12-31"]));
    assert_eq!((calendar.ics.clone(), calendar.dates["2026-12-26"].is_empty()), (one("feriados.ics"), true));
    assert!(config.ics["feriados.ics"].text.starts_with("BEGIN:VCALENDAR"));
    assert_eq!((config.views[0].id.as_str(), config.views[0].person.as_deref()), ("fila", None));
    assert_eq!((config.views[1].query.0.len(), config.views[1].person.as_deref()), (2, Some("ana")));
    assert_eq!(config.automations[0].effects.macro_id.as_deref(), Some("encerramento/aceite"));
    assert!(config.automations[0].effects.route);
    assert_eq!(config.files["types/bug"], ".tramite/types/bug.yaml");
    assert_eq!(config.files["macros/coleta/faltam_dados"], ".tramite/macros/coleta/faltam_dados.hbs");
}

/// The findings of a desk with one file in place of another.
pub(super) fn with(path: &str, text: &str) -> (Config, Vec<Finding>) {
    let mut files = desk();
    files.retain(|old| old.path != format!(".tramite/{path}"));
    files.push(file(path, text));
    load(&files)
}

#[test]
fn each_malformed_construct_has_its_place() {
    for (path, text, rule, line, col) in [
        ("desk.yaml", "name: x\npeople:\n  - {name: Ana}\n".to_owned(), "missing_key", 3, 5),
        ("desk.yaml", "name: [a]\n".to_owned(), "wrong_shape", 1, 7),
        ("desk.yaml", "require_signed: talvez\n".to_owned(), "wrong_shape", 1, 17),
        ("desk.yaml", "comment: secret\n".to_owned(), "bad_value", 1, 10),
        ("desk.yaml", "people:\n  - {id: a, skills: {x: muito}}\n".to_owned(), "wrong_shape", 2, 25),
        ("desk.yaml", "nome: x\n".to_owned(), "unknown_key", 1, 1),
        ("desk.yaml", "name: x: y\n".to_owned(), "yaml_syntax", 1, 8),
        ("desk.yaml", "<<<<<<< a\n".to_owned(), "conflict_markers", 1, 1),
        ("desk.yaml", "name: a\nname: b\n".to_owned(), "duplicate_key", 2, 1),
        (
            "types/bug.yaml",
            BUG.replace("kind: row, table: modulos", "kind: rwo, table: modulos"),
            "bad_value",
            6,
            39,
        ),
        ("types/bug.yaml", BUG.replace("category: waiting", "category: wait"), "bad_value", 17, 57),
        ("types/bug.yaml", BUG.replace("requires: [missing]", "requires: {a: b}"), "wrong_shape", 21, 67),
        ("types/bug.yaml", BUG.replace("severity: warning", "severity: info"), "bad_value", 33, 87),
        (
            "types/bug.yaml",
            BUG.replace("{internal_comment: {min_length: 20}}", "{internal_comment: {min_length: x}}"),
            "wrong_shape",
            32,
            100,
        ),
        (
            "types/bug.yaml",
            BUG.replace("event: customer_message, when", "event: customer_message, wen"),
            "unknown_key",
            24,
            33,
        ),
        ("types/bug.yaml", BUG.replace("label: Erro de", "labl: Erro de"), "unknown_key", 8, 63),
        ("types/bug.yaml", BUG.replace("by: modulo", "of: modulo"), "unknown_key", 36, 70),
        ("sla/padrao.yaml", POLICY.replace("repeat: true, while", "repeat: 2, while"), "wrong_shape", 12, 55),
        ("sla/padrao.yaml", POLICY.replace("order: 2", "order: first"), "wrong_shape", 3, 8),
        ("macros/coleta/faltam_dados.hbs", MACRO.replace("kind: public", "kind: publico"), "bad_value", 3, 7),
        ("macros/coleta/faltam_dados.hbs", MACRO.replace("when: ", "quando: "), "unknown_key", 4, 1),
        ("macros/aberta.hbs", "---\ntitle: x\n".to_owned(), "front_matter", 1, 1),
        ("views/outra.yaml", "- {query: x}\n".to_owned(), "missing_key", 1, 3),
        ("automations.yaml", "- {id: a, when: x}\n".to_owned(), "missing_key", 1, 3),
        ("tables/outra.yaml", "rows: []\n".to_owned(), "missing_key", 1, 1),
        ("tables/outra.yaml", "table: x\n".to_owned(), "id_file_name", 1, 8),
        ("types/outro.yml", "type: x\n".to_owned(), "not_read", 1, 1),
    ] {
        let (config, findings) = with(path, &text);
        let places: Vec<_> =
            findings.iter().map(|f| (f.rule.as_str(), f.line.unwrap_or(0), f.column.unwrap_or(0))).collect();
        assert_eq!(places, [(rule, line, col)], "{path}\n{text}\n{findings:?}");
        assert_eq!(findings[0].path.as_deref(), Some(format!(".tramite/{path}").as_str()));
        // Everything else is still there.
        assert!(config.types.contains_key("bug") && config.policies.contains_key("padrao"), "{path}");
    }
}

#[test]
fn one_bad_item_does_not_take_its_neighbours_along() {
    let bad = DESK
        .replace("{id: media, label: Média}", "{label: Média}")
        .replace("skills: {fiscal: 3}", "skills: x");
    let (config, findings) = with("desk.yaml", &bad);
    assert_eq!(findings.iter().map(|f| f.line.unwrap()).collect::<Vec<_>>(), [8, 10]);
    assert_eq!((config.desk.priorities.len(), config.desk.people.len()), (1, 2));
    assert_eq!(config.desk.name, "Suporte ACME");
}

#[test]
fn unknown_keys_name_the_nearest_known_one() {
    let (_, findings) = with("sla/padrao.yaml", &POLICY.replace("pause: [\"", "pausa: [\""));
    assert_eq!(findings[0].message, "unknown key `pausa`; did you mean `pause`?");
    assert_eq!(findings[0].severity, Severity::Warning);
}

#[test]
fn two_parts_with_one_id_are_found() {
    let (config, findings) = with("types/novo.yaml", "type: bug\ntitle: Outro\n");
    let rules: Vec<_> = findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(rules, ["id_file_name", "duplicate_id"]);
    assert_eq!(config.types["bug"].title.as_deref(), Some("Reporte de bug"));
    let (_, findings) = with("views/outra.yaml", "- {id: fila}\n");
    assert_eq!(findings[0].rule, "duplicate_id");
}

#[test]
fn a_desk_without_desk_yaml_is_no_desk() {
    let (_, findings) = load(&[file("types/bug.yaml", BUG)]);
    assert_eq!(findings[0].rule, "no_desk");
}

#[test]
fn keys_are_found_in_their_file() {
    let bug = file("types/bug.yaml", BUG);
    assert_eq!(locate(&bug, &["flow", "transitions", "2", "to"]), Some((22, 30)));
    assert_eq!(locate(&bug, &["flow", "statuses", "devolvido"]), Some((16, 5)));
    assert_eq!(locate(&bug, &["rules", "documentos", "at"]), Some((34, 22)));
    assert_eq!(locate(&bug, &["flow", "nada", "x"]), Some((11, 1)));
    assert_eq!(locate(&bug, &[]), Some((1, 1)));
    assert_eq!(locate(&file("types/x.yaml", "a: ["), &["a"]), None);
    let macro_file = file("macros/coleta/faltam_dados.hbs", MACRO);
    assert_eq!(locate(&macro_file, &["set", "tags"]), Some((6, 26)));
}
