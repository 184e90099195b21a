//! Brazilian holidays by law, each from the first year in which the law held on its day.
//!
//! National (`br`): Decreto 155-B/1890; Decreto 4.497/1922 (Natal); Decreto 4.859/1924 (1 May); Decreto
//! 19.488/1930; Lei 662/1949; Lei 1.266/1950 (Tiradentes); Lei 6.802/1980 (12 October); Lei 10.607/2002
//! (Tiradentes and Finados in the list of Lei 662); Lei 14.759/2023 (20 November). The Friday of the Passion
//! is the one religious holiday that federal law names: Lei 605/1949 art. 11, now Lei 9.093/1995 art. 2.
//!
//! A state's list (`br.SP`) is the national one and the state's own by Lei 9.093/1995 art. 1 II and state
//! law. Only states whose laws are known for certain are here; the others are written as dates or `.ics`.
//! Optional days (`br.carnaval`) are holidays of no federal law: desks name those they keep.

use super::{Rule, RuleDay};

const EVER: i32 = i32::MAX;

const fn fixed(name: &'static str, month: u32, day: u32, first: i32, last: i32) -> Rule {
    Rule { name, day: RuleDay::Fixed(month, day), years: (first, last) }
}

const fn easter(name: &'static str, days: i64, first: i32) -> Rule {
    Rule { name, day: RuleDay::Easter(days), years: (first, EVER) }
}

const CONSCIENCIA: &str = "Dia Nacional de Zumbi e da Consciência Negra";

static NATIONAL: &[Rule] = &[
    fixed("Confraternização Universal", 1, 1, 1891, EVER),
    easter("Paixão de Cristo", -2, 1890),
    fixed("Tiradentes", 4, 21, 1890, 1930),
    fixed("Tiradentes", 4, 21, 1933, EVER),
    fixed("Dia do Trabalho", 5, 1, 1925, EVER),
    fixed("Independência do Brasil", 9, 7, 1890, EVER),
    fixed("Nossa Senhora Aparecida", 10, 12, 1980, EVER),
    // Lei 662/1949 left Finados to the municipalities; Lei 10.607/2002 made it national again.
    fixed("Finados", 11, 2, 1890, 1948),
    fixed("Finados", 11, 2, 2003, EVER),
    fixed("Proclamação da República", 11, 15, 1890, EVER),
    fixed(CONSCIENCIA, 11, 20, 2024, EVER),
    fixed("Natal", 12, 25, 1922, EVER),
];

static STATES: &[(&str, &[Rule])] = &[
    // Lei estadual 25/1977; Lei Promulgada 84/2010.
    (
        "AM",
        &[
            fixed("Elevação do Amazonas à categoria de província", 9, 5, 1978, EVER),
            fixed("Consciência Negra", 11, 20, 2010, EVER),
        ],
    ),
    // Constituição do Estado da Bahia, 1989, art. 6, § 3.
    ("BA", &[fixed("Independência da Bahia", 7, 2, 1990, EVER)]),
    // Constituição do Estado do Ceará, amended on 6 December 2011.
    ("CE", &[fixed("Data Magna do Ceará", 3, 25, 2012, EVER)]),
    // Lei distrital 963/1995; 21 April is also the day of Brasília.
    ("DF", &[fixed("Dia do Evangélico", 11, 30, 1996, EVER)]),
    // Lei estadual 11.010/2019, in force from 4 July 2019.
    ("ES", &[easter("Nossa Senhora da Penha", 8, 2020)]),
    // Lei estadual 2.457/1964.
    ("MA", &[fixed("Adesão do Maranhão à Independência", 7, 28, 1965, EVER)]),
    // Constituição do Estado de Minas Gerais, 1989, art. 256: the Data Magna is 21 April.
    ("MG", &[fixed("Data Magna de Minas Gerais", 4, 21, 1990, EVER)]),
    // Lei estadual 10/1979.
    ("MS", &[fixed("Criação do Estado de Mato Grosso do Sul", 10, 11, 1980, EVER)]),
    // Lei estadual 7.879/2002.
    ("MT", &[fixed("Consciência Negra", 11, 20, 2003, EVER)]),
    // Lei estadual 5.999/1996.
    ("PA", &[fixed("Adesão do Grão-Pará à Independência", 8, 15, 1997, EVER)]),
    // Lei estadual 3.489/1967; Lei estadual 10.601/2015 ended 26 July.
    (
        "PB",
        &[
            fixed("Memória de João Pessoa", 7, 26, 1968, 2015),
            fixed("Fundação do Estado da Paraíba", 8, 5, 1968, EVER),
        ],
    ),
    // Lei estadual 16.059/2017.
    ("PE", &[fixed("Data Magna de Pernambuco", 3, 6, 2018, EVER)]),
    // Lei estadual 176/1937.
    ("PI", &[fixed("Dia do Piauí", 10, 19, 1937, EVER)]),
    // Lei estadual 5.198/2008; Lei estadual 5.243/2008; Lei estadual 4.007/2002.
    (
        "RJ",
        &[
            easter("Carnaval", -47, 2009),
            fixed("São Jorge", 4, 23, 2008, EVER),
            fixed("Consciência Negra", 11, 20, 2002, EVER),
        ],
    ),
    // Lei estadual 8.913/2006.
    ("RN", &[fixed("Mártires de Cunhaú e Uruaçu", 10, 3, 2007, EVER)]),
    // Lei estadual 2.291/2010; Lei estadual 1.026/2001.
    (
        "RO",
        &[
            fixed("Criação do Estado de Rondônia", 1, 4, 2011, EVER),
            fixed("Dia do Evangélico", 6, 18, 2002, EVER),
        ],
    ),
    // Decreto estadual 36.180/1995.
    ("RS", &[fixed("Revolução Farroupilha", 9, 20, 1995, EVER)]),
    // Lei estadual 9.497/1997, for 2020 moved to 25 May by Lei estadual 17.264/2020; Lei estadual 17.746/2023.
    (
        "SP",
        &[
            fixed("Revolução Constitucionalista", 7, 9, 1997, 2019),
            fixed("Revolução Constitucionalista", 5, 25, 2020, 2020),
            fixed("Revolução Constitucionalista", 7, 9, 2021, EVER),
            fixed("Consciência Negra", 11, 20, 2023, EVER),
        ],
    ),
];

static OPTIONAL: &[(&str, &[Rule])] = &[
    ("carnaval", &[easter("Carnaval", -48, i32::MIN), easter("Carnaval", -47, i32::MIN)]),
    ("cinzas", &[easter("Quarta-feira de Cinzas", -46, i32::MIN)]),
    ("consciencia_negra", &[fixed("Consciência Negra", 11, 20, i32::MIN, EVER)]),
    ("corpus_christi", &[easter("Corpus Christi", 60, i32::MIN)]),
    ("servidor_publico", &[fixed("Dia do Servidor Público", 10, 28, i32::MIN, EVER)]),
    ("vespera_ano_novo", &[fixed("Véspera de Ano Novo", 12, 31, i32::MIN, EVER)]),
    ("vespera_natal", &[fixed("Véspera de Natal", 12, 24, i32::MIN, EVER)]),
];

/// The rules of a built-in list; none where there is no such list.
pub(super) fn list(name: &str) -> Option<Vec<&'static Rule>> {
    if name == "br" {
        return Some(NATIONAL.iter().collect());
    }
    let part = name.strip_prefix("br.")?;
    let find =
        |lists: &'static [(&str, &[Rule])]| lists.iter().find(|(id, _)| *id == part).map(|(_, rules)| *rules);
    if let Some(rules) = find(STATES) {
        // First the national ones: a day that is both has the nation's name.
        return Some(NATIONAL.iter().chain(rules).collect());
    }
    find(OPTIONAL).map(|rules| rules.iter().collect())
}

/// The names of all built-in lists.
pub(super) fn names() -> Vec<String> {
    let parts = STATES.iter().chain(OPTIONAL).map(|(id, _)| format!("br.{id}"));
    std::iter::once("br".to_owned()).chain(parts).collect()
}
