//! Feeds: RSS 0.9 to 2.0, RDF (RSS 1.0), Atom, JSON Feed.

use crate::fields::{is_address, marked_up, people};
use crate::origin::{Origin, Place};
use crate::{Body, Draft, RawDate, Reason, Refusal, charset, xml};
use roxmltree::Node;
use sayso_model::{Basis, Problem};
use serde_json::{Map, Value};
use std::collections::VecDeque;

type Outcome = Result<Draft, Refusal>;

/// A description of this many characters, or of two paragraphs, is taken for the whole text.
const WHOLE_TEXT: usize = 1500;

/// What the feed says of all its items.
#[derive(Clone, Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
}

/// Reads a feed in XML. Where it is not well-formed, its items are read one by one, and only those that are
/// broken are refused.
pub(crate) fn xml(bytes: &[u8], origin: &Origin) -> VecDeque<Outcome> {
    let decoded = charset::decode_xml(bytes);
    let text = without_declaration(&decoded.text);
    let mut out = VecDeque::new();
    let error = match xml::parse(text) {
        Ok(document) => {
            document_items(document.root_element(), origin, &decoded.problems, &mut out);
            return finished(out, origin);
        }
        Err(error) => error,
    };
    let mended = xml::mended(text);
    match xml::parse(&mended) {
        Ok(document) => document_items(document.root_element(), origin, &decoded.problems, &mut out),
        Err(_) => {
            if !piecewise(&mended, origin, &decoded.problems, &mut out) {
                let (words, line) = xml::wrong(&error);
                out.push_back(Err(origin.refuse(Reason::Broken(words)).at(format!("line {line}"))));
            }
        }
    }
    finished(out, origin)
}

/// A feed without items is worth a word.
fn finished(mut out: VecDeque<Outcome>, origin: &Origin) -> VecDeque<Outcome> {
    if out.is_empty() {
        out.push_back(Err(origin.refuse(Reason::NotAReport("the feed has no items".into()))));
    }
    out
}

/// The text behind the XML declaration, whose charset no longer holds.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start();
    match text.strip_prefix("<?xml") {
        Some(rest) => rest.find("?>").map_or(text, |end| rest[end + 2..].trim_start()),
        None => text,
    }
}

fn is_item(node: &Node<'_, '_>) -> bool {
    node.is_element() && matches!(node.tag_name().name(), "item" | "entry")
}

fn document_items(root: Node<'_, '_>, origin: &Origin, problems: &[Problem], out: &mut VecDeque<Outcome>) {
    let channel = channel(root);
    // RSS has items in the channel, RDF beside it, Atom in the root, which may itself be one entry.
    let inner = xml::child(root, "channel");
    let items = root.children().chain(inner.iter().flat_map(|c| c.children())).filter(is_item);
    let items: Vec<Node<'_, '_>> =
        if root.tag_name().name() == "entry" { vec![root] } else { items.collect() };
    for (i, node) in items.into_iter().enumerate() {
        out.push_back(item(node, &channel, origin, &Place::new("item", i + 1), problems));
    }
}

fn channel(root: Node<'_, '_>) -> Channel {
    let node = xml::child(root, "channel").unwrap_or(root);
    let language = xml::child(node, "language").and_then(xml::line);
    let in_xml = || [node, root].iter().find_map(|n| n.attribute((XML, "lang"))).map(str::to_owned);
    Channel {
        title: if node.tag_name().name() == "entry" {
            None
        } else {
            xml::child(node, "title").and_then(title_of)
        },
        language: language.or_else(in_xml),
    }
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const MEDIA: &str = "http://search.yahoo.com/mrss/";

/// A title without the markup that some feeds put into it.
fn title_of(node: Node<'_, '_>) -> Option<String> {
    let title = xml::line(node)?;
    Some(without_tags(&title)).filter(|t| !t.is_empty())
}

/// Leaves out `<b>` and the like; a `<` that opens no tag stays.
fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let inner = rest[at + 1..].trim_start_matches('/');
        let tag = inner.starts_with(|c: char| c.is_ascii_alphabetic());
        match rest[at..].find('>') {
            Some(end) if tag => rest = &rest[at + end + 1..],
            _ => {
                out.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

fn item(
    node: Node<'_, '_>,
    channel: &Channel,
    origin: &Origin,
    place: &Place,
    problems: &[Problem],
) -> Outcome {
    // Names may be given twice, by RSS and by an extension for players: what is not in an extension goes first.
    let get = |name: &str| {
        let found = || node.children().filter(move |n| n.is_element() && n.tag_name().name() == name);
        found().find(|n| !extension(n)).or_else(|| found().next())
    };
    let (body, summary_only) = match words(node) {
        Some(found) => found,
        None => return Err(origin.refuse_at(place, Reason::NoText)),
    };
    let url = link(node);
    let id = get("guid").or_else(|| get("id")).and_then(xml::text);
    let about = || node.attributes().find(|a| a.name() == "about").map(|a| a.value().to_owned());
    let mut draft = origin.item(id.or_else(about), url, place, body);
    draft.problems = problems.to_vec();
    draft.title = get("title").and_then(title_of);
    // An item taken over from elsewhere names its source.
    let source = get("source").filter(|n| n.tag_name().namespace() != Some(DC));
    let source =
        source.and_then(|n| xml::child(n, "title").or(Some(n)).filter(|n| n.children().any(|c| c.is_text())));
    draft.outlet = source.and_then(title_of).or_else(|| channel.title.clone());
    draft.byline = byline(node);
    let language = node.attribute((XML, "lang")).map(str::to_owned);
    draft.language = get("language").and_then(xml::line).or(language).or_else(|| channel.language.clone());
    draft.published = ["pubDate", "published", "issued", "date", "created", "updated", "modified"]
        .iter()
        .find_map(|name| Some((name, get(name).and_then(xml::line)?)))
        .map(|(name, raw)| RawDate { raw, basis: Basis::Feed, evidence: format!("feed {name}") });
    if summary_only {
        draft.note("summary only", "the feed gives a summary, not the full text");
    }
    Ok(draft)
}

const DC: &str = "http://purl.org/dc/elements/1.1/";

fn extension(node: &Node<'_, '_>) -> bool {
    node.tag_name().namespace().is_some_and(|ns| ns == MEDIA || ns.contains("itunes"))
}

/// The words of an item, and whether they are but a summary.
fn words(node: Node<'_, '_>) -> Option<(Body, bool)> {
    let elements = || node.children().filter(Node::is_element);
    let encoded =
        elements().find(|n| n.tag_name().namespace() == Some(CONTENT) && n.tag_name().name() == "encoded");
    if let Some(html) = encoded.and_then(xml::text) {
        return Some((Body::Fragment(html), false));
    }
    let own = |name: &str| elements().filter(|n| !extension(n)).find(|n| n.tag_name().name() == name);
    if let Some(body) = own("content").and_then(atom_words) {
        return Some((body, false));
    }
    if let Some(body) = own("body").map(|n| xml::html(n, xml::xhtml)).filter(|t| !t.trim().is_empty()) {
        return Some((Body::Fragment(body), false));
    }
    let summary = own("description").or_else(|| own("summary"))?;
    let body = atom_words(summary)?;
    let whole = match &body {
        Body::Fragment(html) => html.matches("<p").count() > 1 || html.len() > 2 * WHOLE_TEXT,
        Body::Plain(text) => text.len() > WHOLE_TEXT,
        Body::Page { .. } => true,
    };
    Some((body, !whole))
}

/// The words of an element that may be plain text, escaped HTML or XHTML.
fn atom_words(node: Node<'_, '_>) -> Option<Body> {
    let kind = node.attribute("type").unwrap_or("");
    if node.children().any(|n| n.is_element()) {
        return Some(xml::html(node, xml::xhtml)).filter(|t| !t.trim().is_empty()).map(Body::Fragment);
    }
    let text = xml::text(node)?;
    match kind {
        "html" | "text/html" | "xhtml" => Some(Body::Fragment(text)),
        "text" | "text/plain" => Some(Body::Plain(text)),
        other if other.contains('/') && !other.starts_with("text/") && !other.ends_with("xml") => None,
        _ => Some(marked_up(text)),
    }
}

/// The item's own address.
fn link(node: Node<'_, '_>) -> Option<String> {
    let links = || node.children().filter(|n| n.is_element() && n.tag_name().name() == "link");
    let original = node.children().find(|n| n.is_element() && n.tag_name().name() == "origLink");
    let rss = original.into_iter().chain(links()).filter_map(xml::line);
    let atom = links()
        .filter(|n| matches!(n.attribute("rel"), None | Some("alternate")))
        .filter_map(|n| n.attribute("href").map(|href| href.trim().to_owned()));
    let about = node.attributes().filter(|a| a.name() == "about").map(|a| a.value().to_owned());
    // A guid is an address unless it says that it is none.
    let guid =
        xml::child(node, "guid").filter(|n| n.attribute("isPermaLink") != Some("false")).and_then(xml::line);
    rss.chain(atom).chain(guid).chain(about).find(|url| is_address(url))
}

/// The authors: `dc:creator`, Atom's `author/name`, RSS's `author`, which is `address (name)`.
fn byline(node: Node<'_, '_>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for node in node.children().filter(|n| n.is_element() && !extension(n)) {
        let name = match node.tag_name().name() {
            "creator" => xml::line(node),
            "author" => match xml::child(node, "name") {
                Some(name) => xml::line(name),
                None => xml::line(node).map(|text| in_brackets(&text)),
            },
            _ => None,
        };
        names.extend(name.filter(|n| !n.is_empty() && !names.contains(n)));
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// The name in `desk@orub.example (A. Penn)`; other text as it is.
fn in_brackets(text: &str) -> String {
    match (text.contains('@'), text.find('('), text.rfind(')')) {
        (true, Some(open), Some(close)) if open < close => text[open + 1..close].trim().to_owned(),
        _ => text.to_owned(),
    }
}

/// Reads the items of a feed that is not well-formed one by one. `false` where there are none.
fn piecewise(text: &str, origin: &Origin, problems: &[Problem], out: &mut VecDeque<Outcome>) -> bool {
    let name = if text.contains("<entry") { "entry" } else { "item" };
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let opens =
        |at: usize| text[at + open.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
    let starts: Vec<usize> = text.match_indices(&open).map(|(at, _)| at).filter(|at| opens(*at)).collect();
    let (Some(first), Some(root)) = (starts.first(), root_tag(text)) else {
        return false;
    };
    // What stands before the first item, closed where it can be, tells the feed's title and language.
    let channel = header(&text[..*first]).unwrap_or_default();
    let (mut line, mut counted) = (1, 0);
    for (i, start) in starts.iter().enumerate() {
        line += text[counted..*start].matches('\n').count();
        counted = *start;
        let limit = starts.get(i + 1).copied().unwrap_or(text.len());
        let piece = &text[*start..limit];
        let place = Place::new("item", i + 1);
        let end = piece.find(&close).map(|at| at + close.len());
        let document = format!("{root}{}</{}>", &piece[..end.unwrap_or(piece.len())], tag_name(root));
        let outcome = match xml::parse(&document) {
            Ok(document) => {
                let found = document.root_element().children().find(is_item);
                found.map(|node| item(node, &channel, origin, &place, problems))
            }
            Err(error) => {
                let words = if end.is_none() { "the item has no end".into() } else { xml::wrong(&error).0 };
                let place = format!("{place}, line {line}");
                Some(Err(origin.refuse(Reason::Broken(words)).at(place)))
            }
        };
        out.extend(outcome);
    }
    true
}

/// The first start tag, with the namespaces it declares.
fn root_tag(text: &str) -> Option<&str> {
    let start =
        ["<rss", "<feed", "<rdf:RDF", "<RDF", "<atom:feed"].iter().filter_map(|t| text.find(t)).min()?;
    let end = text[start..].find('>')? + start;
    // It is put before every item: a tag longer than any real one would make that costly.
    (!text[..end].ends_with('/') && end - start < 16 << 10).then(|| &text[start..=end])
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches('<');
    let end = name.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(name.len());
    &name[..end]
}

fn header(text: &str) -> Option<Channel> {
    let root = tag_name(root_tag(text)?);
    let inner = if text.contains("<channel") && !text.contains("</channel>") { "</channel>" } else { "" };
    let document = format!("{text}{inner}</{root}>");
    let document = xml::parse(&document).ok()?;
    Some(channel(document.root_element()))
}

/// Whether a JSON object is a JSON Feed.
pub(crate) fn is_json_feed(object: &Map<String, Value>) -> bool {
    object.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed.org/version/"))
}

/// Reads a JSON Feed.
pub(crate) fn json(feed: &Map<String, Value>, origin: &Origin, out: &mut VecDeque<Outcome>) {
    let items = feed.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if items.is_empty() {
        return out.push_back(Err(origin.refuse(Reason::NotAReport("the feed has no items".into()))));
    }
    for (i, value) in items.iter().enumerate() {
        out.push_back(json_item(value, feed, origin, &Place::new("item", i + 1)));
    }
}

fn json_item(value: &Value, feed: &Map<String, Value>, origin: &Origin, place: &Place) -> Outcome {
    let word = |name: &str| {
        let text = value.get(name).and_then(Value::as_str).map(str::trim);
        text.filter(|t| !t.is_empty()).map(str::to_owned)
    };
    let of_feed = |name: &str| feed.get(name).and_then(Value::as_str).map(str::to_owned);
    let summary = || word("summary").map(|text| (Body::Plain(text), true));
    let (body, summary_only) = word("content_html")
        .map(|html| (Body::Fragment(html), false))
        .or_else(|| word("content_text").map(|text| (Body::Plain(text), false)))
        .or_else(summary)
        .ok_or_else(|| origin.refuse_at(place, Reason::NoText))?;
    let id = value
        .get("id")
        .and_then(|id| id.as_str().map(str::to_owned).or_else(|| id.as_i64().map(|n| n.to_string())));
    let url = word("url").or_else(|| id.clone()).filter(|u| is_address(u)).or_else(|| word("external_url"));
    let mut draft = origin.item(id, url, place, body);
    draft.title = word("title");
    draft.outlet = of_feed("title");
    let authors = [value.get("authors"), value.get("author"), feed.get("authors"), feed.get("author")];
    draft.byline = authors.into_iter().flatten().find_map(people);
    draft.language = word("language").or_else(|| of_feed("language"));
    draft.published = ["date_published", "date_modified"].iter().find_map(|name| {
        Some(RawDate { raw: word(name)?, basis: Basis::Feed, evidence: format!("feed {name}") })
    });
    if summary_only {
        draft.note("summary only", "the feed gives a summary, not the full text");
    }
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin { path: "f.xml".into(), home: "/x/f.xml".into(), stem: "f".into() }
    }

    const HEAD: &str = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' \
        xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
        <channel><title>The Orub</title><language>en-gb</language><image><title>Logo</title></image>";

    fn read(items: &str) -> Vec<Outcome> {
        xml(format!("{HEAD}{items}</channel></rss>").as_bytes(), &origin()).into()
    }

    #[test]
    fn rss_with_full_text_and_with_a_summary() {
        let items = read(
            "<item><title>Port &lt;b&gt;closed&lt;/b&gt;</title><link>https://orub.example/1</link><guid>g1</guid>\
             <dc:creator>A. Penn</dc:creator><pubDate>Sun, 02 Mar 2031 23:30:00 -0500</pubDate>\
             <description>Short.</description><content:encoded><![CDATA[<p>Long & whole.</p>]]></content:encoded></item>\
             <item><title>Second</title><description>Only this.</description></item><item><title>Bare</title></item>",
        );
        let first = items[0].as_ref().unwrap();
        assert_eq!(first.body, Body::Fragment("<p>Long & whole.</p>".into()));
        assert_eq!(first.title.as_deref(), Some("Port closed"));
        assert_eq!((first.id.as_str(), first.url.as_deref()), ("g1", Some("https://orub.example/1")));
        assert_eq!((first.outlet.as_deref(), first.byline.as_deref()), (Some("The Orub"), Some("A. Penn")));
        assert_eq!(first.language.as_deref(), Some("en-gb"));
        let published = first.published.as_ref().unwrap();
        assert_eq!(
            (published.raw.as_str(), published.basis),
            ("Sun, 02 Mar 2031 23:30:00 -0500", Basis::Feed)
        );
        let second = items[1].as_ref().unwrap();
        assert_eq!((second.id.as_str(), second.problems[0].kind.as_str()), ("f#2", "summary only"));
        assert_eq!(items[2].as_ref().unwrap_err().to_string(), "f.xml: item 3: no text found");
    }

    #[test]
    fn one_broken_item_costs_only_itself() {
        let items = read(
            "<item><guid>a</guid><description>R&D at &nbsp; one</description></item>\
             <item><guid>b</guid><description>never <b>closed</description></item>\
             <item><guid>c</guid><description>three</description></item>",
        );
        assert_eq!(items.len(), 3);
        assert_eq!(items[0].as_ref().unwrap().body, Body::Plain("R&D at &nbsp; one".into()));
        assert_eq!(items[0].as_ref().unwrap().outlet.as_deref(), Some("The Orub"));
        let refusal = items[1].as_ref().unwrap_err().to_string();
        assert!(refusal.starts_with("f.xml: item 2, line 1: not well-formed XML: "), "{refusal}");
        assert_eq!(items[2].as_ref().unwrap().id, "c");
    }

    #[test]
    fn atom_with_xhtml_and_html() {
        let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>Orub Bote</title>\
            <entry><id>tag:x,2031:1</id><title type='html'>A &amp;amp; B</title>\
            <link rel='self' href='https://orub.example/self'/><link href='https://orub.example/a'/>\
            <author><name>A. Penn</name></author><author><name>B. Quill</name></author>\
            <updated>2031-03-03T00:00:00Z</updated><published>2031-03-02T10:00:00+01:00</published>\
            <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Eins.</p></div></content></entry>\
            <entry><title>B</title><content type='html'>&lt;p&gt;Zwei.&lt;/p&gt;</content></entry></feed>";
        let items: Vec<Outcome> = xml(feed.as_bytes(), &origin()).into();
        let first = items[0].as_ref().unwrap();
        assert_eq!(first.body, Body::Fragment("<div><p>Eins.</p></div>".into()));
        assert_eq!(first.url.as_deref(), Some("https://orub.example/a"));
        assert_eq!(first.byline.as_deref(), Some("A. Penn, B. Quill"));
        assert_eq!(first.published.as_ref().unwrap().raw, "2031-03-02T10:00:00+01:00");
        assert_eq!(first.language.as_deref(), Some("de"));
        assert_eq!(items[1].as_ref().unwrap().body, Body::Fragment("<p>Zwei.</p>".into()));
    }

    #[test]
    fn rdf_has_its_items_beside_the_channel() {
        let feed = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' \
            xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='x'><title>Orub</title>\
            <dc:language>fr</dc:language></channel>\
            <item rdf:about='https://orub.example/r'><title>T</title><description>Words</description>\
            <dc:date>2031-03-02</dc:date></item></rdf:RDF>";
        let items: Vec<Outcome> = xml(feed.as_bytes(), &origin()).into();
        let item = items[0].as_ref().unwrap();
        assert_eq!(item.url.as_deref(), Some("https://orub.example/r"));
        assert_eq!((item.outlet.as_deref(), item.language.as_deref()), (Some("Orub"), Some("fr")));
        assert_eq!(item.published.as_ref().unwrap().evidence, "feed date");
    }

    #[test]
    fn the_feeds_charset_is_heeded() {
        let feed = b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><description>caf\xe9</description></item></channel></rss>";
        let items: Vec<Outcome> = xml(feed, &origin()).into();
        assert_eq!(items[0].as_ref().unwrap().body, Body::Plain("café".into()));
    }

    #[test]
    fn json_feed() {
        let feed = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "Orub", "authors": [{"name": "Desk"}],
            "items": [{"id": 5, "url": "https://orub.example/j", "content_html": "<p>x</p>", "date_published": "2031-03-02T10:00:00Z"},
                      {"id": "b", "summary": "short"}]});
        let mut out = VecDeque::new();
        json(feed.as_object().unwrap(), &origin(), &mut out);
        let first = out[0].as_ref().unwrap();
        assert_eq!(
            (first.id.as_str(), first.byline.as_deref(), first.outlet.as_deref()),
            ("5", Some("Desk"), Some("Orub"))
        );
        assert_eq!(out[1].as_ref().unwrap().problems[0].kind, "summary only");
    }
}
