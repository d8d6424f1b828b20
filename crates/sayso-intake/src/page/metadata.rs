//! What a page says of itself: JSON-LD, Open Graph, meta elements, `<time>`, `<h1>`, `<title>`.

use crate::RawDate;
use sayso_model::Basis;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::sync::LazyLock;

/// Title, outlet and so on, each from the best place that has it.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    pub dates: Vec<RawDate>,
    /// The article's words as JSON-LD gives them.
    pub body: Option<String>,
}

fn selector(css: &str) -> Option<Selector> {
    Selector::parse(css).ok()
}

static META: LazyLock<Option<Selector>> = LazyLock::new(|| selector("meta"));
static JSON_LD: LazyLock<Option<Selector>> = LazyLock::new(|| selector("script[type*='ld+json' i]"));
static TITLE: LazyLock<Option<Selector>> = LazyLock::new(|| selector("head > title, title"));
static H1: LazyLock<Option<Selector>> = LazyLock::new(|| selector("h1"));
static HTML: LazyLock<Option<Selector>> = LazyLock::new(|| selector("html"));
static CANONICAL: LazyLock<Option<Selector>> = LazyLock::new(|| selector("link[rel=canonical i]"));
static TIME: LazyLock<Option<Selector>> = LazyLock::new(|| {
    selector(
        "time[itemprop=datePublished], [itemprop=datePublished], time[pubdate], article time[datetime], time[datetime]",
    )
});
static DATED: LazyLock<Option<Selector>> = LazyLock::new(|| {
    selector("[class*=date i], [class*=publish i], [class*=posted i], [class*=timestamp i], [id*=date i]")
});
static AUTHOR: LazyLock<Option<Selector>> = LazyLock::new(|| {
    selector(
        "[itemprop=author] [itemprop=name], [itemprop=author], [rel~=author], [class~=author-name], [class~=byline__name], [class~=byline-name], [class~=author], [class~=byline]",
    )
});

/// Reads a page's metadata. `url` is its address where the container states it.
pub(super) fn metadata(document: &Html, url: Option<&str>) -> Metadata {
    let metas = metas(document);
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| {
            metas
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, content)| content.clone())
                .filter(|c| !c.is_empty())
        })
    };
    let articles = json_ld(document);
    let article = best(&articles);
    let canonical = select(document, &CANONICAL).and_then(|e| e.attr("href")).map(str::to_owned);
    let address = canonical
        .filter(|u| u.starts_with("http") && !is_root(u))
        .or_else(|| meta(&["og:url"]).filter(|u| u.starts_with("http") && !is_root(u)));
    let host = url.or(address.as_deref()).and_then(host);
    let outlet = meta(&["og:site_name"])
        .filter(|name| is_name(name))
        .or_else(|| article.and_then(|a| publisher(a, &articles)).filter(|name| is_name(name)))
        .or_else(|| {
            meta(&[
                "application-name",
                "apple-mobile-web-app-title",
                "publisher",
                "dc.publisher",
                "cre",
                "author.site",
            ])
        })
        .filter(|name| is_name(name))
        .or_else(|| host.clone());
    let title = title(document, article, &meta, outlet.as_deref(), host.as_deref());
    Metadata {
        title,
        byline: byline(document, article, &meta, outlet.as_deref()),
        language: select(document, &HTML)
            .and_then(|e| e.attr("lang").or(e.attr("xml:lang")))
            .map(str::to_owned)
            .or_else(|| article.and_then(|a| a["inLanguage"].as_str().map(str::to_owned)))
            .or_else(|| meta(&["og:locale", "content-language", "dc.language"]))
            .map(|tag| tag.trim().replace('_', "-"))
            .filter(|tag| (2..=12).contains(&tag.len())),
        dates: dates(document, article, &metas),
        body: article.and_then(|a| a["articleBody"].as_str()).map(without_tags),
        url: address,
        outlet,
    }
}

fn select<'d>(document: &'d Html, selector: &LazyLock<Option<Selector>>) -> Option<ElementRef<'d>> {
    document.select((**selector).as_ref()?).next()
}

fn text_of(element: ElementRef<'_>) -> String {
    crate::plain::one_line(&element.text().collect::<String>())
}

/// Every meta element's name (or property) in lower case, and its content.
fn metas(document: &Html) -> Vec<(String, String)> {
    let Some(meta) = &*META else { return Vec::new() };
    document
        .select(meta)
        .filter_map(|e| {
            let name =
                e.attr("property").or(e.attr("name")).or(e.attr("itemprop")).or(e.attr("http-equiv"))?;
            Some((name.trim().to_lowercase(), crate::plain::one_line(e.attr("content")?)))
        })
        .collect()
}

/// Every object in the page's JSON-LD, outermost first.
fn json_ld(document: &Html) -> Vec<Value> {
    let Some(script) = &*JSON_LD else { return Vec::new() };
    let mut found = Vec::new();
    for element in document.select(script).take(50) {
        let raw: String = element.text().collect();
        let raw = raw.trim().trim_start_matches("<!--").trim_end_matches("-->");
        let raw =
            raw.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim_end_matches(';');
        // Line ends within strings are common and no JSON.
        let clean: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if let Ok(value) = serde_json::from_str::<Value>(&clean) {
            gather(value, &mut found, 0);
        }
    }
    found
}

fn gather(value: Value, found: &mut Vec<Value>, depth: usize) {
    match value {
        Value::Array(items) if depth < 6 => items.into_iter().for_each(|item| gather(item, found, depth + 1)),
        Value::Object(object) => {
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if depth < 6
                    && let Some(inner @ (Value::Array(_) | Value::Object(_))) = object.get(key)
                {
                    gather(inner.clone(), found, depth + 1);
                }
            }
            found.push(Value::Object(object));
        }
        _ => {}
    }
}

/// The object that is the article.
fn best(objects: &[Value]) -> Option<&Value> {
    let types = |o: &Value| match &o["@type"] {
        Value::String(one) => one.clone(),
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    };
    let rank = |o: &Value| {
        let kind = types(o);
        let article = !kind.contains("Claim")
            && (kind.contains("Article")
                || kind.contains("Posting")
                || kind.contains("Report")
                || kind.contains("Review"));
        let told = o["headline"].is_string() || o["articleBody"].is_string();
        usize::from(article) * 2 + usize::from(told) + usize::from(article && o["articleBody"].is_string())
    };
    let most = objects.iter().map(rank).max().filter(|most| *most >= 2)?;
    objects.iter().find(|o| rank(o) == most)
}

/// The names in a `Person`, `Organization`, string, or list of them.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(several) => several.iter().flat_map(names).collect(),
        Value::Object(object) => object.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The publisher's name, also where the article only points to it.
fn publisher(article: &Value, objects: &[Value]) -> Option<String> {
    let publisher = &article["publisher"];
    names(publisher).into_iter().next().or_else(|| {
        let id = publisher["@id"].as_str()?;
        objects.iter().find(|o| o["@id"].as_str() == Some(id)).and_then(|o| names(o).into_iter().next())
    })
}

/// The title: as the page shows it, without the site's name.
fn title(
    document: &Html,
    article: Option<&Value>,
    meta: &dyn Fn(&[&str]) -> Option<String>,
    outlet: Option<&str>,
    host: Option<&str>,
) -> Option<String> {
    let clean =
        |t: String| without_site(&crate::plain::one_line(&crate::repair::repaired_line(&t)), outlet, host);
    let stated: Vec<String> = [
        article.and_then(|a| a["headline"].as_str().map(str::to_owned)),
        meta(&["og:title"]),
        meta(&["twitter:title", "dc.title", "sailthru.title", "parsely-title", "hdl", "title"]),
        select(document, &TITLE).map(text_of),
    ]
    .into_iter()
    .flatten()
    .map(clean)
    .filter(|t| t.chars().count() >= 3)
    .collect();
    // A heading on the page that shares most words with what is stated is what readers saw.
    let shown = H1.as_ref().and_then(|h1| {
        let headings: Vec<String> =
            document.select(h1).take(12).map(text_of).filter(|t| (8..=250).contains(&t.len())).collect();
        headings.iter().find(|h| stated.iter().any(|s| alike(h, s))).cloned().or_else(|| {
            // Nothing stated is alike: the only heading of the page, unless it is the site's name.
            let only = headings.first().filter(|_| headings.len() == 1)?;
            (stated.is_empty() && outlet.is_none_or(|o| letters(o) != letters(only))).then(|| only.clone())
        })
    });
    shown.map(|t| crate::repair::repaired_line(&t)).or_else(|| stated.into_iter().next())
}

fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two titles share at least half of the shorter one's words.
fn alike(one: &str, other: &str) -> bool {
    let words = |t: &str| -> std::collections::BTreeSet<String> {
        t.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2).map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    common > 0 && common * 10 >= one.len().max(other.len()) * 4 && common * 2 >= one.len().min(other.len())
}

/// A title without ` | Site`, ` - Site` or `Site: ` at its ends.
fn without_site(title: &str, outlet: Option<&str>, host: Option<&str>) -> String {
    const MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • "];
    let mut title = title.to_owned();
    for _ in 0..3 {
        let Some((at, mark)) = MARKS.iter().filter_map(|m| title.rfind(m).map(|at| (at, *m))).max() else {
            break;
        };
        let (head, tail) = (title[..at].trim(), title[at + mark.len()..].trim());
        let key = letters(tail);
        let site = [outlet, host].into_iter().flatten().map(letters).any(|site| {
            !key.is_empty()
                && (site.contains(&key) || (site.len() >= 3 && key.contains(site.trim_end_matches("com"))))
        });
        // A bar parts a site's name or section from a title in any case.
        let bar = matches!(mark, " | " | " :: " | " » ")
            && tail.split_whitespace().count() <= 5
            && head.len() > tail.len();
        if head.len() >= 8 && (site || bar) {
            title = head.to_owned();
        } else {
            break;
        }
    }
    title
}

/// Who wrote it.
fn byline(
    document: &Html,
    article: Option<&Value>,
    meta: &dyn Fn(&[&str]) -> Option<String>,
    outlet: Option<&str>,
) -> Option<String> {
    let tidy = |raw: Vec<String>| {
        let mut kept: Vec<String> = Vec::new();
        for name in raw {
            let name = crate::plain::one_line(&crate::repair::repaired_line(&name));
            let name = crate::plain::names_of(name.trim_matches(|c: char| "|,;:•·-–— ".contains(c)));
            let count = name.split_whitespace().count();
            let fits = (1..=14).contains(&count)
                && name.len() <= 120
                && name.chars().any(char::is_alphabetic)
                && !name.contains(['@', '{', '<', '#'])
                && !name.contains("://")
                && !name.contains("www.")
                && !matches!(
                    name.to_lowercase().as_str(),
                    "admin" | "editor" | "null" | "undefined" | "author" | "none" | "staff"
                )
                && !(count == 1 && name.chars().any(|c| c.is_ascii_digit()));
            if fits && !kept.iter().any(|k| letters(k) == letters(&name)) && kept.len() < 8 {
                kept.push(name);
            }
        }
        (!kept.is_empty()).then(|| kept.join(", "))
    };
    let from_page = || {
        let author = AUTHOR.as_ref()?;
        let mut found = Vec::new();
        for element in document.select(author).take(30) {
            let near_end = is_beside(element);
            let words = match element.attr("content") {
                Some(content) => content.to_owned(),
                None => text_of(element),
            };
            let bare = crate::plain::names_of(&words);
            let capitals = bare.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count();
            if !near_end && bare.len() <= 80 && capitals >= 2 && bare.split_whitespace().count() <= 8 {
                found.push(bare);
                break;
            }
        }
        tidy(found)
    };
    article
        .and_then(|a| tidy(names(&a["author"]).into_iter().chain(names(&a["creator"])).collect()))
        .filter(|b| outlet.is_none_or(|o| letters(o) != letters(b)))
        .or_else(|| {
            tidy(
                [
                    "author",
                    "article:author",
                    "parsely-author",
                    "sailthru.author",
                    "dc.creator",
                    "dcterms.creator",
                    "byl",
                    "authors",
                    "article:author_name",
                    "citation_author",
                    "cxenseparse:author",
                ]
                .iter()
                .find_map(|name| meta(&[name]).filter(|v| !v.contains("://") && letters(v).len() > 2))
                .into_iter()
                .collect(),
            )
            .filter(|b| outlet.is_none_or(|o| letters(o) != letters(b)))
        })
        .or_else(from_page)
}

/// Whether an element stands in something beside the article: comments, related articles, a footer.
fn is_beside(element: ElementRef<'_>) -> bool {
    element.ancestors().take(60).filter_map(ElementRef::wrap).any(|about| {
        let class = about.attr("class").unwrap_or("").to_lowercase();
        matches!(about.value().name(), "aside" | "footer" | "nav")
            || ["comment", "related", "sidebar", "recommend", "popular", "widget"]
                .iter()
                .any(|part| class.contains(part))
    })
}

/// Every statement of the published date, the surest first.
fn dates(document: &Html, article: Option<&Value>, metas: &[(String, String)]) -> Vec<RawDate> {
    let mut dates = Vec::new();
    let mut add = |raw: &str, evidence: String| {
        if !raw.trim().is_empty() && dates.len() < 8 {
            dates.push(RawDate { raw: raw.trim().to_owned(), basis: Basis::Metadata, evidence });
        }
    };
    for key in ["datePublished", "dateCreated"] {
        if let Some(raw) = article.and_then(|a| a[key].as_str()) {
            add(raw, format!("json-ld {key}"));
        }
    }
    for name in include_str!("../../data/page-dates.txt").lines().filter(|l| !l.starts_with('#')) {
        if let Some((_, raw)) = metas.iter().find(|(n, _)| n == name) {
            add(raw, format!("meta {name}"));
        }
    }
    if let Some(time) = &*TIME {
        for element in document.select(time).filter(|e| !is_beside(*e)).take(3) {
            let words = text_of(element);
            if let Some(raw) = element.attr("datetime").or(element.attr("content")).or(Some(words.as_str())) {
                add(raw, format!("{} element", element.value().name()));
            }
        }
    }
    if dates.is_empty()
        && let Some(dated) = &*DATED
    {
        for element in document.select(dated).take(60).filter(|e| !is_beside(*e)) {
            let words = text_of(element);
            if crate::published::is_date_line(&words) {
                dates.push(RawDate { evidence: format!("page: {words}"), raw: words, basis: Basis::Stated });
                break;
            }
        }
    }
    dates
}

/// The host without `www.`.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?;
    (!host.is_empty()).then(|| host.trim_start_matches("www.").to_lowercase())
}

fn is_root(url: &str) -> bool {
    url.split_once("://")
        .is_none_or(|(_, rest)| rest.trim_end_matches('/').split('/').count() < 2 && !rest.contains('?'))
}

/// Whether a string may be an outlet's name.
fn is_name(name: &str) -> bool {
    (2..=80).contains(&name.chars().count()) && !name.contains("://") && name.chars().any(char::is_alphabetic)
}

/// JSON-LD bodies may hold markup.
fn without_tags(words: &str) -> String {
    if words.contains("</") || words.contains("<br") {
        super::blocks::fragment(words).into_iter().map(|b| b.words).collect::<Vec<_>>().join("\n")
    } else {
        crate::repair::repaired_line(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_site() {
        assert_eq!(without_site("Bridge opens - Halvard Press", Some("Halvard Press"), None), "Bridge opens");
        assert_eq!(without_site("Bridge opens | World | Halvard", Some("Halvard"), None), "Bridge opens");
        assert_eq!(
            without_site("Bridge opens - at last", Some("Halvard Press"), None),
            "Bridge opens - at last"
        );
        assert_eq!(
            without_site("Bridge opens - halvard.example", None, Some("halvard.example")),
            "Bridge opens"
        );
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.halvard.example/a").as_deref(), Some("halvard.example"));
        assert!(is_root("https://halvard.example/"));
        assert!(!is_root("https://halvard.example/a"));
    }
}
