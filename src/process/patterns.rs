//! Patterns that a rule forbids in new text: regular expressions, and built-in ones that know what a
//! document's check digits are, so that an order number of eleven digits is not taken for one (S34).

use regex::Regex;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Names of the built-in patterns.
pub const BUILT_IN: [&str; 4] = ["cpf", "cnpj", "senha", "cartao"];

/// What a rule forbids.
#[derive(Debug)]
pub struct Pattern {
    regex: Regex,
    proof: fn(&str) -> bool,
}

impl Pattern {
    /// A built-in name, else a regular expression.
    pub fn compile(text: &str) -> Result<Rc<Self>, String> {
        // A desk has few patterns, and judges every change of every ticket by all of them. They are shared, for a copy of
        // a regular expression would build its automaton again.
        thread_local! {
            static COMPILED: RefCell<HashMap<String, Rc<Pattern>>> = RefCell::default();
        }
        if let Some(known) = COMPILED.with_borrow(|compiled| compiled.get(text).cloned()) {
            return Ok(known);
        }
        let pattern = Rc::new(Self::compile_anew(text)?);
        COMPILED.with_borrow_mut(|compiled| compiled.insert(text.to_owned(), Rc::clone(&pattern)));
        Ok(pattern)
    }

    fn compile_anew(text: &str) -> Result<Self, String> {
        let (expression, proof): (&str, fn(&str) -> bool) = match text {
            "cpf" => (r"(?-u:\b)[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}(?-u:\b)", is_cpf),
            "cnpj" => (
                r"(?i)(?-u:\b)[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?[0-9]{2}(?-u:\b)",
                is_cnpj,
            ),
            "cartao" => (r"(?-u:\b)[0-9](?:[ -]?[0-9]){12,18}(?-u:\b)", is_card),
            "senha" => (
                r#"(?i)\b(?:senhas?|password|passwd|pwd)\b(?:[^\n:=]{0,30}[:=]\s*\S+|(?:\s+(?:e|é|eh|is)|\s[^\n.;]{0,30}?\s(?:é|eh|is))\s+["'`]?\S*[0-9]\S*)"#,
                |_| true,
            ),
            other => (other, |_| true),
        };
        let regex = Regex::new(expression).map_err(|e| {
            format!("{text:?} is not a regular expression nor one of {}: {e}", BUILT_IN.join(", "))
        })?;
        Ok(Self { regex, proof })
    }

    /// Whether the text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.find_iter(text).any(|found| (self.proof)(found.as_str()))
    }
}

fn characters(text: &str) -> Vec<u32> {
    // A letter counts as its ASCII code less 48, as the alphanumeric CNPJ of 2026 does.
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| u32::from(c.to_ascii_uppercase()) - 48).collect()
}

fn all_equal(digits: &[u32]) -> bool {
    digits.windows(2).all(|pair| pair[0] == pair[1])
}

/// The check digit of `digits` with weights that end at 2 and rise to `greatest`, then begin again at 2.
fn check_digit(digits: &[u32], greatest: u32) -> u32 {
    let sum: u32 = digits.iter().rev().zip((2..=greatest).cycle()).map(|(d, w)| d * w).sum();
    match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    }
}

fn is_cpf(text: &str) -> bool {
    let d = characters(text);
    d.len() == 11 && !all_equal(&d) && check_digit(&d[..9], 11) == d[9] && check_digit(&d[..10], 11) == d[10]
}

fn is_cnpj(text: &str) -> bool {
    let d = characters(text);
    d.len() == 14 && !all_equal(&d) && check_digit(&d[..12], 9) == d[12] && check_digit(&d[..13], 9) == d[13]
}

fn is_card(text: &str) -> bool {
    let d = characters(text);
    let sum: u32 = d
        .iter()
        .rev()
        .enumerate()
        .map(|(i, &d)| {
            if i % 2 == 0 {
                d
            } else if d > 4 {
                2 * d - 9
            } else {
                2 * d
            }
        })
        .sum();
    (13..=19).contains(&d.len()) && !all_equal(&d) && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn finds(pattern: &str, text: &str) -> bool {
        Pattern::compile(pattern).unwrap().is_in(text)
    }

    #[test]
    fn only_numbers_with_the_right_check_digits_are_documents() {
        // 529.982.247-25 is the usual worked example of a CPF; 11.222.333/0001-81 that of a CNPJ;
        // 12.ABC.345/01DE-35 that of the alphanumeric CNPJ; 4111 1111 1111 1111 a card for tests.
        for (pattern, text) in [
            ("cpf", "o CPF é 529.982.247-25."),
            ("cpf", "52998224725"),
            ("cnpj", "CNPJ 11.222.333/0001-81"),
            ("cnpj", "11222333000181"),
            ("cnpj", "12.ABC.345/01DE-35"),
            ("cartao", "cartão 4111 1111 1111 1111, validade"),
            ("cartao", "4111111111111111"),
        ] {
            assert!(finds(pattern, text), "{pattern}: {text}");
        }
        for (pattern, text) in [
            ("cpf", "529.982.247-26"),
            ("cpf", "pedido 12345678901"),
            ("cpf", "111.111.111-11"),
            ("cpf", "5299822472500"),
            ("cnpj", "11.222.333/0001-82"),
            ("cartao", "4111 1111 1111 1112"),
            ("cartao", "0000 0000 0000 0000"),
        ] {
            assert!(!finds(pattern, text), "{pattern}: {text}");
        }
    }

    #[test]
    fn a_password_is_found_where_one_is_told() {
        for text in [
            "senha: abc123",
            "Senha do banco = x9",
            "a senha é Abc123",
            "password is hunter2",
            "PWD:1",
            "A senha do certificado é Sol2026",
        ] {
            assert!(finds("senha", text), "{text}");
        }
        for text in [
            "esqueci a senha",
            "a senha é obrigatória",
            "tela de senha não abre",
            "a senha expirou e a tela é a 12",
        ] {
            assert!(!finds("senha", text), "{text}");
        }
    }

    #[test]
    fn other_names_are_regular_expressions() {
        assert!(finds("(?i)confidencial", "CONFIDENCIAL") && !finds("^x", "ax"));
        let error = Pattern::compile("(").unwrap_err();
        assert!(error.contains("cpf, cnpj, senha, cartao"), "{error}");
    }
}
