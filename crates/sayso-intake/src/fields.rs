//! Which fields of a JSON object say what of a report: the contract's, those of common news data sets, and
//! those that the user names.

use crate::open::Options;
use crate::origin::{Origin, Place};
use crate::{Body, Draft, RawDate, Reason, Refusal};
use sayso_model::Basis;
use serde_json::{Map, Value};

/// Names for each field, tried in this order, compared without regard to case, `_` and `-`. The first is the
/// contract's. Gathered from the data sets in wide use: CC-News and other `news-please` dumps, RealNews, All the
/// News, CNN/DailyMail, XSum, Multi-News, News Category, Webhose, POLUSA, Signal-1M, TREC Washington Post, and
/// the programming interfaces of the Guardian, the New York Times, NewsAPI, Event Registry and Media Cloud.
const TEXT: &[&str] = &[
    "text",
    "content",
    "body",
    "article",
    "maintext",
    "articletext",
    "articlebody",
    "fulltext",
    "bodytext",
    "contenttext",
    "plaintext",
    "cleanedtext",
    "cleantext",
    "maincontent",
    "articlecontent",
    "textcontent",
    "newstext",
    "newscontent",
    "story",
    "storytext",
    "document",
    "rawtext",
    "contents",
    "paragraphs",
];
const HTML: &[&str] =
    &["contenthtml", "bodyhtml", "bodyxhtml", "articlehtml", "htmlcontent", "html", "rawhtml"];
const SUMMARY: &[&str] = &[
    "summary",
    "description",
    "abstract",
    "lead",
    "leadparagraph",
    "lede",
    "snippet",
    "shortdescription",
    "trailtext",
    "excerpt",
    "teaser",
];
const TITLE: &[&str] =
    &["title", "headline", "heading", "articletitle", "newstitle", "webtitle", "titletext", "head", "name"];
const OUTLET: &[&str] = &[
    "outlet",
    "publication",
    "publicationname",
    "publisher",
    "publishername",
    "newspaper",
    "newspapername",
    "sitename",
    "sourcename",
    "medianame",
    "source",
    "sourcetitle",
    "provider",
    "paper",
    "journal",
    "agency",
    "website",
    "site",
    "thread.site",
    "sourcedomain",
    "domain",
    "hostname",
    "host",
];
const URL: &[&str] = &[
    "url",
    "link",
    "articleurl",
    "weburl",
    "sourceurl",
    "canonicallink",
    "canonicalurl",
    "permalink",
    "href",
    "newsurl",
    "pageurl",
    "uri",
];
const BYLINE: &[&str] = &[
    "byline",
    "authors",
    "author",
    "authorname",
    "by",
    "creator",
    "writer",
    "writers",
    "reporter",
    "journalist",
];
const PUBLISHED: &[&str] = &[
    "published",
    "datepublish",
    "datepublished",
    "publishdate",
    "publisheddate",
    "publisheddatetime",
    "publicationdate",
    "publishedat",
    "publishedon",
    "publishtime",
    "pubdate",
    "pubtime",
    "webpublicationdate",
    "firstpublicationdate",
    "date",
    "datetime",
    "articledate",
    "newsdate",
    "releasedate",
    "timestamp",
    "time",
    "createdat",
    "posteddate",
    "posted",
];
const LANGUAGE: &[&str] = &["language", "lang", "languagecode", "inlanguage", "locale"];
const ID: &[&str] = &[
    "id",
    "_id",
    "docid",
    "documentid",
    "articleid",
    "newsid",
    "storyid",
    "guid",
    "uuid",
    "uid",
    "identifier",
    "key",
];

/// An object's fields by the name they are compared by.
pub(crate) struct Fields<'v> {
    object: &'v Map<String, Value>,
    names: Vec<(String, &'v str)>,
}

impl<'v> Fields<'v> {
    pub(crate) fn new(object: &'v Map<String, Value>) -> Fields<'v> {
        let names = object.keys().map(|key| (plain_name(key), key.as_str())).collect();
        Fields { object, names }
    }

    /// The first of the names that holds something, with the field's own name.
    fn first<T>(&self, names: &[&str], read: impl Fn(&Value) -> Option<T>) -> Option<(T, &'v str)> {
        names.iter().find_map(|name| {
            if name.contains('.') {
                return read(at_path(self.object, name)?).map(|v| (v, ""));
            }
            self.names.iter().filter(|(plain, _)| plain == name).find_map(|(_, key)| {
                let value = self.object.get(*key)?;
                read(value).map(|v| (v, *key))
            })
        })
    }

    /// Whether there is text in a field that is known to hold it.
    pub(crate) fn has_text(&self) -> bool {
        self.first(TEXT, words).or_else(|| self.first(HTML, words)).is_some()
    }
}

fn plain_name(key: &str) -> String {
    let plain: String =
        key.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect();
    // `_id` is told from `id` by nothing else.
    if plain.is_empty() { key.to_owned() } else { plain }
}

/// Reads one report.
pub(crate) fn draft(
    object: &Map<String, Value>,
    origin: &Origin,
    place: &Place,
    options: &Options,
) -> Result<Draft, Refusal> {
    let fields = Fields::new(object);
    let mapped = |field: &str| -> Option<(&Value, String)> {
        options
            .map
            .iter()
            .filter(|(ours, _)| ours == field)
            .find_map(|(_, theirs)| Some((at_path(object, theirs)?, theirs.clone())))
    };
    let word =
        |field: &str, names: &[&str], read: fn(&Value) -> Option<String>| -> Option<(String, String)> {
            if let Some((value, name)) = mapped(field) {
                return read(value).map(|v| (v, name));
            }
            fields.first(names, read).map(|(v, name)| (v, name.to_owned()))
        };
    let (body, summary_only) = body(&fields, &mapped).ok_or_else(|| no_text(object, origin, place))?;
    let url = word("url", URL, plain).map(|(v, _)| v).filter(|u| is_address(u));
    let id = word("id", ID, id_words).map(|(v, _)| v);
    let mut draft = origin.item(id, url, place, body);
    draft.title = word("title", TITLE, plain).map(|(v, _)| v);
    draft.outlet = word("outlet", OUTLET, plain).map(|(v, _)| v);
    draft.byline = word("byline", BYLINE, people).map(|(v, _)| v);
    draft.language = word("language", LANGUAGE, plain).map(|(v, _)| v);
    draft.published = word("published", PUBLISHED, date).map(|(raw, name)| RawDate {
        raw,
        basis: Basis::Metadata,
        evidence: format!("field {name}"),
    });
    if summary_only {
        draft.note("summary only", "there is no full text, only a summary");
    }
    Ok(draft)
}

fn body<'v>(
    fields: &Fields<'v>,
    mapped: &dyn Fn(&str) -> Option<(&'v Value, String)>,
) -> Option<(Body, bool)> {
    if let Some((value, _)) = mapped("text") {
        return words(value).map(|text| (marked_up(text), false));
    }
    if let Some(Value::Array(parts)) = fields.object.get("contents")
        && let Some(html) = pieces(parts)
    {
        return Some((Body::Fragment(html), false));
    }
    if let Some((text, name)) = fields.first(TEXT, words) {
        // The contract's own field is plain text, whatever is in it.
        let body = if name == "text" { Body::Plain(text) } else { marked_up(text) };
        return Some((body, false));
    }
    if let Some((html, _)) = fields.first(HTML, words) {
        return Some((as_html(html), false));
    }
    fields.first(SUMMARY, words).map(|(text, _)| (marked_up(text), true))
}

fn no_text(object: &Map<String, Value>, origin: &Origin, place: &Place) -> Refusal {
    let mut names: Vec<&str> = object.keys().map(String::as_str).take(12).collect();
    if object.len() > names.len() {
        names.push("…");
    }
    let words = match names.is_empty() {
        true => "the object is empty".to_owned(),
        false => format!("no field holds the text; its fields are {}", names.join(", ")),
    };
    origin.refuse_at(place, Reason::NotAReport(words))
}

/// Text that is plain or HTML, told by its block tags.
pub(crate) fn marked_up(text: String) -> Body {
    const SIGNS: [&str; 8] = ["</p>", "<p>", "<br>", "<br/>", "<br />", "</div>", "</a>", "<html"];
    let head = text.as_bytes();
    let has = |sign: &str| head.windows(sign.len()).any(|w| w.eq_ignore_ascii_case(sign.as_bytes()));
    // Nearly all text has none: one look for the bracket spares the rest.
    if text.contains('<') && SIGNS.iter().any(|s| has(s)) { as_html(text) } else { Body::Plain(text) }
}

/// HTML that is a whole page or a part of one.
fn as_html(html: String) -> Body {
    let head = html.trim_start().get(..15).unwrap_or(html.trim_start()).to_ascii_lowercase();
    if head.starts_with("<!doctype") || head.starts_with("<html") {
        Body::Page { bytes: html.into_bytes(), charset: Some("utf-8".into()) }
    } else {
        Body::Fragment(html)
    }
}

/// The parts of an article given one by one, as in the TREC Washington Post collection.
fn pieces(parts: &[Value]) -> Option<String> {
    let mut html = String::new();
    for part in parts {
        let kind = part.get("type").and_then(Value::as_str).unwrap_or("");
        let get = |name| part.get(name).and_then(Value::as_str);
        match (kind, get("content"), get("fullcaption")) {
            ("sanitized_html", Some(content), _) => html.push_str(&format!("<p>{content}</p>\n")),
            ("image", _, Some(caption)) => html.push_str(&format!("<figcaption>{caption}</figcaption>\n")),
            _ => {}
        }
    }
    (!html.is_empty()).then_some(html)
}

pub(crate) fn is_address(word: &str) -> bool {
    word.starts_with("http://") || word.starts_with("https://")
}

/// Running text: a string, or strings in a list, which are paragraphs.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|t| !t.trim().is_empty()),
        Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            parts.map(|p| p.join("\n\n")).filter(|t| !t.trim().is_empty())
        }
        _ => None,
    }
}

/// A short value: a string, or the name in an object.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(word) => Some(word.trim().to_owned()).filter(|w| !w.is_empty()),
        Value::Object(object) => ["name", "title", "main", "original", "value", "domain", "uri"]
            .iter()
            .find_map(|name| object.get(*name).and_then(Value::as_str))
            .map(|w| w.trim().to_owned())
            .filter(|w| !w.is_empty()),
        Value::Array(items) => items.first().filter(|v| !v.is_array()).and_then(plain),
        _ => None,
    }
}

/// An id: a string, a number, or MongoDB's `{"$oid": …}`.
fn id_words(value: &Value) -> Option<String> {
    match value {
        Value::Number(n) => Some(n.to_string()),
        Value::Object(object) => object.get("$oid").and_then(plain),
        Value::String(_) => plain(value),
        _ => None,
    }
}

/// Names of people: a string, an object, or a list of either.
pub(crate) fn people(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => {
            let names: Vec<String> = items.iter().filter(|v| !v.is_array()).filter_map(people).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(object) if object.contains_key("first_name") || object.contains_key("firstname") => {
            let part = |names: [&str; 2]| names.iter().find_map(|n| object.get(*n).and_then(Value::as_str));
            let name = [part(["first_name", "firstname"]), part(["last_name", "lastname"])];
            let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
            Some(name.trim().to_owned()).filter(|n| !n.is_empty())
        }
        _ => plain(value),
    }
}

/// A date: words as they are, or seconds or milliseconds since 1970.
fn date(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => {
            let n = number.as_i64().or_else(|| number.as_f64().map(|f| f as i64))?;
            // 20310302 is a day, not a moment of 1970.
            if (10_000_101..=99_991_231).contains(&n) {
                return Some(n.to_string());
            }
            let seconds = if n.abs() >= 100_000_000_000 { n / 1000 } else { n };
            jiff::Timestamp::from_second(seconds).ok().map(|t| t.to_string())
        }
        Value::Object(object) => object.get("$date").and_then(date),
        Value::String(word) => {
            let word = word.trim();
            let long = word.len() >= 10 && word.bytes().all(|b| b.is_ascii_digit());
            match word.parse::<i64>() {
                Ok(n) if long => date(&Value::from(n)),
                _ => Some(word.to_owned()).filter(|w| !w.is_empty()),
            }
        }
        _ => None,
    }
}

/// The value at `a.b`: a field of that very name, or a field within a field; a number picks from a list.
fn at_path<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let mut steps = path.split('.');
    let mut value = object.get(steps.next()?)?;
    for step in steps {
        value = match value {
            Value::Object(object) => object.get(step)?,
            Value::Array(items) => items.get(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn origin() -> Origin {
        Origin { path: "a.jsonl".into(), home: "/x/a.jsonl".into(), stem: "a".into() }
    }

    fn read(value: Value, map: &[(&str, &str)]) -> Result<Draft, Refusal> {
        let options = Options {
            map: map.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect(),
            ..Options::default()
        };
        draft(value.as_object().unwrap(), &origin(), &Place::new("line", 3), &options)
    }

    #[test]
    fn the_contracts_fields() {
        let draft = read(
            json!({"id": "k1", "text": "A <p>", "title": "T", "outlet": "The Orub", "url": "https://orub.example/1",
                   "byline": "A. Penn", "published": "2031-03-02", "language": "en"}),
            &[],
        )
        .unwrap();
        assert_eq!((draft.id.as_str(), draft.home.as_str()), ("k1", "/x/a.jsonl#k1"));
        assert_eq!(draft.body, Body::Plain("A <p>".into()));
        assert_eq!(draft.place.as_deref(), Some("line 3"));
        assert_eq!(draft.outlet.as_deref(), Some("The Orub"));
        assert_eq!(draft.published.unwrap().evidence, "field published");
    }

    #[test]
    fn names_of_other_data_sets() {
        let draft = read(
            json!({"maintext": "Words.", "date_publish": "2031-03-02 10:00:00", "source_domain": "orub.example",
                   "authors": ["A. Penn", "B. Quill"], "title_page": null, "title": "T", "date_download": "x"}),
            &[],
        )
        .unwrap();
        assert_eq!(draft.byline.as_deref(), Some("A. Penn, B. Quill"));
        assert_eq!(draft.outlet.as_deref(), Some("orub.example"));
        assert_eq!(draft.published.unwrap().raw, "2031-03-02 10:00:00");
        assert_eq!(draft.id, "a#3");

        let draft = read(
            json!({"source": {"id": null, "name": "Orub Post"}, "author": {"name": "C. Nib"}, "publishedAt": 1930212000,
                   "url": "https://orub.example/2", "content": "<p>Words.</p>"}),
            &[],
        )
        .unwrap();
        assert_eq!(draft.outlet.as_deref(), Some("Orub Post"));
        assert_eq!(draft.byline.as_deref(), Some("C. Nib"));
        assert_eq!(draft.published.unwrap().raw, "2031-03-02T10:00:00Z");
        assert_eq!(draft.body, Body::Fragment("<p>Words.</p>".into()));
        assert_eq!(draft.id, "https://orub.example/2");
    }

    #[test]
    fn the_users_map_comes_first_and_reaches_inside() {
        let value = json!({"text": "not this", "meta": {"story": "This.", "paper": ["Orub Post"]}, "n": 7});
        let draft = read(value, &[("text", "meta.story"), ("outlet", "meta.paper.0"), ("id", "n")]).unwrap();
        assert_eq!(draft.body, Body::Plain("This.".into()));
        assert_eq!(draft.outlet.as_deref(), Some("Orub Post"));
        assert_eq!(draft.id, "7");
    }

    #[test]
    fn without_text_the_fields_are_named() {
        let refusal = read(json!({"tale": "x", "no": 1}), &[]).unwrap_err();
        assert_eq!(refusal.to_string(), "a.jsonl: line 3: no field holds the text; its fields are no, tale");
        let draft = read(json!({"title": "T", "short_description": "Only this."}), &[]).unwrap();
        assert_eq!(draft.problems[0].kind, "summary only");
    }
}
