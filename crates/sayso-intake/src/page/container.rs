//! Completes an extracted body from the element of the page that contains it.
//!
//! The article finder leaves out quoted posts, tables and text that stands bare beside links. Once it is known
//! which element holds the body, the lines of that element between the body's first and last are taken again
//! in page order, and what was left out is added where it is a post, a row or a full paragraph.

use super::Block;
use super::blocks::{Line, block, lines};
use ego_tree::NodeId;
use scraper::Html;
use std::collections::BTreeMap;

fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The body with what belongs in it, or as it was where the page's lines do not account for it.
pub(super) fn completed(document: &Html, body: Vec<Block>) -> Vec<Block> {
    let all = lines(document);
    let keys: Vec<String> = all.iter().map(|l| letters(&l.words)).collect();
    let wanted: Vec<String> = body.iter().map(|b| letters(&b.words)).collect();
    let whole = wanted.concat();
    if whole.len() < 200 || all.len() > 20_000 || whole.len() > 400_000 {
        return body;
    }
    // A line is part of the body when the body has all its letters, or it has all of one of the body's blocks.
    let known: std::collections::BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    let matched: Vec<bool> = keys
        .iter()
        .map(|key| {
            known.contains(key.as_str())
                || (key.len() >= 30 && whole.contains(key.as_str()))
                || (key.len() >= 60 && wanted.iter().any(|w| w.len() >= 30 && key.contains(w.as_str())))
        })
        .collect();
    let Some(container) = container(document, &all, &keys, &matched) else { return body };
    let inside = |line: &Line| path(document, line).any(|id| id == container.id);
    let within: Vec<usize> = (0..all.len()).filter(|i| inside(&all[*i])).collect();
    let telling = |i: &&usize| matched[**i] && keys[**i].len() >= 30;
    let (Some(first), Some(last)) = (within.iter().find(telling), within.iter().rev().find(telling)) else {
        return body;
    };
    // A paragraph before the first or behind the last counts where it stands beside others of the body.
    let parent = |line: &Line| document.tree.get(line.node).and_then(|n| n.parent()).map(|n| n.id());
    let beside: std::collections::BTreeSet<NodeId> =
        within.iter().filter(telling).filter_map(|i| parent(&all[*i])).collect();
    let mut account = String::new();
    let mut result = Vec::new();
    for i in &within {
        let line = &all[*i];
        let count = line.words.split_whitespace().count();
        let unlinked = line.linked * 2 < line.words.len();
        let stopped = line.words.ends_with(['.', '!', '?', '”', '"', '’', ')']);
        let paragraph = count >= 12 && stopped && unlinked && line.chrome <= container.depth;
        let added = !line.caption
            && if (first..=last).contains(&i) {
                paragraph
                    || (line.quote && count >= 2)
                    || (line.row && unlinked && line.chrome <= container.depth)
            } else {
                paragraph && line.paragraph && parent(line).is_some_and(|p| beside.contains(&p))
            };
        if matched[*i] || added {
            account.push_str(&keys[*i]);
            result.push(*i);
        }
    }
    let found: usize = wanted.iter().filter(|w| account.contains(w.as_str())).map(String::len).sum();
    // What was added must not outweigh what was known.
    if found * 100 < whole.len() * 92 || account.len() * 10 > whole.len() * 18 {
        return body;
    }
    let mut taken = result.into_iter().peekable();
    let lines = all.into_iter().enumerate().filter(|(i, _)| taken.next_if_eq(i).is_some());
    lines.map(|(_, line)| block(line)).collect()
}

/// The element that holds the body.
struct Container {
    id: NodeId,
    /// Elements about it, and itself.
    depth: usize,
}

/// The innermost element that holds nine tenths of the matched lines' letters.
fn container(document: &Html, all: &[Line], keys: &[String], matched: &[bool]) -> Option<Container> {
    let mut weight: BTreeMap<NodeId, usize> = BTreeMap::new();
    let mut total = 0;
    // Long lines say where the body is; short ones occur anywhere.
    let telling: Vec<usize> = (0..all.len()).filter(|i| matched[*i] && keys[*i].len() >= 30).collect();
    for i in &telling {
        total += keys[*i].len();
        for id in path(document, &all[*i]) {
            *weight.entry(id).or_default() += keys[*i].len();
        }
    }
    // All elements that heavy lie on one path from the root.
    let heavy = |id: &NodeId| weight.get(id).is_some_and(|w| w * 10 >= total * 9);
    telling
        .iter()
        .filter_map(|i| {
            let ids: Vec<NodeId> = path(document, &all[*i]).collect();
            let at = ids.iter().position(heavy)?;
            // The root is no element.
            Some(Container { id: ids[at], depth: (ids.len() - at).saturating_sub(1) })
        })
        .max_by_key(|found| found.depth)
}

/// A line's element and those about it, innermost first.
fn path(document: &Html, line: &Line) -> impl Iterator<Item = NodeId> {
    let node = document.tree.get(line.node);
    std::iter::once(line.node).chain(node.into_iter().flat_map(|n| n.ancestors().map(|a| a.id())))
}
