//! The preset `suporte`: what its tutorial does not show of the requirements S1 to S35, and what must be refused.
//!
//! A line is `@ 2026-11-23 08:00` (the clock), `# bia` (who is at the keyboard), or `CODE command => words; words`: what is said
//! holds the words, and with `!` before them does not.

use crate::harness::Place;

const PEOPLE: [(&str, &str, &str); 5] = [
    ("ana", "Ana Souza", "ana@desk.example"),
    ("bia", "Bia Lemos", "bia@desk.example"),
    ("rui", "Rui Costa", "rui@desk.example"),
    ("robo", "Robô", "robo@desk.example"),
    ("daiane", "Daiane Lima", "daiane@horizonte.example"),
];

fn desk() -> Place {
    let place = Place::repository();
    place.tramite(&["init", "--preset", "suporte"]).ok();
    for (id, name, email) in &PEOPLE[1..4] {
        let (role, team) = match *id {
            "bia" => ("agent", "suporte"),
            "rui" => ("agent", "infraestrutura"),
            _ => ("automation", "produto"),
        };
        place
            .tramite(&["person", "add", id, "--name", name, "--email", email, "--role", role, "--team", team])
            .ok();
    }
    place
}

#[track_caller]
fn plays(place: &mut Place, script: &str) {
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(time) = line.strip_prefix("@ ") {
            let now = format!("{}:00-03:00", time.replace(' ', "T"));
            for key in ["TRAMITE_NOW", "GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
                place.set(key, &now);
            }
            continue;
        }
        if let Some(id) = line.strip_prefix("# ") {
            let (_, name, email) = PEOPLE.iter().find(|(known, ..)| *known == id).unwrap();
            place.be(name, email);
            continue;
        }
        let (code, rest) = line.split_once(' ').unwrap();
        let (command, words) = rest.split_once(" => ").unwrap_or((rest, ""));
        let said = place.sh(&format!("exec 2>&1; {command}"));
        assert_eq!(said.code, code.parse::<i32>().unwrap(), "{command}\n{}", said.out);
        for word in words.split("; ").filter(|word| !word.is_empty()) {
            match word.strip_prefix('!') {
                Some(word) => assert!(!said.out.contains(word), "{command}: {word:?} in\n{}", said.out),
                None => assert!(said.out.contains(word), "{command}: {word:?} not in\n{}", said.out),
            }
        }
    }
}

#[test]
fn what_the_support_centre_asks_for_and_refuses() {
    let mut place = desk();
    plays(
        &mut place,
        r#"
        @ 2026-11-23 08:00
        # ana
        4 tramite open chamado -t Erro --for daiane@horizonte -d x -f tipo=duvida -f rotina=nfe -f impacto=isolado => Origem is required
        4 tramite open chamado -t Erro --for daiane@horizonte --origin portal -d "senha: abc123" -f tipo=duvida -f rotina=nfe -f impacto=isolado => description holds what looks like senha
        4 tramite open chamado -t Erro --origin portal -d x -f tipo=duvida -f rotina=nfe -f impacto=isolado => Solicitante is required
        0 tramite open chamado -t Erro --for daiane@horizonte --origin portal -d "O erro 539." -f tipo=incidente -f rotina=nfe -f impacto=isolado --attach /etc/hosts => cliente em nuvem
        0 tramite open chamado -t Fora --for zeca@fora.example --origin email -d x -f tipo=duvida -f rotina=cadastros -f impacto=nenhum => não pertence a uma organização
        # bia
        4 tramite transition 2 em_atendimento -f urgencia=baixa -f tipo_solicitacao=acesso => de que cliente é o solicitante
        0 tramite transition 1 em_atendimento -f urgencia=alta -f tipo_solicitacao=suporte => o cliente declarou urgência alta
        4 tramite set 1 impacto=geral => reclassificar pede
        4 tramite set 1 impacto=geral -m curto => at least 20 characters
        0 tramite set 1 impacto=geral -m "Agora são todos os caixas da loja." => impacto
        0 tramite sla explain 1 => solucao; em curso: 0s / 8h
        4 tramite reply 1 -m oi => por que canal; --channel portal|telefone|email|chat
        4 tramite note 1 --channel telefone -m oi => com quem se falou; --with WHO
        0 tramite reply 1 --channel chat -m "Estamos vendo." => conferência da interação; Versão
        4 tramite transfer 1 infraestrutura -m "O erro 539 continua depois de reinstalar o certificado; renovar no servidor." => conferência da transferência; Versão; Ambiente
        4 tramite macro apply 1 transferir/infraestrutura -v situacao=a -v feito=b -v esperado=c => at least 15 characters
        0 tramite link 1 issue https://norte.example/erp/issues/12
        4 tramite reply 1 resolvido --channel portal -m pronto => to be done first; --done
        4 tramite reply 1 --channel portal -m "CPF 529.982.247-25" => looks like cpf
        4 tramite note 1 -m "RG: 12.345.678-9" => rule documentos
        0 tramite show 1 => hosts; issue; Chat
        0 tramite macro render 1 coleta/evidencias => 07:00–19:00; Bia Lemos
        0 tramite take 1 -m "Sigo eu."
        0 tramite macro list 1 => coleta/evidencias; !andamento/lembrete
        4 tramite transition 1 pendente --public --channel telefone -m "Qual caixa?" => com quem se falou
        0 tramite transition 1 pendente --public --channel telefone --with Daiane -m "Qual caixa?"
        4 tramite bulk number:202611/0001 -m "Bom Natal." --public --yes => por que canal
        0 tramite bulk number:202611/0001 -m "Bom Natal." --public --channel email --yes => 1 ticket changed
        0 tramite rate 1 2 --for daiane@horizonte -m "Bom."
        # ana
        0 tramite open chamado -t Igual --for daiane@horizonte --origin portal -d "O mesmo 539." -f tipo=incidente -f rotina=nfe -f impacto=isolado
        0 tramite link 3 issue https://norte.example/erp/issues/12
        0 tramite list link.issue:https://norte.example/erp/issues/12 => 202611/0001; 202611/0003
        0 tramite child 1 chamado -t "Certificado do servidor" -d x --team infraestrutura => 202611/0004 opened
        0 tramite show 4 => pai  202611
        0 tramite purge 1 --yes => removed from this repository
        # daiane
        4 tramite transition 1 em_atendimento => it takes the role agent
        0 tramite show 1 => Aguardando você; !Sigo eu; !Agora são todos
        0 tramite log 1 => Em análise → Aguardando você; !Sigo eu
        4 tramite note 1 -m "interno"
        "#,
    );
}

#[test]
fn waiting_reminders_and_dismissed_messages_on_the_support_centres_clock() {
    let mut place = desk();
    plays(
        &mut place,
        r#"
        @ 2026-11-23 08:00
        # ana
        0 tramite open chamado -t Erro --for daiane@horizonte --origin telefone -d x -f tipo=duvida -f rotina=estoque -f impacto=isolado
        0 tramite transition 1 em_atendimento -f urgencia=media -f tipo_solicitacao=suporte
        0 tramite reply 1 pendente --channel portal -m "Qual é o depósito?"
        # daiane
        @ 2026-11-24 08:00
        0 tramite comment 1 -m "Obrigada!" => pendente → em_atendimento
        # bia
        0 tramite dismiss 1 -m "Só um agradecimento." => em_atendimento → pendente
        @ 2026-11-26 09:00
        0 tramite list --view sem_resposta => !202611/0001
        0 tramite report gaps => !gap_sem_resposta
        0 tramite sla explain 1 => solucao; pausado: 0s / 16h; !proxima_resposta
        # robo
        0 tramite sweep => lembrar_pendente; comment: public
        0 tramite sweep => nothing to do
        @ 2026-12-07 09:00
        0 tramite sweep => encerrar_pendente; pendente → resolvido; comment: public
        # daiane
        0 tramite comment 202611/0001 -m "Voltei: é o depósito 2." => resolvido → em_atendimento; tags: -lembrado
        # bia
        4 tramite reply 202611/0001 resolvido --channel portal -m "Ajustado." => ligue para o cliente
        0 tramite reply 202611/0001 resolvido --channel telefone --with Daiane -m "Ajustado." => conferência da solução; Causa; link kb
        0 tramite report gaps --by assignee => gap_causa; gap_artigo; gap_versao
        # daiane
        0 tramite rate 202611/0001 1 -m "Rápidos e claros." => rating; !em_atendimento
        # robo
        @ 2026-12-15 09:00
        0 tramite sweep => fechar_resolvido
        # daiane
        4 tramite comment 202611/0001 -m "Voltou" => abra outro
        # bia
        4 tramite reply 202611/0001 --channel portal -m "Olá" => tramite follow-up
        4 tramite transition 202611/0001 em_atendimento -m x => it is final
        0 tramite follow-up 202611/0001 -t "De novo" -d "Voltou a acontecer." => 202612/0001 opened
        0 tramite show 202611/0001 => relacionado; 202612/0001
        @ 2026-12-22 09:00
        0 tramite note 202612/0001 -m "Lembrete meu: ligar."
        0 tramite list --view sem_tramite => 202612/0001
        0 tramite bulk team:suporte +natal --dry-run => 202612/0001; !202611/0001
        "#,
    );
}
