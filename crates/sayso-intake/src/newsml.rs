//! IPTC NewsML-G2 news items, alone or in a news message, and bare NITF documents.

use crate::origin::{Origin, Place};
use crate::xml::{self, As};
use crate::{Body, Draft, RawDate, Reason, Refusal, charset};
use roxmltree::Node;
use sayso_model::Basis;
use std::collections::VecDeque;

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Reads the items of a document.
pub(crate) fn read(bytes: &[u8], origin: &Origin) -> VecDeque<Result<Draft, Refusal>> {
    let decoded = charset::decode_xml(bytes);
    let mended = xml::mended(&decoded.text);
    let document = match xml::parse(&decoded.text).or_else(|_| xml::parse(&mended)) {
        Ok(document) => document,
        Err(error) => {
            let (words, line) = xml::wrong(&error);
            return [Err(origin.refuse(Reason::Broken(words)).at(format!("line {line}")))].into();
        }
    };
    let root = document.root_element();
    let items: Vec<Node<'_, '_>> = if name(root) == "newsMessage" {
        let set = xml::child(root, "itemSet");
        let items: Vec<_> = set.into_iter().flat_map(|s| s.children()).filter(Node::is_element).collect();
        // A package in a message only says how the items beside it belong together.
        let some_news = items.iter().any(|n| name(*n) == "newsItem");
        items.into_iter().filter(|n| !some_news || name(*n) != "packageItem").collect()
    } else {
        vec![root]
    };
    if items.is_empty() {
        return [Err(origin.refuse(Reason::NotAReport("the news message has no items".into())))].into();
    }
    let several = items.len() > 1;
    let read = |(i, node): (usize, Node<'_, '_>)| {
        let place = if several { Place::new("item", i + 1) } else { Place::WHOLE };
        let mut draft = item(node, origin, &place).map_err(|reason| origin.refuse_at(&place, reason))?;
        draft.problems.splice(..0, decoded.problems.iter().cloned());
        Ok(draft)
    };
    items.into_iter().enumerate().map(read).collect()
}

fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

fn none_of_ours(words: &str) -> Reason {
    Reason::NotAReport(words.to_owned())
}

fn item(node: Node<'_, '_>, origin: &Origin, place: &Place) -> Result<Draft, Reason> {
    match name(node) {
        "newsItem" => {}
        "nitf" => return nitf_document(node, origin, place),
        "packageItem" => return Err(none_of_ours("a NewsML-G2 package, which only points to other items")),
        "conceptItem" => {
            return Err(none_of_ours("a NewsML-G2 concept item, which describes a person, place or notion"));
        }
        "knowledgeItem" => return Err(none_of_ours("a NewsML-G2 knowledge item, which is a vocabulary")),
        "planningItem" => {
            return Err(none_of_ours("a NewsML-G2 planning item, which announces coverage to come"));
        }
        "catalogItem" => return Err(none_of_ours("a NewsML-G2 catalog item, which lists vocabularies")),
        other => return Err(Reason::NotAReport(format!("an XML element {other}, no news item"))),
    }
    let item_meta = xml::child(node, "itemMeta");
    let content_meta = xml::child(node, "contentMeta");
    let of_item = |name: &str| item_meta.and_then(|m| xml::child(m, name));
    let of_content = |name: &str| content_meta.and_then(|m| xml::child(m, name));
    let class = of_item("itemClass").and_then(code).unwrap_or_default();
    let found = content(node);
    let Some(found) = found else {
        let remote = xml::child(node, "contentSet").and_then(|s| xml::child(s, "remoteContent"));
        return Err(match (class.as_str(), remote.and_then(|r| r.attribute("href"))) {
            ("text" | "", Some(href)) => {
                Reason::NotAReport(format!("a news item whose text lies elsewhere ({href})"))
            }
            ("text" | "", None) => none_of_ours("a NewsML-G2 news item without text"),
            (other, _) => {
                Reason::NotAReport(format!("a NewsML-G2 {other} item without the text of a report"))
            }
        });
    };
    let id = node.attribute("guid").map(str::to_owned).filter(|g| !g.trim().is_empty());
    let url = id.clone().filter(|g| crate::fields::is_address(g));
    let mut draft = origin.item(id, url, place, found.body);
    draft.title = of_content("headline")
        .and_then(xml::line)
        .or(found.title)
        .or_else(|| of_item("title").and_then(xml::line));
    let creators = || {
        let nodes = content_meta
            .into_iter()
            .flat_map(|m| m.children())
            .filter(|n| n.is_element() && name(*n) == "creator");
        let names: Vec<String> = nodes.filter_map(|n| xml::child(n, "name").and_then(xml::line)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    draft.byline = of_content("by").and_then(xml::line).or(found.byline).or_else(creators);
    draft.outlet =
        of_item("provider").and_then(|p| xml::child(p, "name").and_then(xml::line).or_else(|| code(p)));
    let tag = of_content("language").and_then(|l| l.attribute("tag"));
    draft.language = tag.or(found.language).or_else(|| node.attribute((XML, "lang"))).map(str::to_owned);
    let dates = [
        ("contentCreated", of_content("contentCreated")),
        ("versionCreated", of_item("versionCreated")),
        ("firstCreated", of_item("firstCreated")),
    ];
    draft.published = dates.into_iter().find_map(|(name, node)| date(node.and_then(xml::line)?, name));
    if let Some(status) = of_item("pubStatus").and_then(code).filter(|s| s != "usable") {
        draft.note("status", format!("its provider marks it as {status}"));
    }
    if let Some(until) = of_item("embargoed").and_then(xml::line) {
        draft.note("status", format!("under embargo until {until}"));
    }
    Ok(draft)
}

fn date(raw: String, name: &str) -> Option<RawDate> {
    Some(RawDate { raw, basis: Basis::Metadata, evidence: format!("newsml {name}") })
}

/// The code behind the colon of `qcode`, or the last part of `uri`, or the literal.
fn code(node: Node<'_, '_>) -> Option<String> {
    let qcode = node.attribute("qcode").and_then(|q| q.rsplit(':').next());
    let uri = || node.attribute("uri").and_then(|u| u.trim_end_matches('/').rsplit('/').next());
    qcode.or_else(uri).or_else(|| node.attribute("literal")).map(str::to_owned).filter(|c| !c.is_empty())
}

/// What the content itself holds.
struct Content<'a> {
    body: Body,
    title: Option<String>,
    byline: Option<String>,
    language: Option<&'a str>,
}

/// The first rendition of the content that has words: XML first, then data.
fn content<'a>(node: Node<'a, '_>) -> Option<Content<'a>> {
    let set = xml::child(node, "contentSet")?;
    let named = |wanted: &'static str| set.children().filter(move |n| n.is_element() && name(*n) == wanted);
    named("inlineXML").find_map(inline_xml).or_else(|| named("inlineData").find_map(inline_data))
}

fn inline_xml<'a>(node: Node<'a, '_>) -> Option<Content<'a>> {
    let root = node.children().find(Node::is_element)?;
    if name(root) == "nitf" {
        return nitf(root);
    }
    let heading = root.descendants().find(|n| n.is_element() && matches!(name(*n), "title" | "h1"));
    let body = root.descendants().find(|n| n.is_element() && name(*n) == "body");
    let title = heading.and_then(xml::line);
    let html = xml::html(body.unwrap_or(node), xml::xhtml);
    has_words(&html).then(|| Content {
        body: Body::Fragment(html),
        title,
        byline: None,
        language: root.attribute((XML, "lang")),
    })
}

fn inline_data<'a>(node: Node<'a, '_>) -> Option<Content<'a>> {
    // Other encodings are of pictures and sound.
    if node.attribute("encoding").is_some() {
        return None;
    }
    let kind = node.attribute("contenttype").unwrap_or("text/plain");
    let text = xml::text(node)?;
    let body = match kind.split(';').next().unwrap_or("").trim() {
        "text/html" | "application/xhtml+xml" => Body::Fragment(text),
        "text/plain" | "" => Body::Plain(text),
        _ => return None,
    };
    Some(Content { body, title: None, byline: None, language: node.attribute((XML, "lang")) })
}

fn has_words(html: &str) -> bool {
    html.split('<')
        .any(|piece| piece.split_once('>').map_or(piece, |(_, text)| text).chars().any(char::is_alphanumeric))
}

/// The content of an NITF document.
fn nitf<'a>(root: Node<'a, '_>) -> Option<Content<'a>> {
    let find = |wanted: &'static str| root.descendants().find(move |n| n.is_element() && name(*n) == wanted);
    let body = find("body.content").map(|n| xml::html(n, nitf_element)).filter(|h| has_words(h));
    // The abstract repeats the beginning where there is a body.
    let html =
        body.or_else(|| find("abstract").map(|n| xml::html(n, nitf_element)).filter(|h| has_words(h)))?;
    let byline = find("byline").and_then(|n| {
        let person = n.children().find(|c| c.is_element() && name(*c) == "person").and_then(xml::line);
        person.or_else(|| xml::line(n))
    });
    Some(Content {
        body: Body::Fragment(html),
        title: find("hl1").or_else(|| find("title")).and_then(xml::line),
        byline,
        language: root.attribute((XML, "lang")),
    })
}

/// What becomes of NITF's elements in HTML.
fn nitf_element(name: &str) -> As {
    match name {
        "media-caption" => As::Element("figcaption"),
        "media" => As::Element("figure"),
        "media-metadata" | "media-reference" | "media-object" | "media-producer" => As::Nothing,
        "hl2" => As::Element("h2"),
        "bq" => As::Element("blockquote"),
        "block" => As::Element("div"),
        "note" | "fn" => As::Element("aside"),
        other => xml::xhtml(other),
    }
}

fn nitf_document(node: Node<'_, '_>, origin: &Origin, place: &Place) -> Result<Draft, Reason> {
    let found = nitf(node).ok_or_else(|| none_of_ours("an NITF document without text"))?;
    let find = |wanted: &'static str| node.descendants().find(move |n| n.is_element() && name(*n) == wanted);
    let id = find("doc-id").and_then(|n| n.attribute("id-string")).map(str::to_owned);
    let mut draft = origin.item(id, None, place, found.body);
    draft.title = found.title;
    draft.byline = found.byline;
    draft.language = found.language.map(str::to_owned);
    let distributor = find("distributor").and_then(xml::line);
    let publication = find("pubdata").and_then(|n| n.attribute("name")).map(str::to_owned);
    draft.outlet = publication.or(distributor);
    let norm = |element: &'static str, attribute: &str| {
        find(element).and_then(|n| n.attribute(attribute)).map(str::to_owned)
    };
    let dates = [
        ("date.issue", norm("date.issue", "norm")),
        ("date.release", norm("date.release", "norm")),
        ("pubdata", norm("pubdata", "date.publication")),
        ("story.date", norm("story.date", "norm")),
    ];
    draft.published = dates.into_iter().find_map(|(name, raw)| {
        Some(RawDate { raw: raw?, basis: Basis::Metadata, evidence: format!("nitf {name}") })
    });
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(document: &str) -> Vec<Result<Draft, Refusal>> {
        let origin = Origin { path: "g2.xml".into(), home: "/x/g2.xml".into(), stem: "g2".into() };
        read(document.as_bytes(), &origin).into()
    }

    fn news(content: &str) -> String {
        format!(
            "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:orub:1' xml:lang='en-GB'><itemMeta>\
             <itemClass qcode='ninat:text'/><provider qcode='nprov:ORUB'><name>Orub Press</name></provider>\
             <versionCreated>2031-03-02T12:00:00Z</versionCreated><pubStatus qcode='stat:canceled'/></itemMeta>\
             <contentMeta><creator><name>A. Penn</name></creator><headline> Port\n closed </headline></contentMeta>\
             <contentSet>{content}</contentSet></newsItem>"
        )
    }

    #[test]
    fn xhtml_in_a_news_item() {
        let xhtml = "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head>\
            <title>T</title></head><body><p>Closed &amp; <b>shut</b>.</p></body></html></inlineXML>";
        let items = items(&news(xhtml));
        let draft = items[0].as_ref().unwrap();
        assert_eq!(draft.body, Body::Fragment("<p>Closed &amp; <b>shut</b>.</p>".into()));
        assert_eq!(draft.title.as_deref(), Some("Port closed"));
        assert_eq!((draft.outlet.as_deref(), draft.byline.as_deref()), (Some("Orub Press"), Some("A. Penn")));
        assert_eq!((draft.language.as_deref(), draft.id.as_str()), (Some("en-GB"), "urn:orub:1"));
        assert_eq!(draft.published.as_ref().unwrap().evidence, "newsml versionCreated");
        assert_eq!(draft.problems[0].message, "its provider marks it as canceled");
    }

    #[test]
    fn nitf_within_and_alone() {
        let nitf = "<nitf><head><docdata><date.issue norm='20310302T100000Z'/><doc-id id-string='d7'/></docdata></head>\
            <body><body.head><hedline><hl1>Quay shut</hl1></hedline><byline>By A. Penn</byline></body.head>\
            <body.content><block><p>One.</p><media><media-reference source='x'/><media-caption>A crane</media-caption>\
            </media><hl2>More</hl2></block></body.content></body></nitf>";
        let html = "<div><p>One.</p><figure><figcaption>A crane</figcaption></figure><h2>More</h2></div>";
        let within = items(&news(&format!("<inlineXML>{nitf}</inlineXML>")));
        assert_eq!(within[0].as_ref().unwrap().body, Body::Fragment(html.into()));
        let alone = items(nitf);
        let draft = alone[0].as_ref().unwrap();
        assert_eq!(
            (draft.id.as_str(), draft.title.as_deref(), draft.byline.as_deref()),
            ("d7", Some("Quay shut"), Some("By A. Penn"))
        );
        assert_eq!(draft.published.as_ref().unwrap().raw, "20310302T100000Z");
    }

    #[test]
    fn a_message_gives_its_items_and_what_is_no_news_is_named() {
        let message = format!(
            "<newsMessage><itemSet><packageItem guid='p'/>{}<newsItem guid='b'/><conceptItem guid='c'/></itemSet></newsMessage>",
            news("<inlineData contenttype='text/plain'>Plain words.</inlineData>")
        );
        let items = items(&message);
        assert_eq!(items[0].as_ref().unwrap().body, Body::Plain("Plain words.".into()));
        assert_eq!(
            items[1].as_ref().unwrap_err().to_string(),
            "g2.xml: item 2: a NewsML-G2 news item without text"
        );
        assert!(items[2].as_ref().unwrap_err().to_string().contains("concept item"));
        assert_eq!(items.len(), 3);
    }
}
