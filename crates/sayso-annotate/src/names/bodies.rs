//! Bodies without a name of their own: `Kerrovia's transport ministry`, `the works council`.

use super::build::Builder;
use super::chain::Chain;
use super::{head_end, is_possessive};
use crate::statements::tokens_in;
use crate::{Found, Prepared};
use sayso_lexicon::grammar::{Role, role};
use sayso_lexicon::persons;
use sayso_model::EntityKind;
use sayso_text::Gap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Bodies without a name of their own: nouns for a body after a name (`Kerrovia's transport ministry`), and
/// those that are a source (`the works council`).
pub(super) fn add_bodies(builder: &mut Builder<'_>, found: &[Found]) {
    let prepared = builder.prepared;
    let mut taken = vec![false; prepared.tokens.len()];
    for mention in &builder.names.mentions {
        taken[mention.name.clone()].fill(true);
    }
    let by_start: BTreeMap<usize, usize> = builder
        .names
        .mentions
        .iter()
        .flat_map(|m| [(m.full.start, m.name.end), (m.name.start, m.name.end)])
        .collect();
    let mut nouns: Vec<Range<usize>> = Vec::new();
    for mention in &builder.names.mentions {
        // Up to three small words after the name, the last a noun for a body.
        let mut end = mention.name.end;
        let owner = prepared.tokens.get(end).is_some_and(|_| is_possessive(prepared.word(end)));
        end += usize::from(owner);
        let first = end;
        while end < taken.len() && end < first + 3 && !taken[end] && is_noun_like(prepared, end) {
            let lower = prepared.lower(end);
            if persons::is_body(lower) {
                nouns.push(mention.name.start..end + 1);
                break;
            }
            // `Lee thinks parliament …` is a clause.
            if !owner && (lower.ends_with('s') || lower.ends_with("ed")) || persons::is_person(lower) {
                break;
            }
            end += 1;
        }
    }
    for span in found.iter().filter_map(|f| f.source.first()) {
        let tokens = tokens_in(prepared, *span);
        let head_end = head_end(prepared, tokens.clone());
        let Some(last) = head_end.checked_sub(1).filter(|i| *i >= tokens.start) else { continue };
        let mut start = tokens.start;
        while start < last && role(prepared.lower(start)).any(Role::DET | Role::POSS) {
            if matches!(prepared.lower(start), "a" | "an" | "some" | "another" | "any") {
                start = last + 1;
                break;
            }
            start += 1;
        }
        let named = (start..=last).any(|i| taken.get(i).copied().unwrap_or(true));
        let plain = (start..=last).all(|i| is_noun_like(prepared, i));
        if start <= last
            && persons::is_body(prepared.lower(last))
            && !named
            && plain
            && !is_generic_body(prepared.lower(last))
        {
            // `the government of Lenvar`
            let of = last + 2;
            let owner =
                (of < tokens.end && prepared.lower(last + 1) == "of").then(|| by_start.get(&of).copied());
            nouns.push(start..owner.flatten().unwrap_or(last + 1));
        }
    }
    nouns.sort_by_key(|n| (n.start, n.end));
    nouns.dedup();
    // Longer ones first, so that `the ministry` is led back to `the transport ministry` by the resolver.
    for tokens in nouns.iter().filter(|n| n.len() > 1) {
        add_body(builder, tokens);
    }
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut kinds = 0;
    for (entity, about) in builder.names.entities.iter().zip(&builder.names.about) {
        if entity.kind == EntityKind::Organization {
            kinds |= about.words.iter().fold(0, |all, w| all | persons::body_kinds(w));
            known.extend(about.words.iter().cloned());
        }
    }
    for tokens in nouns.iter().filter(|n| n.len() == 1) {
        // `the regulator` is more likely the panel that was named than another body.
        let noun = prepared.lower(tokens.start);
        if !known.contains(noun) && persons::body_kinds(noun) & kinds == 0 {
            add_body(builder, tokens);
        }
    }
}

fn add_body(builder: &mut Builder<'_>, tokens: &Range<usize>) {
    let chain = Chain { name: tokens.clone(), full: tokens.clone(), told: None };
    builder.add(&chain, EntityKind::Organization);
}

/// A word that may be part of a plain noun phrase.
fn is_noun_like(prepared: &Prepared<'_>, i: usize) -> bool {
    let token = prepared.tokens[i];
    let lower = prepared.lower(i);
    token.is_word()
        && token.gap != Gap::Break
        && !is_possessive(lower)
        && !role(lower).any(
            Role::AUX
                | Role::PREP
                | Role::SUB
                | Role::DET
                | Role::POSS
                | Role::PRON
                | Role::CONJ
                | Role::VERB
                | Role::TIME,
        )
}

/// Nouns for any body at all: alone they tell nothing.
pub(crate) fn is_generic_body(lower: &str) -> bool {
    const GENERIC: [&str; 5] = ["body", "executive", "guard", "force", "newspaper"];
    let kinds = persons::body_kinds(lower);
    let only = |noun: &str| kinds & persons::body_kinds(noun) != 0;
    GENERIC.contains(&lower)
        || ["company", "charity", "club", "party", "media"].into_iter().any(only)
            && !matches!(
                lower,
                "association" | "campaign" | "league" | "council" | "coalition" | "alliance" | "camp"
            )
        || matches!(
            lower,
            "agency" | "state" | "country" | "island" | "city" | "town" | "village" | "nation" | "kingdom"
        )
}
