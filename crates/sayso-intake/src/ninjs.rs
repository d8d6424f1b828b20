//! IPTC ninjs items, versions 1 to 3: news in JSON as agencies send it.

use crate::fields::{is_address, people};
use crate::origin::{Origin, Place};
use crate::{Body, Draft, RawDate, Reason, Refusal, xml};
use sayso_model::Basis;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// Whether a JSON object is a ninjs item: it has an address of its own and some of the standard's fields.
pub(crate) fn is_item(object: &Map<String, Value>) -> bool {
    let standard = |v: &Value| match v {
        Value::Object(o) => o.get("name").and_then(Value::as_str) == Some("ninjs"),
        Value::String(s) => s.contains("ninjs"),
        _ => false,
    };
    if ["standard", "$standard", "$schema"].iter().any(|n| object.get(*n).is_some_and(standard)) {
        return true;
    }
    const OWN: [&str; 9] = [
        "versioncreated",
        "versionCreated",
        "firstcreated",
        "firstCreated",
        "headlines",
        "bodies",
        "renditions",
        "contentcreated",
        "contentCreated",
    ];
    object.get("uri").is_some_and(Value::is_string)
        && (OWN.iter().any(|n| object.contains_key(*n)) || object.keys().any(|k| k.starts_with("body_")))
}

/// Reads an item: its own text with the captions of its pictures, and each text among its associations.
pub(crate) fn read(
    object: &Map<String, Value>,
    origin: &Origin,
    place: &Place,
    out: &mut VecDeque<Result<Draft, Refusal>>,
) {
    let before = out.len();
    let own = draft(object, origin, place);
    let refusal = match own {
        Ok(draft) => {
            out.push_back(Ok(draft));
            None
        }
        Err(reason) => Some(origin.refuse_at(place, reason)),
    };
    for associated in associations(object) {
        if kind(associated) == "text"
            && body(associated, String::new()).is_some()
            && let Ok(draft) = draft(associated, origin, place)
        {
            out.push_back(Ok(draft));
        }
    }
    // A package whose texts were read is no loss itself.
    if let Some(refusal) = refusal.filter(|_| out.len() == before) {
        out.push_back(Err(refusal));
    }
}

fn draft(object: &Map<String, Value>, origin: &Origin, place: &Place) -> Result<Draft, Reason> {
    let captions: String = associations(object).filter_map(caption).collect();
    let kind = kind(object);
    let body = match body(object, captions) {
        Some(body) if matches!(kind, "text" | "composite" | "package" | "") => body,
        _ if matches!(kind, "text" | "") => {
            return Err(Reason::NotAReport("a ninjs item without text".into()));
        }
        _ => {
            let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            return Err(Reason::NotAReport(format!("{article} {kind} (ninjs) without the text of a report")));
        }
    };
    let word = |names: &[&str]| names.iter().find_map(|n| object.get(*n).and_then(words));
    let id = word(&["uri"]);
    let url = id.clone().filter(|u| is_address(u));
    let mut draft = origin.item(id, url, place, body);
    draft.title = value_of(object, "headlines", "headline").or_else(|| word(&["title", "name"]));
    draft.byline = ["byline", "by", "bylines"].iter().find_map(|n| people(object.get(*n)?));
    let outlet = [
        "provider",
        "source",
        "infosource",
        "infosources",
        "infoSources",
        "copyrightholder",
        "copyrightHolder",
    ];
    draft.outlet = outlet.iter().find_map(|n| people(object.get(*n)?));
    draft.language = word(&["language"]);
    let dates = [
        "versioncreated",
        "versionCreated",
        "contentcreated",
        "contentCreated",
        "firstcreated",
        "firstCreated",
    ];
    draft.published = dates.iter().find_map(|name| {
        Some(RawDate { raw: word(&[name])?, basis: Basis::Metadata, evidence: format!("ninjs {name}") })
    });
    if let Some(status) = word(&["pubstatus", "pubStatus"]).filter(|s| s != "usable") {
        draft.note("status", format!("its provider marks it as {status}"));
    }
    if let Some(until) = word(&["embargoed"]) {
        draft.note("status", format!("under embargo until {until}"));
    }
    Ok(draft)
}

fn kind(object: &Map<String, Value>) -> &str {
    object.get("type").and_then(Value::as_str).unwrap_or("")
}

fn words(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned)
}

/// Associations: by name in version 1, in a list since version 2.
fn associations(object: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let value = object.get("associations");
    let listed = value.and_then(Value::as_array).into_iter().flatten();
    let named = value.and_then(Value::as_object).into_iter().flat_map(|o| o.values());
    listed.chain(named).filter_map(Value::as_object)
}

/// A wording: from the list `plural` of version 2 and later, the main one first; or from `singular` and
/// `singular_…` of version 1.
fn value_of(object: &Map<String, Value>, plural: &str, singular: &str) -> Option<String> {
    variants(object, plural, singular).into_iter().next().map(|v| v.text)
}

struct Variant {
    text: String,
    html: bool,
    main: bool,
}

/// All wordings of a field, those that are the main ones first.
fn variants(object: &Map<String, Value>, plural: &str, singular: &str) -> Vec<Variant> {
    let mut found = Vec::new();
    for item in object.get(plural).and_then(Value::as_array).into_iter().flatten() {
        let get = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or("");
        if let Some(text) = item.get("value").and_then(words) {
            let stated = ["contentType", "contenttype"].iter().any(|n| get(n).contains("html"));
            found.push(Variant {
                html: stated || has_tags(&text),
                text,
                main: matches!(get("role"), "" | "main"),
            });
        }
    }
    let own =
        |key: &str| key == singular || key.strip_prefix(singular).is_some_and(|rest| rest.starts_with('_'));
    for (key, value) in object.iter().filter(|(key, _)| own(key)) {
        if let Some(text) = words(value) {
            found.push(Variant {
                html: has_tags(&text),
                text,
                main: key == singular || key.ends_with("_main"),
            });
        }
    }
    found.sort_by_key(|v| !v.main);
    found
}

fn has_tags(text: &str) -> bool {
    text.contains("</") || text.contains("/>") || text.contains("<p>")
}

/// The text, in HTML where the item has it so, with captions behind it.
fn body(object: &Map<String, Value>, captions: String) -> Option<Body> {
    let found = variants(object, "bodies", "body");
    let real = |v: &&Variant| v.text.chars().any(char::is_alphanumeric);
    let chosen = found.iter().filter(real).find(|v| v.html).or_else(|| found.iter().find(real))?;
    if !chosen.html && captions.is_empty() {
        return Some(Body::Plain(chosen.text.clone()));
    }
    let mut html = chosen.text.clone();
    if !chosen.html {
        html = paragraphs(&chosen.text);
    }
    html.push_str(&captions);
    Some(Body::Fragment(html))
}

/// Plain text as paragraphs.
fn paragraphs(text: &str) -> String {
    let mut html = String::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        html.push_str("<p>");
        xml::escape(line.trim(), &mut html);
        html.push_str("</p>\n");
    }
    html
}

/// The caption of an associated picture.
fn caption(object: &Map<String, Value>) -> Option<String> {
    if !matches!(kind(object), "picture" | "photo" | "graphic" | "video" | "animation" | "audio") {
        return None;
    }
    let found = variants(object, "descriptions", "description");
    let plain = found.iter().find(|v| !v.html).or(found.first())?;
    let mut html = String::from("\n<figure><figcaption>");
    if plain.html {
        html.push_str(&plain.text);
    } else {
        xml::escape(&plain.text, &mut html);
    }
    html.push_str("</figcaption></figure>");
    Some(html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn items(value: Value) -> Vec<Result<Draft, Refusal>> {
        let origin = Origin { path: "n.json".into(), home: "/x/n.json".into(), stem: "n".into() };
        let object = value.as_object().unwrap();
        assert!(is_item(object));
        let mut out = VecDeque::new();
        read(object, &origin, &Place::WHOLE, &mut out);
        out.into()
    }

    #[test]
    fn version_1_with_a_picture() {
        let items = items(json!({
            "uri": "https://orub.example/n/1", "type": "composite", "versioncreated": "2031-03-02T10:00:00Z",
            "byline": "A. Penn", "language": "en", "headline": "Port & quay closed", "headline_short": "Port",
            "body_text": "One < two.", "body_xhtml": "<p>One &lt; two.</p>", "provider": "Orub Press",
            "associations": {"main": {"uri": "x", "type": "picture", "description_text": "The quay & a crane"}}
        }));
        let draft = items[0].as_ref().unwrap();
        assert_eq!(draft.title.as_deref(), Some("Port & quay closed"));
        assert_eq!(draft.url.as_deref(), Some("https://orub.example/n/1"));
        assert_eq!(draft.outlet.as_deref(), Some("Orub Press"));
        assert_eq!(
            draft.body,
            Body::Fragment(
                "<p>One &lt; two.</p>\n<figure><figcaption>The quay &amp; a crane</figcaption></figure>"
                    .into()
            )
        );
        assert_eq!(draft.published.as_ref().unwrap().evidence, "ninjs versioncreated");
    }

    #[test]
    fn version_3_with_lists() {
        let items = items(json!({
            "standard": {"name": "ninjs", "version": "3.1"}, "uri": "urn:orub:2", "type": "text", "by": "B. Quill",
            "headlines": [{"role": "sub", "value": "Below"}, {"role": "main", "value": "Above"}],
            "bodies": [{"contentType": "text/plain", "value": "Words."}], "pubStatus": "canceled",
            "infoSources": [{"name": "Orub Press"}]
        }));
        let draft = items[0].as_ref().unwrap();
        assert_eq!((draft.title.as_deref(), draft.byline.as_deref()), (Some("Above"), Some("B. Quill")));
        assert_eq!((draft.id.as_str(), draft.url.as_deref()), ("urn:orub:2", None));
        assert_eq!(draft.body, Body::Plain("Words.".into()));
        assert_eq!(draft.problems[0].message, "its provider marks it as canceled");
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        let picture = json!({"uri": "urn:p", "type": "picture", "versioncreated": "2031", "description_text": "A quay"});
        assert_eq!(
            items(picture)[0].as_ref().unwrap_err().to_string(),
            "n.json: a picture (ninjs) without the text of a report"
        );
        let package = json!({"uri": "urn:k", "type": "composite", "versionCreated": "2031", "associations": [
            {"uri": "urn:t", "type": "text", "bodies": [{"value": "Inside."}]}]});
        let inside = items(package);
        assert_eq!((inside.len(), inside[0].as_ref().unwrap().id.as_str()), (1, "urn:t"));
    }
}
