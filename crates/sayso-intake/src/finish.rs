//! From draft to report.

use crate::{Body, Draft, RawDate, Reason, Refusal, page, plain, published, repair, segment};
use sayso_model::{Report, SegmentKind};
use sayso_text::Text;

/// Turns a draft into a report: decodes, extracts, repairs, segments and dates it.
///
/// # Errors
/// When there are no words in it, or it is a page built to exhaust whoever reads it.
pub fn finish(mut draft: Draft) -> Result<Report, Refusal> {
    let refuse = |draft: &Draft, reason: Reason| {
        let refusal = Refusal::new(draft.path.clone(), reason);
        match &draft.place {
            Some(place) => refusal.at(place.clone()),
            None => refusal,
        }
    };
    let mut dates: Vec<RawDate> = draft.published.take().into_iter().collect();
    let body = std::mem::replace(&mut draft.body, Body::Plain(String::new()));
    let (received, kinds) = match body {
        Body::Plain(text) => (text, Vec::new()),
        Body::Fragment(html) => {
            page::guard(&html).map_err(|reason| refuse(&draft, reason))?;
            let mut blocks = page::fragment(&html);
            if let Some(title) = &draft.title {
                page::put_title_first(&mut blocks, &repair::repaired_line(title));
            }
            page::composed(&blocks)
        }
        Body::Page { bytes, charset } => {
            let decoded = crate::decode_page(&bytes, charset.as_deref());
            draft.problems.extend(decoded.problems);
            let found =
                page::read(&decoded.text, draft.url.as_deref()).map_err(|reason| refuse(&draft, reason))?;
            draft.title = draft.title.or(found.title);
            draft.outlet = draft.outlet.or(found.outlet);
            draft.byline = draft.byline.or(found.byline);
            draft.language = draft.language.or(found.language);
            draft.url = draft.url.or(found.url);
            draft.problems.extend(found.problems);
            dates.extend(found.dates);
            page::composed(&found.blocks)
        }
    };
    let text = repair::repaired(Text::received(received));
    if text.as_str().trim().is_empty() {
        return Err(refuse(&draft, Reason::NoText));
    }
    let tidy = |field: Option<String>| {
        field.map(|f| plain::one_line(&repair::repaired_line(&f))).filter(|f| !f.is_empty())
    };
    let (title, byline, outlet) = (tidy(draft.title), tidy(draft.byline), tidy(draft.outlet));
    let alone = draft.place.is_none();
    let slug = plain::slug(draft.url.as_deref(), alone.then_some(draft.path.as_str()));
    let hints = segment::Hints {
        title: title.as_deref(),
        slug: slug.as_deref(),
        byline: byline.as_deref(),
        kinds: &kinds,
    };
    let segments = segment::segmented(text.as_str(), &hints);
    let published = published::published(
        &published::Sources {
            stated_by_format: &dates,
            text: text.as_str(),
            segments: &segments,
            url: draft.url.as_deref(),
            path: alone.then_some(draft.path.as_str()),
        },
        &mut draft.problems,
    );
    let first = |kind| plain::first(text.as_str(), &segments, kind);
    Ok(Report {
        address: draft.url.clone().unwrap_or(draft.home),
        id: draft.id,
        title: title.or_else(|| first(SegmentKind::Headline).map(|t| plain::title_of(&t))),
        byline: byline.or_else(|| first(SegmentKind::Byline).map(|b| plain::names_of(&b))),
        outlet: outlet
            .or_else(|| plain::outlet(text.as_str(), &segments, alone.then_some(draft.path.as_str()))),
        path: draft.path,
        url: draft.url,
        language: draft.language,
        published,
        text,
        segments,
        problems: draft.problems,
    })
}

#[cfg(test)]
#[path = "finish_tests.rs"]
mod tests;
