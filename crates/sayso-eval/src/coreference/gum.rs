//! GUM's documents: the text set again from sentences, and the entities of the last column.

use std::collections::BTreeMap;
use std::path::Path;

/// One mention of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GoldMention {
    /// The whole noun phrase, by code points of the text.
    pub span: (usize, usize),
    /// The words without which it is no mention: its head, or its name.
    pub head: (usize, usize),
    /// What it refers to.
    pub entity: u32,
    /// `person`, `place`, …
    pub kind: String,
}

/// One document.
#[derive(Debug, Default)]
pub(crate) struct GumDocument {
    pub text: String,
    pub mentions: Vec<GoldMention>,
}

/// A mention that has begun.
struct Open {
    entity: u32,
    kind: String,
    least: Option<(usize, usize)>,
    first: usize,
}

/// Reads one file.
pub(crate) fn read(path: &Path) -> Result<GumDocument, String> {
    let source = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(parse(&source))
}

fn parse(source: &str) -> GumDocument {
    let mut document = GumDocument::default();
    let mut length = 0;
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut apart = "";
    // Words of a contraction share the place of the whole.
    let mut whole: Option<(usize, (usize, usize))> = None;
    let mut glued = true;
    for line in source.lines() {
        if line.starts_with("# newpar") && !document.text.is_empty() {
            apart = "\n\n";
        }
        if line.is_empty() {
            whole = None;
            if apart.is_empty() {
                apart = " ";
            }
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') || fields.len() < 10 || fields[0].contains('.') {
            continue;
        }
        let mut push = |word: &str| {
            let gap = if !apart.is_empty() {
                apart
            } else if glued {
                ""
            } else {
                " "
            };
            let gap = if document.text.is_empty() { "" } else { gap };
            document.text.push_str(gap);
            document.text.push_str(word);
            length += gap.chars().count() + word.chars().count();
            apart = "";
            glued = fields[9].split('|').any(|f| f == "SpaceAfter=No");
            (length - word.chars().count(), length)
        };
        if let Some((_, last)) = fields[0].split_once('-') {
            let span = push(fields[1]);
            whole = last.parse().ok().map(|last| (last, span));
            continue;
        }
        let number: usize = fields[0].parse().unwrap_or_default();
        let span = match whole {
            Some((last, span)) if number <= last => {
                // Its parts in turn, as far as they are spelt so.
                let from = tokens.last().map_or(span.0, |t| t.1).clamp(span.0, span.1);
                (from, (from + fields[1].chars().count()).min(span.1))
            }
            _ => push(fields[1]),
        };
        tokens.push(span);
        let entities = fields[9].split('|').find_map(|f| f.strip_prefix("Entity=")).unwrap_or_default();
        mentions(entities, &tokens, &mut open, &mut document.mentions);
    }
    document.mentions.sort_by_key(|m| (m.span.0, usize::MAX - m.span.1));
    document
}

/// Reads `(2-event-…(3-place-…)`, `3)`: what begins and ends at the last of these tokens.
fn mentions(field: &str, tokens: &[(usize, usize)], open: &mut Vec<Open>, found: &mut Vec<GoldMention>) {
    let number = |text: &str| -> Option<u32> {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let last = tokens.len() - 1;
    let mut close = |open: &mut Vec<Open>, entity: u32| {
        let Some(at) = open.iter().rposition(|o| o.entity == entity) else { return };
        let Open { kind, least, first, .. } = open.remove(at);
        let span = (tokens[first].0, tokens[last].1);
        let word = |n: usize| tokens.get(first + n.saturating_sub(1)).copied().unwrap_or(tokens[last]);
        let head = least.map_or(span, |(from, to)| (word(from).0, word(to).1.min(span.1)));
        found.push(GoldMention { span, head, entity, kind });
    };
    let mut rest = field;
    while !rest.is_empty() {
        let opens = rest.starts_with('(');
        let body = if opens { &rest[1..] } else { rest };
        let end = body.find(['(', ')']).unwrap_or(body.len());
        let item = &body[..end];
        let closes = body[end..].starts_with(')');
        let Some(entity) = number(item) else { break };
        if opens {
            let parts: Vec<&str> = item.split('-').collect();
            let least: Vec<usize> =
                parts.get(5).into_iter().flat_map(|w| w.split(',')).filter_map(|n| n.parse().ok()).collect();
            let least = least.iter().min().copied().zip(least.iter().max().copied());
            let kind = parts.get(1).map_or(String::new(), |k| (*k).to_string());
            open.push(Open { entity, kind, least, first: last });
        }
        if closes {
            close(open, entity);
        }
        rest = &body[end + usize::from(closes)..];
    }
}

/// Mentions of one kind by entity, in order of the first.
pub(crate) fn clusters(mentions: &[GoldMention], kind: &str) -> Vec<Vec<usize>> {
    let mut by_entity: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, mention) in mentions.iter().enumerate() {
        by_entity.entry(mention.entity).or_default().push(i);
    }
    let is_kind = |cluster: &Vec<usize>| mentions[cluster[0]].kind == kind;
    by_entity.into_values().filter(is_kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, word: &str, misc: &str) -> String {
        format!("{id}\t{word}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n")
    }

    #[test]
    fn entities_are_read() {
        let source = [
            "# newdoc id = x\n# newpar\n".to_string(),
            line("1", "Mayor", "Entity=(1-person-new-s-cf1-2,3-coref-Ann_Lee"),
            line("2", "Ann", "_"),
            line("3-4", "Lee’s", "_"),
            line("3", "Lee", "Entity=1)"),
            line("4", "’s", "_"),
            line("5", "town", "Entity=(2-place-new-s-cf2-1-sgl)|SpaceAfter=No"),
            line("6", ".", "_"),
            "\n# newpar\n".to_string(),
            line("1", "She", "Entity=(1-person-giv-s-cf1-1-coref)"),
            line("2", "left", "_"),
        ]
        .concat();
        let document = parse(&source);
        assert_eq!(document.text, "Mayor Ann Lee’s town.\n\nShe left");
        let places: Vec<_> = document.mentions.iter().map(|m| (m.span, m.head, m.entity)).collect();
        assert_eq!(places, [((0, 13), (6, 13), 1), ((16, 20), (16, 20), 2), ((23, 26), (23, 26), 1)]);
        assert_eq!(clusters(&document.mentions, "person"), [vec![0, 2]]);
    }
}
