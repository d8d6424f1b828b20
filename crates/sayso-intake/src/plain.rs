//! Title, byline and outlet of a report from its own text and path, where these show them.

use crate::segment::dateline;
use regex::Regex;
use sayso_model::{Segment, SegmentKind};
use std::sync::LazyLock;

/// The words of the first segment of a kind.
pub(crate) fn first(text: &str, segments: &[Segment], kind: SegmentKind) -> Option<String> {
    segments.iter().find(|s| s.kind == kind)?.span.slice(text).map(one_line)
}

/// White space runs as one space.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A headline without the stop that some collections add.
pub(crate) fn title_of(line: &str) -> String {
    match line.strip_suffix('.') {
        Some(bare) if !bare.ends_with('.') && !bare.rsplit(' ').next().is_some_and(|w| w.contains('.')) => {
            bare.into()
        }
        _ => line.into(),
    }
}

/// A byline without what introduces it.
pub(crate) fn names_of(line: &str) -> String {
    let mut line = line.trim_start_matches(['-', '–', '—', ' ']);
    for opener in [
        "written by ",
        "reported by ",
        "story by ",
        "text by ",
        "byline:",
        "author:",
        "reporter:",
        "by: ",
        "by : ",
        "by ",
    ] {
        if line.get(..opener.len()).is_some_and(|start| start.eq_ignore_ascii_case(opener)) {
            line = &line[opener.len()..];
            break;
        }
    }
    line.trim().trim_end_matches(['.', ',']).to_owned()
}

/// The last part of an address or of a file's name, without its ending and without a date before it.
pub(crate) fn slug(url: Option<&str>, path: Option<&str>) -> Option<String> {
    let address = url.or(path)?;
    let address = address.split(['?', '#']).next()?.trim_end_matches('/');
    let last = address.rsplit('/').next()?;
    let stem = match last.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 => stem,
        _ => last,
    };
    static DATE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\d{4}[-_.]?\d{2}[-_.]?\d{2}[-_.]").ok());
    let after = DATE.as_ref()?.find(stem).map_or(0, |m| m.end());
    Some(stem[after..].to_owned()).filter(|slug| slug.contains(['-', '_']))
}

/// Who published it: named by a licence or rights line, by the path (`outlet_2031-03-02_slug.txt`,
/// `outlet/2031-03-02-slug.txt`), or by the dateline's agency.
pub(crate) fn outlet(text: &str, segments: &[Segment], path: Option<&str>) -> Option<String> {
    static LICENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"^(?:(?i:all|the|this)(?: \w+)? (?i:contents?|materials?|texts?|articles?|work) (?i:by|from|of|on|published by) (?P<a>\p{Lu}[^.;,|()]{1,60}?) (?:is|are) licen[sc]ed under|(?:(?i:copyright) )?(?:©|\([Cc]\))? ?(?:\d{4}(?:[-–]\d{2,4})?,? )(?i:by )?(?P<b>\p{Lu}[\p{L}\d&'’-]*(?: \p{Lu}[\p{L}\d&'’-]*){0,4})(?:[.,]|$| All))",
        )
        .ok()
    });
    for segment in segments.iter().rev().filter(|s| s.kind == SegmentKind::Furniture).take(12) {
        let words = segment.span.slice(text)?;
        if let Some(found) = LICENCE.as_ref()?.captures(words) {
            let dated = found
                .name("b")
                .filter(|_| words.contains(['©', '(']) || words.to_lowercase().starts_with("copyright"));
            if let Some(name) = found.name("a").or(dated) {
                return Some(name.as_str().trim_start_matches("the ").to_owned());
            }
        }
    }
    path.and_then(in_path).or_else(|| {
        let line = segments.iter().find(|s| s.kind == SegmentKind::Dateline)?.span.slice(text)?;
        dateline(&format!("{line} X"))?.agency.map(str::to_owned)
    })
}

/// The outlet that a path names beside a date.
fn in_path(path: &str) -> Option<String> {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?:^|/)(?:(?P<file>[A-Za-z][A-Za-z.-]{1,30})_\d{4}-\d{2}-\d{2}_[^/]+|(?P<folder>[a-z][a-z-]{2,30})/\d{4}-?\d{2}-?\d{2}[-_][^/]+)$",
        )
        .ok()
    });
    let found = NAMED.as_ref()?.captures(path)?;
    let name = found.name("file").or(found.name("folder"))?.as_str();
    const GENERAL: [&str; 14] = [
        "news",
        "articles",
        "article",
        "reports",
        "report",
        "text",
        "texts",
        "data",
        "stories",
        "story",
        "pages",
        "corpus",
        "files",
        "downloads",
    ];
    (!GENERAL.contains(&name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_and_outlets_of_paths() {
        assert_eq!(
            slug(None, Some("a/wire_2031-03-02_bridge-to-open.txt")).as_deref(),
            Some("bridge-to-open")
        );
        assert_eq!(
            slug(Some("https://h.example/x/bridge-to-open.html?a=b"), None).as_deref(),
            Some("bridge-to-open")
        );
        assert_eq!(slug(None, Some("000.txt")), None);
        assert_eq!(in_path("in/halvard-press/2031-03-02-bridge.txt").as_deref(), Some("halvard-press"));
        assert_eq!(in_path("in/wire_2031-03-02_bridge.txt").as_deref(), Some("wire"));
        assert_eq!(in_path("news/2031-03-02-bridge.txt"), None);
        assert_eq!(in_path("000_c53169ca6b53967c.txt"), None);
    }

    #[test]
    fn names_without_openers() {
        assert_eq!(names_of("By Ann Vell and Jon Marr"), "Ann Vell and Jon Marr");
        assert_eq!(names_of("- Ann Vell."), "Ann Vell");
        assert_eq!(title_of("Bridge to open."), "Bridge to open");
        assert_eq!(title_of("Bridge reaches U.S."), "Bridge reaches U.S.");
    }
}
