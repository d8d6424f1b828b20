//! What leads to a place, which says how what happens stands to it.

use super::super::super::view::View;
use super::super::part::Part;
use super::Role;
use super::words::{Does, hits, is};
use crate::words::hash_word;

/// What leads to a place that opens at `opens`: how the happening stands to it, where that begins, and on which side.
pub(super) fn leading(
    view: &View<'_>,
    opens: usize,
    start: usize,
    part: &Part,
) -> Option<(Role, usize, Option<u64>)> {
    let mut at = opens;
    let side;
    let word = |i: usize| view.word(i);
    // `in the north of`, `near the outskirts of`, `on board of`, `next to`.
    if at > start && word(at - 1) == "of" && at >= start + 2 {
        let before = word(at - 2);
        let compass = |w: &str| {
            ["north", "south", "east", "west"].iter().any(|c| w.starts_with(c)) && !w.ends_with("ern")
        };
        if is(before, Does::Side) || compass(before) {
            at -= 2;
            side = compass(before).then(|| hash_word(before));
            while at > start && (is(word(at - 1), Does::Before) || word(at - 1).ends_with("ern")) {
                at -= 1;
            }
            if at > start && is(word(at - 1), Does::At) {
                return Some((Role::At, at - 1, side));
            }
            let measured = (start.max(at.saturating_sub(3))..at).find(|i| {
                view.has_number(view.tokens[*i].span) || word(*i).starts_with(|c: char| c.is_ascii_digit())
            });
            return side.map(|s| (Role::At, measured.unwrap_or(at), Some(s)));
        } else if before == "board" {
            let on = at >= start + 3 && word(at - 3) == "on";
            return Some((Role::At, if on { at - 3 } else { at - 2 }, None));
        }
        return (part.noun.is_some()).then_some((Role::Named, opens, None));
    }
    if at > start && word(at - 1) == "to" && at >= start + 2 && matches!(word(at - 2), "next" | "close") {
        return Some((Role::At, at - 2, None));
    }
    let lead = at.checked_sub(1).filter(|i| *i >= start).map(word).unwrap_or_default();
    // `some 20 kilometres from Sarrow` says where; so does `far from`.
    let measure = |i: usize| {
        matches!(word(i), "kilometres" | "kilometers" | "km" | "miles" | "metres" | "meters" | "mile")
    };
    if lead == "from" && at >= start + 2 && measure(at - 2) {
        return Some((Role::At, at - 1, None));
    }
    at = at.saturating_sub(1);
    if is(lead, Does::At) {
        // `on Iran` and `by Sarrow` put nothing anywhere.
        let stands = !is(lead, Does::Grounded) || part.noun.is_some();
        let about = lead == "by" && part.named();
        return (stands && !about).then_some((Role::At, at, None));
    }
    if is(lead, Does::To) {
        return Some((Role::To, at, None));
    }
    if lead == "from" {
        return Some((Role::From, at, None));
    }
    // `flooded the old harbour`: what is done to a place is done there.
    if opens > start && hits(lead) {
        return Some((Role::At, opens, None));
    }
    Some((Role::Named, opens, None))
}
