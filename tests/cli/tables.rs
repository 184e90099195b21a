//! Tables, exceptions of customers, what customers see, and what they are told, on one desk of the preset `portal`.

use crate::harness::Place;
use serde_json::Value as Json;

const RUI: (&str, &str) = ("Rui Costa", "rui@desk.example");
const DAIANE: (&str, &str) = ("Daiane Lima", "daiane@acme.example");
const LIA: (&str, &str) = ("Lia Prado", "lia@padaria.example");

/// A portal with an agent, the sample customer ACME, and another one.
fn portal() -> Place {
    let place = Place::repository();
    place.tramite(&["init", "--preset", "portal"]).ok();
    place.write(
        ".tramite/contacts/padaria.yaml",
        "organization: padaria\nname: Padaria Sol\ncontacts:\n  - {id: lia@padaria, name: Lia Prado, email: lia@padaria.example, trained: true}\n",
    );
    let desk = place.read(".tramite/desk.yaml");
    let rui = "people:\n  - {id: rui, name: Rui Costa, email: rui@desk.example, roles: [agent], teams: [atendimento]}\n";
    place.write(".tramite/desk.yaml", &desk.replace("people:\n", rui));
    place.commit("people");
    place.write("tela.png", "PNG");
    place
}

fn be(place: &mut Place, who: (&str, &str)) {
    place.be(who.0, who.1);
}

const OPEN: [&str; 16] = [
    "open",
    "suporte",
    "-t",
    "Pedido some",
    "--origin",
    "portal",
    "-f",
    "versao=12.1.30",
    "-f",
    "caminho=Vendas",
    "-f",
    "documento=551",
    "-f",
    "imagem=tela.png",
    "-d",
    "O pedido 551 some da tela depois de confirmado.",
];

fn open(place: &Place, title: &str) {
    let mut args = OPEN.to_vec();
    args[3] = title;
    args.extend(["-f", "item=vendas", "-f", "servico=pedido"]);
    place.tramite(&args).ok();
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn each_choice_narrows_the_next_and_each_customer_has_exceptions() {
    let mut desk = portal();
    be(&mut desk, DAIANE);
    // Nothing said at all: what is missing comes before the macro that would speak of it.
    let nothing = desk.tramite(&["open", "suporte"]).fails(4);
    says(
        &nothing,
        &["the title is empty", "--origin portal", "Item is required", "Imagem da tela is required"],
    );
    assert!(!nothing.contains("macro"), "{nothing}");
    says(
        &desk.tramite(&["type", "show", "suporte"]).ok(),
        &["open, when -item:nfe", "open, when item:nfe", "enter:aguardando_aprovacao "],
    );
    // Nothing chosen: the items are named, the services are not.
    let refused = desk.tramite(&OPEN).fails(4);
    says(
        &refused,
        &["Item is required: -f item=vendas|estoque|financeiro|nfe", "Serviço is required: -f servico=…"],
    );
    let with = |more: &[&str]| desk.tramite(&[&OPEN[..], more].concat());
    says(&with(&["-f", "item=estoque"]).fails(4), &["-f servico=inventario|transferencia"]);
    says(
        &with(&["-f", "item=estoque", "-f", "servico=pedido"]).fails(4),
        &["no row of table servicos with item estoque: there are inventario, transferencia"],
    );
    // A subject of NFe takes the picture of the rejection and the XML, and no other picture.
    let nfe = with(&["-f", "item=nfe", "-f", "servico=emissao"]).fails(4);
    says(
        &nfe,
        &["Imagem da rejeição is required: -f imagem_rejeicao=FILE", "XML da nota is required: -f xml=FILE"],
    );
    // A description that says nothing.
    let mut short = OPEN.to_vec();
    short[15] = "some";
    short.extend(["-f", "item=vendas", "-f", "servico=pedido"]);
    says(&desk.tramite(&short).fails(4), &["Descrição: \"some\" is too short: at least 30 characters"]);
    open(&desk, "Da ACME");
    be(&mut desk, LIA);
    open(&desk, "Da padaria");

    // Backup is covered for ACME by its contract, for nobody else.
    be(&mut desk, RUI);
    for ticket in ["1", "2"] {
        desk.tramite(&["transition", ticket, "em_atendimento"]).ok();
    }
    let answer = ["aguardando_aprovacao", "-m", "Restauramos a base.", "-f", "motivo=backup"];
    let reply = |ticket: &str| desk.tramite(&[&["reply", ticket], &answer[..]].concat());
    reply("1").ok();
    says(&reply("2").fails(4), &["Autorização da cobrança by customer", "o contrato não cobre este motivo"]);
    let listed = |query: &str| {
        let json = desk.tramite(&["list", query, "--format", "json"]).json();
        let all = json["tickets"].as_array().unwrap().iter();
        all.map(|t| t["number"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    desk.tramite(&["set", "2", "motivo=backup", "valor_cobranca=180"]).ok();
    assert_eq!(listed("motivo.coberto:true"), ["202611/0001"]);
    assert_eq!(listed("motivo.coberto:false"), ["202611/0002"]);
    assert_eq!(listed("motivo.responsavel:cliente"), ["202611/0001", "202611/0002"]);
    // What was covered when it was answered, and is found not to be: the answer waits for the authorization too.
    let late = desk.tramite(&["set", "1", "motivo=treinamento"]).fails(4);
    says(&late, &["o contrato não cobre este motivo"]);
    // Authorized by the customer, and void once the price is another.
    desk.tramite(&["macro", "apply", "2", "coleta/autorizar_cobranca"]).ok();
    let foreign = desk.tramite(&["approve", "2", "--for", "daiane@acme"]).fails(4);
    says(&foreign, &["Autorização da cobrança", "a contact of the ticket's organization"]);
    be(&mut desk, LIA);
    desk.tramite(&["approve", "2"]).ok();
    be(&mut desk, RUI);
    desk.tramite(&["set", "2", "valor_cobranca=250"]).ok();
    says(&desk.tramite(&["reply", "2", "aguardando_aprovacao", "-m", "x"]).fails(4), &["once more"]);
    // Two transitions lead to the answer, which is one status.
    let moves = desk.tramite(&["transition", "2", "banana"]).fails(3);
    let (_, moves) = moves.split_once("from em_atendimento it can go to ").unwrap();
    assert_eq!(moves.matches("aguardando_aprovacao").count(), 1, "{moves}");
}

#[test]
fn a_follow_up_has_the_files_that_its_fields_name() {
    let mut desk = portal();
    be(&mut desk, DAIANE);
    open(&desk, "Da ACME");
    std::fs::remove_file(desk.path().join("tela.png")).unwrap();
    desk.tramite(&["follow-up", "1"]).ok();
    desk.tramite(&["child", "1", "suporte"]).ok();
    for ticket in ["2", "3"] {
        let shown = desk.tramite(&["show", ticket, "--format", "json"]).json();
        assert_eq!(shown["ticket"]["fields"]["imagem"], "tela.png", "{shown}");
        let uid = shown["ticket"]["uid"].as_str().unwrap();
        let refs = desk.git(&["for-each-ref", &format!("refs/tramite/files/{uid}")]).ok();
        assert_eq!(refs.lines().count(), 1, "{refs}");
        let folder = format!("de-{ticket}");
        std::fs::create_dir(desk.path().join(&folder)).unwrap();
        desk.tramite(&["attachment", "get", ticket, "tela.png", "--output", &folder]).ok();
        assert_eq!(desk.read(&format!("{folder}/tela.png")), "PNG");
    }
    assert_eq!(desk.tramite(&["validate", "--all"]).ok(), "");
    // Who may not remove files hears that alone, and is not asked whether they want to.
    for more in [&["--dry-run"][..], &[]] {
        let refused = desk.tramite(&[&["purge", "1"], more].concat()).fails(4);
        says(&refused, &["daiane@acme.example may not remove files"]);
        assert!(!refused.contains("speak against") && !refused.contains("--yes"), "{refused}");
    }
    // What was removed is asked for like what nobody gave.
    desk.be("Ana Souza", "ana@desk.example");
    desk.tramite(&["purge", "1", "--yes", "-m", "A pedido do cliente"]).ok();
    be(&mut desk, DAIANE);
    says(&desk.tramite(&["follow-up", "1"]).fails(4), &["Imagem da tela is required: -f imagem=FILE"]);
}

#[test]
fn customers_see_their_own_by_the_names_that_are_theirs() {
    let mut desk = portal();
    be(&mut desk, RUI);
    // Where there is nothing that is said, and what programs read stays as it is.
    for (args, none) in [
        (&["list"][..], "nenhum ticket corresponde\n"),
        (&["search", "pedido"], "nenhum ticket corresponde\n"),
        (&["board"], "nenhum ticket corresponde\n"),
        (&["next"], "nada a fazer\n"),
    ] {
        assert_eq!(desk.tramite(args).exits(0).err, none, "{args:?}");
        assert_eq!(desk.tramite(&[args, &["--format", "json"]].concat()).exits(0).err, "", "{args:?}");
    }
    for (args, heads) in [
        (["macro", "list"], &["Id", "Título", "Espécie", "Pergunta"][..]),
        (["contact", "list"], &["Organização", "Id", "Nome", "E-mail", "Sinais"]),
        (["view", "list"], &["Id", "Título", "Consulta"]),
    ] {
        let said = desk.tramite(&args).ok();
        assert_eq!(said.lines().next().unwrap().split_whitespace().collect::<Vec<_>>(), heads);
    }
    be(&mut desk, DAIANE);
    open(&desk, "Da ACME");
    be(&mut desk, LIA);
    open(&desk, "Da padaria");
    be(&mut desk, RUI);
    desk.tramite(&["transition", "1", "em_atendimento"]).ok();
    let note = "Visto no registro: a rotina para na segunda linha.";
    desk.write("registro.txt", "linha 2");
    desk.tramite(&["note", "1", "em_desenvolvimento", "-m", note, "--attach", "registro.txt"]).ok();
    says(&desk.tramite(&["attachment", "list", "1"]).ok(), &["tela.png", "registro.txt"]);
    let rui: Vec<String> = ["show", "log"].map(|c| desk.tramite(&[c, "1"]).ok()).to_vec();
    says(&rui[0], &["Em desenvolvimento", note, "Sinais"]);
    says(&rui[1], &["Em desenvolvimento", "Visto no registro"]);
    // What is linked and what is noted of a customer is said in the desk's language, as the log says it.
    desk.tramite(&["link", "2", "parent", "1"]).ok();
    desk.tramite(&["link", "2", "kb", "https://ajuda.example/551"]).ok();
    let show = desk.tramite(&["show", "2"]).ok();
    says(&show, &["\npai ", "\nbase de conhecimento ", "trained: sim"]);
    let preview = desk.tramite(&["bulk", "number:2", "+visto", "--dry-run"]);
    assert!(
        preview.out.starts_with("Número       Título") && preview.out.contains("O quê"),
        "{}",
        preview.out
    );

    be(&mut desk, ("Jonas Prado", "jonas@acme.example"));
    for command in ["show", "log"] {
        let text = desk.tramite(&[command, "1"]).ok();
        says(&text, &["Em atendimento"]);
        for hidden in ["Em desenvolvimento", "Visto no registro", "Sinais"] {
            assert!(!text.contains(hidden), "{hidden} is told to a customer:\n{text}");
        }
    }
    // A colleague's ticket is there, the other company's is not, whatever is asked.
    let numbers = |args: &[&str]| {
        let json = desk.tramite(&[args, &["--format", "json"]].concat()).json();
        let all = json["tickets"].as_array().unwrap().iter();
        all.map(|t| t["number"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&["list", "--all"]), ["202611/0001"]);
    assert_eq!(numbers(&["list", "--view", "todos"]), ["202611/0001"]);
    assert_eq!(numbers(&["search", "pedido"]), ["202611/0001"]);
    assert!(numbers(&["list", "--view", "meus"]).is_empty());
    for command in [&["show", "2"][..], &["log", "2"], &["comment", "2", "-m", "oi"], &["approve", "2"]] {
        says(&desk.tramite(command).fails(3), &["there is no ticket \"2\""]);
    }
    let files = desk.tramite(&["attachment", "list", "1"]).ok();
    assert!(files.contains("tela.png") && !files.contains("registro.txt"), "{files}");
    desk.tramite(&["attachment", "get", "1", "registro.txt"]).fails(3);
    let report = desk.tramite(&["report", "sla", "--format", "json"]).json();
    assert!(report["rows"].as_array().unwrap().iter().all(|row| row["ticket"] == "202611/0001"), "{report}");
    let exported = desk.tramite(&["export"]).ok();
    assert_eq!(exported.lines().count(), 1);
    assert!(!exported.contains("Visto no registro"));
    // Nor when it has been removed: neither its name nor the hash of a text that was kept as a file.
    be(&mut desk, RUI);
    desk.tramite(&["note", "1", "-m", "A senha do servidor.", "--sensitive"]).ok();
    desk.write(
        ".tramite/desk.yaml",
        &format!("{}\npurge: {{roles: [agent]}}\n", desk.read(".tramite/desk.yaml")),
    );
    desk.commit("agents may purge");
    desk.tramite(&["purge", "1", "--yes", "-m", "LGPD"]).ok();
    let log = desk.tramite(&["log", "1"]).ok();
    says(&log, &["arquivo eliminado: registro.txt", "arquivo eliminado: tela.png"]);
    assert_eq!(log.matches("arquivo eliminado").count(), 3, "{log}");
    be(&mut desk, ("Jonas Prado", "jonas@acme.example"));
    let log = desk.tramite(&["log", "1"]).ok();
    says(&log, &["arquivo eliminado: tela.png"]);
    assert_eq!(log.matches("arquivo eliminado").count(), 1, "{log}");
    // Their dashboard begins with what waits for them.
    let dashboard = desk.tramite(&[]).ok();
    let place = |part: &str| dashboard.find(part).unwrap_or_else(|| panic!("{part}: {dashboard}"));
    assert!(place("Aguardando aprovação (0)") < place("Abertos (1)"));
    assert!(place("Em atendimento (1)") < place("Encerrados (0)"));
    assert!(!dashboard.contains("Da padaria"));
    // What the desk says they may see is not read as "everything" where it asks for what there is not.
    let (desk_yaml, asked) = (desk.read(".tramite/desk.yaml"), "see: \"organization:me\"");
    assert!(desk_yaml.contains(asked));
    desk.write(".tramite/desk.yaml", &desk_yaml.replace(asked, "see: \"-organisation:other\""));
    desk.commit("a slip of the pen");
    for command in [&["list", "--all"][..], &["show", "1"], &["export"]] {
        let error = desk.tramite(command).fails(4);
        says(&error, &["customers.see", "organisation"]);
    }
}

/// The messages that there are, as JSON.
fn messages(desk: &Place, more: &[&str]) -> Vec<Json> {
    let args = [&["outbox", "--since", "2026-11-01", "--format", "json"], more].concat();
    desk.tramite(&args).json()["messages"].as_array().unwrap().clone()
}

#[test]
fn every_tramite_that_customers_may_read_is_told_once() {
    let mut desk = portal();
    be(&mut desk, DAIANE);
    open(&desk, "Pedido some\u{a0}da tela");
    be(&mut desk, RUI);
    desk.tramite(&["watch", "1", "jonas@acme"]).ok();
    desk.tramite(&["transition", "1", "em_atendimento"]).ok();
    desk.tramite(&["note", "1", "-m", "Segredo da casa, não contar."]).ok();
    desk.tramite(&["reply", "1", "-m", "A senha do cofre é outra história.", "--sensitive"]).ok();
    let head = desk.git(&["rev-parse", "HEAD"]).ok();
    desk.tramite(&["reply", "1", "-m", "Olá,\nFrom agora on: resolvido."]).ok();

    let all = messages(&desk, &[]);
    let texts: Vec<&str> = all.iter().map(|m| m["text"].as_str().unwrap()).collect();
    // Opening, work begun, the protected text (without it), the reply; neither the watcher nor the note.
    assert_eq!(texts.len(), 4, "{texts:#?}");
    says(texts[0], &["Chamado 202611/0001: Pedido some", "registrado com o número 202611/0001"]);
    says(texts[1], &["Status: Novo → Em atendimento"]);
    says(texts[2], &["protegida"]);
    says(texts[3], &["Rui Costa escreveu:", "From agora on"]);
    assert!(texts.iter().all(|t| !t.contains("Segredo") && !t.contains("cofre")), "{texts:#?}");
    assert_eq!(all[3]["to"][0]["email"], "daiane@acme.example");
    assert_eq!(all[3]["cc"][0]["email"], "jonas@acme.example");
    assert_eq!(all[0]["cc"].as_array().unwrap().len(), 0, "who watches later is not told of what was before");
    assert!(all.iter().all(|m| m["thread"] == all[0]["id"]));
    assert_eq!(messages(&desk, &[]), all, "made again they are the same");
    // Since a commit: what came after it.
    let since = ["outbox", "--since", head.trim(), "--format", "json"];
    let after = desk.tramite(&since).json()["messages"].as_array().unwrap().clone();
    assert_eq!(after, [all[3].clone()]);

    // Into a maildir, once; sent by a program, once; what it refuses stays.
    let to = ["outbox", "--since", "2026-11-01", "--maildir", "caixa", "--format", "json"];
    assert_eq!(desk.tramite(&to).json()["messages"].as_array().unwrap().len(), 4);
    assert_eq!(desk.tramite(&to).json()["messages"].as_array().unwrap().len(), 0);
    let count = |part: &str| desk.path().join("caixa").join(part).read_dir().unwrap().count();
    assert_eq!((count("new"), count("cur")), (4, 0));
    says(&desk.tramite(&[&to[..], &["--send", "false"]].concat()).fails(6), &["4 messages did not go"]);
    assert_eq!((count("new"), count("cur")), (4, 0));
    desk.tramite(&[&to[..], &["--send", "tee -a ../gone"]].concat()).ok();
    assert_eq!((count("new"), count("cur")), (0, 4));
    desk.tramite(&[&to[..], &["--send", "tee -a ../gone"]].concat()).ok();
    let gone = std::fs::read_to_string(desk.root().join("gone")).unwrap();
    assert_eq!(gone.matches("Message-ID: ").count(), 4);

    // Git reads the mailbox as four messages, and the subject as it was meant.
    let mbox = desk.tramite(&["outbox", "--since", "2026-11-01", "--format", "mbox"]).ok();
    desk.write("caixa.mbox", &mbox);
    assert_eq!(desk.sh("mkdir split; git mailsplit --mboxrd -osplit caixa.mbox").ok().trim(), "4");
    let read = desk.sh("git mailinfo -k body patch < split/0004; cat body").ok();
    says(&read, &["Subject: [202611/0001] Pedido some da tela", "\nFrom agora on: resolvido."]);
    says(
        &desk.tramite(&["outbox", "--since", "2026-11-01", "--limit", "2"]).fails(4),
        &["4 messages", "--limit 4"],
    );
    says(&desk.tramite(&["outbox", "--since", "nunca"]).fails(2), &["neither a commit nor a time"]);
    says(&desk.tramite(&["outbox", "--since", "-1d", "--from", "x\ny@z.example"]).fails(2), &["no address"]);
}
