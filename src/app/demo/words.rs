//! What people of a demo desk are called and say. Chosen by the language of the preset, never by its name.

/// The words of one language.
pub struct Words {
    /// People of the desk: name and address.
    pub people: &'static [(&'static str, &'static str)],
    /// Names of customers' companies.
    pub companies: &'static [&'static str],
    /// First and last names of contacts.
    pub contacts: &'static [&'static str],
    /// Titles of tickets.
    pub titles: &'static [&'static str],
    /// What a customer writes at opening.
    pub openings: &'static [&'static str],
    /// What an agent answers.
    pub replies: &'static [&'static str],
    /// What agents tell each other; each is long enough for a rule about length.
    pub notes: &'static [&'static str],
    /// What a customer writes back.
    pub answers: &'static [&'static str],
    /// Short texts for fields.
    pub texts: &'static [&'static str],
}

/// The words of a desk with this locale.
pub fn words(locale: &str) -> &'static Words {
    if locale.to_ascii_lowercase().starts_with("pt") { &PORTUGUESE } else { &ENGLISH }
}

static ENGLISH: Words = Words {
    people: &[
        ("Ana Souza", "ana@desk.example"),
        ("Bruno Lima", "bruno@desk.example"),
        ("Clara Nunes", "clara@desk.example"),
        ("Diego Rocha", "diego@desk.example"),
        ("Elisa Prado", "elisa@desk.example"),
    ],
    companies: &[
        "Northwind Ltd",
        "Blue Harbour",
        "Quarry & Sons",
        "Lantern Foods",
        "Meridian Textiles",
        "Oak Street Books",
    ],
    contacts: &[
        "Maria Lopes",
        "John Park",
        "Ruth Adeyemi",
        "Tom Keller",
        "Irene Costa",
        "Sam Whitfield",
        "Nadia Haddad",
    ],
    titles: &[
        "The monthly export stops at half",
        "Invoices are printed without the tax line",
        "Cannot log in after the password change",
        "How do I add a second warehouse?",
        "Stock report differs from the screen",
        "Order confirmation is sent twice",
        "Please give our new colleague access",
        "The price list of 2026 is missing",
        "Search finds nothing with accents",
        "Where do I change the delivery address?",
        "Slow since Monday morning",
        "Barcode labels come out too small",
        "Error 412 when an order is confirmed",
        "Can the report be sent by e-mail every week?",
        "A customer was entered twice",
        "The app closes when a photo is attached",
    ],
    openings: &[
        "It happens every time, since yesterday. Nothing was changed on our side.",
        "We need this for the closing of the month. Two people tried, both with the same result.",
        "Steps: open the screen, choose the period, press the button.\nExpected: a file. Seen: an empty page.",
        "It is not urgent, but it would help us a lot.",
    ],
    replies: &[
        "Thank you for writing. I am looking into it and come back to you today.",
        "I could reproduce it here. The cause is in the period that was chosen; here is a way around it until it is mended.",
        "Could you send us the number of one order with which it happens?",
        "This is ready now. Please try it again and tell us if anything is missing.",
        "We changed the setting on your desk. You only have to log in again.",
    ],
    notes: &[
        "Looked at the log: the job ends without an error, but writes half of the lines only.",
        "Same picture as with another customer last week; the answer there fits here too.",
        "Spoke with engineering: the defect is known, the correction is in the next version.",
        "Cannot be reproduced with the sample data; asked for a number to look at.",
    ],
    answers: &[
        "It is the order 48211, of this morning.",
        "Yes, that helped. Thank you!",
        "We tried, and it still happens on one machine.",
        "Here are the details that you asked for.",
    ],
    texts: &[
        "Sales / Orders",
        "Open the screen, choose the period, press the button",
        "As described",
        "All branches",
    ],
};

static PORTUGUESE: Words = Words {
    people: &[
        ("Ana Souza", "ana@desk.example"),
        ("Bruno Lima", "bruno@desk.example"),
        ("Clara Nunes", "clara@desk.example"),
        ("Diego Rocha", "diego@desk.example"),
        ("Elisa Prado", "elisa@desk.example"),
    ],
    companies: &[
        "Padaria Aurora",
        "Têxtil Serra Azul",
        "Mercado Três Irmãos",
        "Transportes Guará",
        "Livraria do Porto",
        "Móveis Ipê",
    ],
    contacts: &[
        "Daiane Alves",
        "Marcos Teixeira",
        "Luciana Prates",
        "Rogério Antunes",
        "Sônia Batista",
        "Caio Menezes",
        "Irene Couto",
    ],
    titles: &[
        "Exportação do mês para na metade",
        "Nota fiscal sai sem a linha do imposto",
        "Não consigo entrar depois da troca de senha",
        "Como incluo um segundo depósito?",
        "Relatório de estoque difere da tela",
        "Confirmação de pedido enviada duas vezes",
        "Acesso para a colega nova",
        "Falta a tabela de preços de 2026",
        "A busca não encontra nomes com acento",
        "Onde altero o endereço de entrega?",
        "Lentidão desde segunda-feira",
        "Etiquetas saem pequenas demais",
        "Erro 412 ao confirmar o pedido",
        "O relatório pode ir por e-mail toda semana?",
        "Cliente cadastrado em duplicidade",
        "O aplicativo fecha ao anexar uma foto",
    ],
    openings: &[
        "Acontece sempre, desde ontem. Nada foi alterado do nosso lado.",
        "Precisamos disto para o fechamento do mês. Duas pessoas tentaram, com o mesmo resultado.",
        "Passos: abrir a tela, escolher o período, confirmar.\nEsperado: um arquivo. Obtido: uma página vazia.",
        "Não é urgente, mas ajudaria muito.",
    ],
    replies: &[
        "Obrigada pelo contato. Estou verificando e retorno ainda hoje.",
        "Consegui reproduzir aqui. A causa está no período escolhido; segue um caminho até a correção.",
        "Poderia nos enviar o número de um pedido em que isso ocorre?",
        "Está pronto. Por favor, teste novamente e nos diga se falta algo.",
        "Ajustamos a configuração do seu ambiente. Basta entrar novamente no sistema.",
    ],
    notes: &[
        "Verifiquei o registro: a rotina termina sem erro, mas grava só metade das linhas.",
        "Mesmo quadro de outro cliente na semana passada; a resposta de lá serve aqui.",
        "Conversei com o desenvolvimento: o defeito é conhecido e a correção sai na próxima versão.",
        "Não se reproduz com os dados de teste; pedi um número para analisar.",
    ],
    answers: &[
        "É o pedido 48211, de hoje cedo.",
        "Sim, ajudou. Obrigada!",
        "Tentamos, e ainda acontece em uma máquina.",
        "Seguem os dados que vocês pediram.",
    ],
    texts: &[
        "Vendas / Pedidos",
        "Abrir a tela, escolher o período e confirmar",
        "Conforme descrito",
        "Todas as filiais",
    ],
};
