use super::*;
use sayso_model::Basis;

fn plain(path: &str, text: &str) -> Report {
    let draft = Draft::new("r".into(), path.into(), "/r".into(), Body::Plain(text.into()));
    finish(draft).unwrap()
}

const STORY: &str = "The bridge at Sellin opened on Sunday after nine years of work, the port authority said.\n\n\
    “We have waited long for this,” said Mayor Ilse Brandt, who cut the ribbon before a large crowd.";

#[test]
fn a_text_without_debris_stands_as_received() {
    let report = plain("a.txt", STORY);
    assert_eq!(report.text.as_str(), STORY);
    assert!(report.repairs().is_empty());
    assert_eq!(report.published.basis, Basis::None);
    assert!(report.problems[0].message.contains("only weekdays are named (Sunday)"));
    assert_eq!((report.title, report.outlet), (None, None));
}

#[test]
fn title_byline_date_and_outlet_from_the_text() {
    let text = format!(
        "Bridge at Sellin opens\nBy Ann Vell\nPublished: 2 March 2031\n\nSELLIN – {STORY}\n\n© 2031 Halvard Press. All rights reserved."
    );
    let report = plain("000.txt", &text);
    assert_eq!(report.title.as_deref(), Some("Bridge at Sellin opens"));
    assert_eq!(report.byline.as_deref(), Some("Ann Vell"));
    assert_eq!(report.outlet.as_deref(), Some("Halvard Press"));
    assert_eq!(report.published.value.as_deref(), Some("2031-03-02"));
    assert_eq!(report.published.basis, Basis::Stated);
}

#[test]
fn dates_stated_by_prefix_dateline_and_path() {
    let report = plain("a.txt", &format!(" date 2031-03-02 {STORY}"));
    assert_eq!(report.published.value.as_deref(), Some("2031-03-02"));
    let report = plain("a.txt", &format!("SELLIN, March 2, 2031 (RNA) – {STORY}"));
    assert_eq!(
        (report.published.value.as_deref(), report.published.basis),
        (Some("2031-03-02"), Basis::Stated)
    );
    let report = plain("in/halvard-press/2031-03-02-bridge.txt", STORY);
    assert_eq!(
        (report.published.value.as_deref(), report.published.basis),
        (Some("2031-03-02"), Basis::Path)
    );
    assert_eq!(report.outlet.as_deref(), Some("halvard-press"));
    let report = plain("a.txt", &format!("SELLIN, March 2 (Reuters) – {STORY}"));
    assert_eq!(report.published.value, None);
    assert!(report.problems[0].message.contains("without a year"));
}

#[test]
fn a_date_that_cannot_be_is_noted() {
    let mut draft = Draft::new("r".into(), "a.jsonl".into(), "/r#1".into(), Body::Plain(STORY.into()));
    draft.place = Some("line 1".into());
    draft.published =
        Some(RawDate { raw: "2031-02-31".into(), basis: Basis::Metadata, evidence: "field date".into() });
    let report = finish(draft).unwrap();
    assert_eq!(report.published.value, None);
    assert!(report.problems.iter().any(|p| p.message.contains("field date")));
}

#[test]
fn feed_content_becomes_paragraphs() {
    let html = "<p>One paragraph &amp; more.</p><figure><figcaption>The bridge</figcaption></figure><p>Two &amp;quot;it&amp;quot;.</p>";
    let mut draft = Draft::new("r".into(), "f.xml".into(), "/f#1".into(), Body::Fragment(html.into()));
    draft.title = Some("Bridge &amp; tolls".into());
    let report = finish(draft).unwrap();
    assert_eq!(report.text.as_str(), "Bridge & tolls\n\nOne paragraph & more.\n\nThe bridge\n\nTwo \"it\".");
    assert_eq!(report.title.as_deref(), Some("Bridge & tolls"));
    assert_eq!(report.repairs().len(), 2);
    assert_eq!(report.segments[0].kind, SegmentKind::Headline);
    assert_eq!(report.segments[2].kind, SegmentKind::Caption);
}

#[test]
fn nothing_to_read_is_refused_with_its_place() {
    let mut draft = Draft::new("r".into(), "a.jsonl".into(), "/r".into(), Body::Plain(" \u{200b}\n".into()));
    draft.place = Some("line 3".into());
    assert_eq!(finish(draft).unwrap_err().to_string(), "a.jsonl: line 3: no text found");
}
