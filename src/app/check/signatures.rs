//! Signatures, where the desk asks for them: good, by a key that the desk lists, and the author's own (7).

use super::commit::Bench;
use super::ground::Authority;
use super::line::Ground;
use super::{Error, Rule};
use crate::model::{Finding, Identity};
use crate::process;
use crate::store::history::ObjectId;
use crate::store::history::audit::Audited;
use crate::store::{Signed, Store};
use std::rc::Rc;

/// Commits that are to be signed, with whose configuration says by whom.
#[derive(Default)]
pub struct Signatures {
    asked: Vec<(Rc<Authority>, Vec<(ObjectId, Vec<Identity>)>)>,
}

impl Signatures {
    /// Notes a commit where its configuration asks for signatures.
    pub fn ask(&mut self, audited: &Audited, bench: &Bench<'_>, ground: Ground) -> Result<(), Error> {
        let Some(authority) = bench.authority(audited.id, ground)?.filter(|a| a.config.desk.require_signed)
        else {
            return Ok(());
        };
        // A merge is judged as its committer's, and told as its author's: it is one person's.
        let (author, committer) = (audited.author.clone(), audited.committer.clone());
        let who = if bench.imports.borrow().contains(&audited.id) {
            vec![committer]
        } else if audited.is_merge() {
            vec![committer, author]
        } else {
            vec![author]
        };
        let signed = (audited.id, who);
        match self.asked.iter_mut().find(|(known, _)| Rc::ptr_eq(known, &authority)) {
            Some((_, commits)) => commits.push(signed),
            None => self.asked.push((authority, vec![signed])),
        }
        Ok(())
    }

    /// What is wrong with them, by git.
    pub fn verify(&self, store: &Store) -> Result<Vec<Finding>, Error> {
        let mut found = Vec::new();
        for (authority, commits) in &self.asked {
            let ids: Vec<ObjectId> = commits.iter().map(|(id, _)| *id).collect();
            let said =
                store.signatures(&ids, authority.allowed_signers.as_deref(), authority.keyring.as_deref())?;
            for (id, who) in commits {
                if let Some(wrong) = wrong(authority, said.get(id), who) {
                    let mut finding = Finding::error(Rule::Signature.id(), wrong);
                    finding.commit = Some(id.to_string());
                    found.push(finding);
                }
            }
        }
        Ok(found)
    }
}

fn wrong(authority: &Authority, signed: Option<&Signed>, who: &[Identity]) -> Option<String> {
    let keys = if authority.allowed_signers.is_none() && authority.keyring.is_none() {
        "; the desk lists no keys yet: put them into .tramite/allowed_signers (SSH) or .tramite/keyring (OpenPGP)"
    } else {
        ""
    };
    let again = "sign it: git commit --amend -S";
    let Some(signed) = signed.filter(|signed| signed.verdict != 'N') else {
        return Some(format!("the desk asks for signatures, and this commit has none; {again}{keys}"));
    };
    // `U` is a good signature by a key of which git knows no more than that it is listed; without a signer it is not.
    let listed = matches!(signed.verdict, 'G' | 'U') && !signed.signer.is_empty();
    if !listed {
        return Some(format!(
            "its signature is not good, or by a key that the desk does not list in .tramite/allowed_signers or .tramite/keyring{keys}; {again} with a listed key"
        ));
    }
    let signs = |who: &&Identity| {
        !addresses(&signed.signer).iter().any(|address| same_person(authority, address, &who.email))
    };
    let who = who.iter().find(signs)?;
    Some(format!(
        "signed by {}, and written by {} <{}>: only who wrote it can sign it",
        signed.signer, who.name, who.email
    ))
}

/// The addresses in a signer's name: `Ana <ana@x>`, or the principals of an SSH key, `ana@x,ana@y`.
fn addresses(signer: &str) -> Vec<&str> {
    match signer.split_once('<') {
        Some((_, rest)) => vec![rest.split('>').next().unwrap_or(rest).trim()],
        None => signer.split(',').map(str::trim).collect(),
    }
}

fn same_person(authority: &Authority, one: &str, other: &str) -> bool {
    let person = |email: &str| {
        let who = Identity { name: String::new(), email: email.to_owned() };
        process::identify(&authority.config, &who).person.map(|p| p.id)
    };
    one.eq_ignore_ascii_case(other.trim()) || person(one).is_some_and(|one| person(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn a_signer_has_addresses() {
        assert_eq!(addresses("Ana Souza <ana@desk.example>"), ["ana@desk.example"]);
        assert_eq!(addresses("ana@desk.example, ana@home.example"), ["ana@desk.example", "ana@home.example"]);
    }
}
