//! Governments named by their seat: `Karst denied it`, where Karst is the capital of Tessaly.
//!
//! Seats come from a list, and from what the report says of a place (`Karst, the Tessalian capital`).

use super::Names;
use super::alias::fold;
use crate::Prepared;
use sayso_lexicon::grammar::{Role, role};
use sayso_model::EntityKind;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Seats in lower case, to the names of their country.
static SEATS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../../data/places.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once('\t')).map(|(seat, names)| (seat, names.split('|').collect())).collect()
});

/// The country of each entity that is the seat of its government, where the report names both.
pub(super) fn capitals(prepared: &Prepared<'_>, names: &Names) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    let by_name: BTreeMap<&str, usize> =
        names.entities.iter().enumerate().map(|(i, e)| (e.name.as_str(), i)).collect();
    for (i, entity) in names.entities.iter().enumerate() {
        let countries = SEATS.get(entity.name.to_lowercase().as_str());
        let named = countries.into_iter().flatten().find_map(|c| by_name.get(c)).filter(|c| **c != i);
        if let Some(country) = named {
            found.insert(i, *country);
        }
    }
    for token in (0..prepared.tokens.len()).filter(|i| prepared.lower(*i) == "capital") {
        if let Some((seat, country)) = told(prepared, names, token) {
            found.insert(seat, country);
        }
    }
    found
}

/// What the words around `capital` tell of a place and its country.
fn told(prepared: &Prepared<'_>, names: &Names, token: usize) -> Option<(usize, usize)> {
    let word = |i: usize| if i < prepared.tokens.len() { prepared.lower(i) } else { "" };
    let place = |i: usize| names.at(i).filter(|m| names.entities[m.entity].kind != EntityKind::Person);
    let ending = |end: usize| {
        let from = names.first_from(end.saturating_sub(5));
        let mut near = names.mentions[from..].iter().take_while(|m| m.name.start < end);
        near.find(|m| m.name.end == end).map(|m| m.entity)
    };
    // `the Tessalian capital`, `Tessaly's capital`, `the capital of Tessaly`
    let mut start = token;
    while start > 0 && prepared.tokens[start - 1].is_word() && token - start < 3 {
        let lower = word(start - 1);
        if role(lower).any(Role::PREP | Role::AUX | Role::VERB) {
            break;
        }
        start -= 1;
        if role(lower).any(Role::DET) {
            break;
        }
    }
    let mut after = token + 1;
    let country = if word(after) == "of" {
        let at = after + 1 + usize::from(word(after + 1) == "the");
        let mention = place(at)?;
        after = mention.name.end;
        mention.entity
    } else if matches!(word(token - usize::from(token > 0)), "'s" | "’s") {
        ending(token - 1)?
    } else {
        let adjective = (start..token).find(|i| prepared.word(*i).starts_with(char::is_uppercase))?;
        of_adjective(names, prepared.word(adjective))?
    };
    let comma = usize::from(word(after) == ",");
    let behind = place(after + comma).map(|m| m.entity);
    let before = (start > 0 && word(start - 1) == ",").then(|| ending(start - 1)).flatten();
    let seat = behind.or(before).filter(|seat| *seat != country)?;
    Some((seat, country))
}

/// `Tessaly` for `Tessalian`: the one place whose name begins as the adjective does.
fn of_adjective(names: &Names, adjective: &str) -> Option<usize> {
    let adjective = fold(adjective);
    let fits = |name: &str| {
        let name = fold(name);
        let common = name.chars().zip(adjective.chars()).take_while(|(a, b)| a == b).count();
        common >= 4 && common + 3 >= name.chars().count()
    };
    let mut all = (0..names.entities.len())
        .filter(|i| names.entities[*i].kind == EntityKind::Place && fits(&names.entities[*i].name));
    all.next().filter(|_| all.next().is_none())
}
