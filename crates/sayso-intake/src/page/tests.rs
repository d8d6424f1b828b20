use super::*;

const PAGE: &str = r#"<!doctype html><html lang="en-GB"><head>
<title>Bridge at Sellin opens | Halvard Press</title>
<meta property="og:site_name" content="Halvard Press">
<meta property="og:title" content="Bridge at Sellin opens">
<link rel="canonical" href="https://halvard.example/2031/03/bridge">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Halvard"},
{"@type":"NewsArticle","headline":"Bridge at Sellin opens","datePublished":"2031-03-02T10:15:00+01:00",
"author":[{"@type":"Person","name":"Ann Vell"},{"@type":"Person","name":"Jon Marr"}],"publisher":{"name":"Halvard Press"}}]}</script>
<script>var x = "<p>not this</p>";</script></head><body><nav><a href="/">Home</a><a href="/w">World</a></nav>
<article><h1>Bridge at Sellin opens</h1>
<p>The long bridge at Sellin opened to traffic on Sunday after nine years of work, the port authority said in a statement.</p>
<figure><img src="a.jpg"><figcaption>The bridge at dawn, seen from the northern bank. Halvard Press</figcaption></figure>
<p>“We have waited long for this,” said Mayor Ilse Brandt, who cut the ribbon before some four thousand people from both banks.</p>
<p><a href="/2031/02/tolls">Tolls on northern roads to rise again in summer</a></p>
<p>Ferries that have crossed the sound since 1874 will stop at the end of the month, and their crews will move to other routes.</p>
<ul><li>The bridge is 2.4 kilometres long.</li><li>It carries a road and two tracks.</li></ul>
<p>The work cost 900 million crowns, a third more than was planned, according to the ministry of transport in the capital.</p>
</article><footer>© 2031 Halvard Press</footer></body></html>"#;

#[test]
fn a_page_gives_metadata_body_captions_and_links() {
    let page = read(PAGE, None).unwrap();
    assert_eq!(page.title.as_deref(), Some("Bridge at Sellin opens"));
    assert_eq!(page.outlet.as_deref(), Some("Halvard Press"));
    assert_eq!(page.byline.as_deref(), Some("Ann Vell, Jon Marr"));
    assert_eq!(page.language.as_deref(), Some("en-GB"));
    assert_eq!(page.url.as_deref(), Some("https://halvard.example/2031/03/bridge"));
    assert_eq!(page.dates[0].raw, "2031-03-02T10:15:00+01:00");
    let of =
        |kind| page.blocks.iter().filter(|b| b.kind == kind).map(|b| b.words.as_str()).collect::<Vec<_>>();
    assert_eq!(of(SegmentKind::Headline), ["Bridge at Sellin opens"]);
    assert_eq!(of(SegmentKind::Caption), ["The bridge at dawn, seen from the northern bank. Halvard Press"]);
    assert_eq!(of(SegmentKind::Furniture), ["Tolls on northern roads to rise again in summer"]);
    let body = of(SegmentKind::Body);
    assert_eq!(body.len(), 6, "{body:?}");
    assert!(body[0].starts_with("The long bridge") && body[5].starts_with("The work cost"));
}

#[test]
fn composed_text_has_one_line_a_block() {
    let blocks =
        [Block::body("One\u{2028}two".into()), Block::body("\u{200b}".into()), Block::body("Three".into())];
    let (text, kinds) = composed(&blocks);
    assert_eq!(text, "One two\n\nThree");
    assert_eq!(kinds.len(), 2);
}

#[test]
fn hostile_pages_are_refused_or_read() {
    assert!(read(&"<div>".repeat(300_000), None).is_err());
    assert!(read("", None).is_err());
    assert!(read("<html><body></body></html>", None).is_err());
    let deep =
        format!("{}<p>A sentence that is long enough to be kept as a paragraph.</p>", "<div>".repeat(1_500));
    assert_eq!(read(&deep, None).unwrap().problems.len(), 1);
}

#[test]
fn a_date_shown_on_the_page_is_the_last_resort() {
    let html = "<html><body><article><h1>Bridge opens</h1><div class='article_date'>March 2, 2031 - 11:28</div>\
        <p>The long bridge at Sellin opened to traffic on Sunday after nine years of work, the authority said.</p></article></body></html>";
    let page = read(html, None).unwrap();
    assert_eq!(page.dates[0].raw, "March 2, 2031 - 11:28");
    assert_eq!(page.dates[0].basis, sayso_model::Basis::Stated);
}

#[test]
fn posts_and_rows_that_the_finder_leaves_out_are_added() {
    let quote = "<div class='social-embed'><blockquote class='twitter-tweet'><p>The ferries were never late, not once.</p>— Jon Marr</blockquote></div>";
    let html = PAGE.replace("<p>Ferries that", &format!("{quote}<p>Ferries that"));
    let page = read(&html, None).unwrap();
    let at = |start: &str| {
        page.blocks.iter().position(|b| b.kind == SegmentKind::Body && b.words.starts_with(start))
    };
    assert!(at("The ferries were never late").is_some());
    assert!(at("The ferries were never late") < at("Ferries that"));
}
