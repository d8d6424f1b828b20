//! Samples to begin from: one of each form a target reads, all invented.

/// The samples of a target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "gzip" | "sniff" => every(),
        "warc" => vec![warc()],
        "arc" => vec![arc()],
        "http" => responses(),
        "jsonl" => vec![LINES.into(), LIST.into(), DOCUMENT.into()],
        "ninjs" => vec![NINJS_1.into(), NINJS_3.into()],
        "newsml" => vec![NEWSML.into(), NITF.into()],
        "feed" => vec![RSS.into(), ATOM.into(), RDF.into(), JSON_FEED.into()],
        "charset" => vec![PAGE.into(), b"caf\xe9 \x93x\x94".to_vec(), "“Größe” – Привет".into()],
        "page" => vec![PAGE.into(), RSS.into()],
        _ => vec![TEXT.into(), REPAIRABLE.into(), QUOTED.into(), PAGE.into()],
    }
}

fn every() -> Vec<Vec<u8>> {
    let texts =
        [LINES, LIST, DOCUMENT, NINJS_1, NINJS_3, NEWSML, NITF, RSS, ATOM, RDF, JSON_FEED, PAGE, TEXT];
    let mut all: Vec<Vec<u8>> = texts.iter().map(|t| t.as_bytes().to_vec()).collect();
    all.extend([warc(), arc(), super::packed(&warc()), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()]);
    all
}

fn responses() -> Vec<Vec<u8>> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";
    let packed = super::packed(PAGE.as_bytes());
    vec![
        format!("{head}\r\n{PAGE}").into_bytes(),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\n<p>a \r\n4;x\r\nb</p\r\n1\r\n>\r\n0\r\n\r\n")
            .into_bytes(),
        [format!("{head}Content-Encoding: gzip\r\n\r\n").as_bytes(), &packed].concat(),
        [format!("{head}Content-Encoding: br\r\n\r\n").as_bytes(), b"\x30\x00\x10<p>x\x03"].concat(),
        [format!("{head}Content-Encoding: deflate\r\n\r\n").as_bytes(), &packed[10..packed.len() - 8]]
            .concat(),
    ]
}

fn warc() -> Vec<u8> {
    let mut archive = Vec::new();
    for (i, block) in responses().into_iter().enumerate() {
        let kind = if i == 4 { "resource" } else { "response" };
        let head = format!(
            "WARC/1.{}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://orub.example/{i}>\r\n\
             Content-Type: application/http\r\nContent-Length: {}\r\n\r\n",
            i % 2,
            block.len()
        );
        archive.extend([head.as_bytes(), &block, b"\r\n\r\n"].concat());
    }
    archive
}

fn arc() -> Vec<u8> {
    let mut archive = b"filedesc://a.arc 0.0.0.0 20310302000000 text/plain 7\n1 0 Ora\n\n".to_vec();
    for block in responses() {
        let line = format!("https://orub.example/a b 127.0.0.1 20310302000000 text/html {}\n", block.len());
        archive.extend([line.as_bytes(), &block, b"\n"].concat());
    }
    archive
}

const LINES: &str = r#"{"id": "r1", "text": "The mayor said she was tired.", "title": "Mayor resigns", "outlet": "The Orub"}
{"maintext": "“I am tired,” said the mayor.", "url": "https://tide.example/n/4", "authors": ["C. Nib"], "date_publish": 1930212000}
{"content": "<p>A&nbsp;word.</p>", "source": {"id": null, "name": "Tide"}, "meta": {"paper": "Tide"}, "publishedAt": "2031-03-02"}
"#;

const LIST: &str = r#"[
 {"id": 1, "text": "One [of] \"two\"."},
 {"_id": {"$oid": "5"}, "body": ["Two.", "Paragraphs."], "date": {"$date": 1930212000000}}
]"#;

const DOCUMENT: &str = r#"{
 "status": "ok",
 "articles": [
  {"title": "T", "description": "Short.", "author": {"first_name": "A", "last_name": "Penn"}},
  {"contents": [{"type": "sanitized_html", "content": "Words."}, {"type": "image", "fullcaption": "A quay"}]}
 ]
}"#;

const NINJS_1: &str = r#"{"uri": "https://orub.example/n/1", "type": "composite", "versioncreated": "2031-03-02T10:00:00Z",
 "byline": "A. Penn", "headline": "Port closed", "body_text": "One < two.", "body_xhtml": "<p>One &lt; two.</p>",
 "associations": {"main": {"uri": "x", "type": "picture", "description_text": "The quay & a crane"}}}"#;

const NINJS_3: &str = r#"{"standard": {"name": "ninjs", "version": "3.1"}, "uri": "urn:orub:2", "type": "text", "by": "B. Quill",
 "headlines": [{"role": "main", "value": "Above"}], "bodies": [{"contentType": "text/plain", "value": "Words."}],
 "associations": [{"uri": "urn:t", "type": "text", "bodies": [{"value": "Inside."}]}]}"#;

const NEWSML: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="urn:orub:78" xml:lang="en"><itemMeta>
<itemClass qcode="ninat:text"/><provider qcode="nprov:ORUB"><name>Orub Press</name></provider>
<versionCreated>2031-03-02T10:40:00Z</versionCreated></itemMeta><contentMeta><by>B. Quill</by><headline>Mayor resigns</headline>
</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>The mayor &amp; all.</p></body></html></inlineXML></contentSet></newsItem><packageItem guid="p"/></itemSet></newsMessage>"#;

const NITF: &str = r#"<!DOCTYPE nitf [<!ENTITY port "Port Orub">]><nitf><head><docdata><date.issue norm="20310302T100000Z"/>
<doc-id id-string="d7"/></docdata></head><body><body.head><hedline><hl1>Quay shut at &port;</hl1></hedline>
<byline>By A. Penn</byline></body.head><body.content><block><p>One.</p><media><media-caption>A crane</media-caption></media>
</block></body.content></body></nitf>"#;

const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Orub</title><language>en</language>
<item><title>Port &lt;b&gt;closed&lt;/b&gt;</title><link>https://orub.example/1</link><guid isPermaLink="false">g1</guid>
<dc:creator>A. Penn</dc:creator><pubDate>Sun, 02 Mar 2031 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Long & whole.</p>]]></content:encoded></item>
<item><title>R&D at &nbsp; one</title><author>desk@orub.example (B. Quill)</author><description>Only this.</description></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Orub Bote</title><entry><id>tag:1</id>
<title type="html">A &amp;amp; B</title><link href="https://orub.example/a"/><author><name>A. Penn</name></author>
<published>2031-03-02T10:00:00+01:00</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p>
</div></content></entry></feed>"#;

const RDF: &str = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>Orub</title></channel><item rdf:about="https://orub.example/r"><title>T</title>
<description>Words</description></item></rdf:RDF>"#;

const JSON_FEED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Orub", "items": [
 {"id": 5, "url": "https://orub.example/j", "content_html": "<p>x</p>", "date_published": "2031-03-02T10:00:00Z"}]}"#;

const PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mayor resigns - Tide</title>
<meta property="article:published_time" content="2031-03-02T10:00:00Z"><meta name="author" content="C. Nib">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Mayor resigns", "author": {"name": "C. Nib"}}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Mayor resigns</h1><time datetime="2031-03-02">2 March</time>
<p>The mayor of Port Orub said on Sunday that she was tired of the harbour &amp; of the quay.</p>
<figure><img src="a.jpg"><figcaption>The quay</figcaption></figure><p>“I am tired,” she said.</p></article>
<ul class="related"><li><a href="/2">Crane falls into the harbour</a></li></ul></body></html>"#;

const TEXT: &str = "Harbour mayor resigns\n\nBy A. Penn\n\ndate 2031-03-02\n\nPORT ORUB (Orub Press) — The mayor said she was tired.\n\n\
    Gen. J. R. Tollo met U.S. officials on Jan. 5... He left.\n\nRead more: Crane falls\n\nOP/TP\n";

const REPAIRABLE: &str = "It is \u{e2}\u{20ac}\u{153}over,&nbsp;she said. & # 39;No& # 39; ,quot;yes,quot; &amp;quot; caf\u{c3}\u{a9} AT&T \u{ad}\u{200b}\r\n";

const QUOTED: &str = "“She called it ‘the workers’ choice’,” said Ann O’Neill.\n\n“One paragraph.\n\n“And the next,” he said. \
    \"Straight,\" 'single', ''paired'', «guillemets», „low“ and \"unclosed.\n\nThe '90s.";
