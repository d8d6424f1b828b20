//! PolNeAR's stand-off annotations, and predictions as JSON lines.

use super::text::{CharSpan, Document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One attribution by code-point spans; any role may be empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attribution {
    #[serde(default)]
    pub source: Vec<CharSpan>,
    #[serde(default)]
    pub cue: Vec<CharSpan>,
    #[serde(default)]
    pub content: Vec<CharSpan>,
}

/// The attributions predicted for one document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Prediction {
    pub doc: String,
    pub attributions: Vec<Attribution>,
}

/// Which annotators' files are gold where an article has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Annotators {
    /// The alphabetically first one's.
    First,
    /// Each, as a document of its own.
    All,
}

/// Reads a folder's `attributions/*.ann` with the texts beside them, by file name.
pub(crate) fn load_gold(
    folder: &Path,
    keep_punctuation: bool,
    annotators: Annotators,
) -> Result<Vec<(Document, Vec<Attribution>)>, String> {
    let named = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let attributions = folder.join("attributions");
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(&attributions).map_err(|e| named(&attributions, e))? {
        let name = entry.map_err(|e| named(&attributions, e))?.file_name().to_string_lossy().into_owned();
        if let Some(stem) = stem_of(&name) {
            files.entry(stem.to_owned()).or_default().push(name);
        }
    }
    let mut documents = Vec::new();
    for (stem, mut names) in files {
        names.sort();
        if annotators == Annotators::First {
            names.truncate(1);
        }
        let path = folder.join("text").join(format!("{stem}.txt"));
        let text = std::fs::read_to_string(&path).map_err(|e| named(&path, e))?;
        for name in names {
            let path = attributions.join(&name);
            let lines = std::fs::read_to_string(&path).map_err(|e| named(&path, e))?;
            let gold = parse_standoff(&lines).map_err(|e| format!("{}: {e}", path.display()))?;
            documents.push((Document::new(&stem, &text, keep_punctuation), gold));
        }
    }
    Ok(documents)
}

/// `<stem>_<four hex digits>.ann`
fn stem_of(name: &str) -> Option<&str> {
    let (stem, annotator) = name.strip_suffix(".ann")?.rsplit_once('_')?;
    let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    (annotator.len() == 4 && annotator.chars().all(hex)).then_some(stem)
}

/// Events `Attribution…` of brat stand-off with the roles Source, Cue, Content and their numbered repeats.
fn parse_standoff(lines: &str) -> Result<Vec<Attribution>, String> {
    let mut bounds: BTreeMap<&str, Vec<CharSpan>> = BTreeMap::new();
    let mut events = Vec::new();
    for line in lines.split('\n') {
        let fields: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
        if fields.len() < 2 {
            continue;
        }
        if fields[0].starts_with('T') {
            let ranges = fields[1].split_once(' ').ok_or_else(|| format!("no range in {line:?}"))?.1;
            let spans: Option<Vec<CharSpan>> = ranges
                .split(';')
                .map(|r| r.split_once(' ').and_then(|(s, e)| Some((s.parse().ok()?, e.parse().ok()?))))
                .collect();
            bounds.insert(fields[0], spans.ok_or_else(|| format!("bad range in {line:?}"))?);
        } else if fields[0].starts_with('E') {
            events.push(fields[1]);
        }
    }
    let mut found = Vec::new();
    for event in events {
        let mut parts = event.split_whitespace();
        if !parts.next().is_some_and(|trigger| trigger.starts_with("Attribution")) {
            continue;
        }
        let mut item = Attribution::default();
        for part in parts {
            let (name, target) = part.split_once(':').ok_or_else(|| format!("bad role {part:?}"))?;
            let role = match name.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase().as_str() {
                "source" => &mut item.source,
                "cue" => &mut item.cue,
                "content" => &mut item.content,
                _ => continue,
            };
            role.extend(bounds.get(target).ok_or_else(|| format!("{part:?} names nothing"))?);
        }
        if !item.content.is_empty() {
            for role in [&mut item.source, &mut item.cue, &mut item.content] {
                role.sort_unstable();
            }
            found.push(item);
        }
    }
    Ok(found)
}

/// Reads predictions from JSON lines.
pub(crate) fn load_predictions(path: &Path) -> Result<BTreeMap<String, Vec<Attribution>>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut found = BTreeMap::new();
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let place = || format!("{}: line {}", path.display(), number + 1);
        let row: Prediction = serde_json::from_str(line).map_err(|e| format!("{}: {e}", place()))?;
        if found.insert(row.doc.clone(), row.attributions).is_some() {
            return Err(format!("{}: document {:?} occurs twice", place(), row.doc));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standoff_with_discontinuous_content_and_missing_source() {
        let lines = "T1\tSource 0 3\tIda\nT2\tCue 4 8\tsaid\nT3\tContent 9 13;20 24\tx y\n\
                     T4\tAttribution 4 8\tsaid\nT5\tDiscuss 0 3\tIda\nT6\tContent 30 31\tz\n\n\
                     E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3 Content2:T6\n\
                     E2\tAttribution-no-source:T4 Cue:T2 Content:T6\nE3\tAttribution-no-source:T4 \n";
        let found = parse_standoff(lines).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].content, [(9, 13), (20, 24), (30, 31)]);
        assert!(found[1].source.is_empty());
        assert_eq!(stem_of("a_b_00ff.ann"), Some("a_b"));
        assert_eq!(stem_of("a_b_zz.ann"), None);
    }
}
