//! One report: its text as printed with what was found in it, and what others have that it lacks.

use super::parts::{outside, published};
use super::show::{Show, said_words};
use super::{Page, cut_at, cut_by, pager};
use crate::library::Desk;
use crate::marked::{Marked, Paragraph, visible};
use crate::reply::{Ask, Reply};
use crate::text::{Words, clip, counted, day, plain};
use crate::{Failure, StoryView, json};
use maud::{Markup, html};
use sayso_collate::{ReportNo, StoryNo};
use sayso_model::contract::annotated_json;
use sayso_model::{JudgementKind, Manner, RecordReport, SegmentKind, Statement, StatementId};
use sayso_store::Stored;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Characters that a statement takes in the list beside the text, about.
const LISTED: usize = 850;
/// What others have, of each kind.
const LACKING: usize = 8;

pub(crate) fn answer(desk: &Desk<'_>, ask: &Ask) -> Result<Reply, Failure> {
    let number = ask.number("report")?;
    let missing = || Failure::Missing(format!("report {number}"));
    let no = ReportNo(number);
    let stored = desk.store().reports(&[no])?.pop().ok_or_else(missing)?;
    let belongs = desk.store().story_of(no)?;
    let revisions = desk.store().revisions(&stored.report.address)?;
    if ask.json {
        // The lists of a long report come in pages, as those of a record do; its text is whole on each.
        let annotated = serde_json::from_str(&annotated_json(&stored.report, &stored.annotations));
        let mut annotated = json::cut_lists(annotated.unwrap_or_default(), ask.page());
        let mut take = |name: &str| annotated.as_object_mut().and_then(|a| a.remove(name));
        let (page, pages) = (take("page"), take("pages"));
        let revisions: Vec<Value> =
            revisions.iter().map(|(no, revision)| json!({"no": no.0, "revision": revision})).collect();
        return Ok(Reply::Json(json!({
            "no": number, "revision": stored.revision, "digest": stored.digest,
            "story": belongs.map(|s| s.0), "revisions": revisions, "annotated": annotated, "page": page, "pages": pages,
        })));
    }
    let lit = ask
        .value("s")
        .and_then(|s| s.split_once('-'))
        .and_then(|(s, e)| Some((s.parse().ok()?, e.parse().ok()?)));
    let lit = lit.filter(|(start, end): &(usize, usize)| start < end);
    // What others have is told by the story's record; the report itself needs none.
    let story = match belongs.map(|story| desk.story(story)) {
        None => Beside::Nothing,
        Some(Ok(view)) => Beside::Story(view),
        Some(Err(Failure::Unready(story))) => {
            desk.is_unready();
            Beside::Unready(story)
        }
        Some(Err(failure)) => return Err(failure),
    };
    Ok(Reply::Page(page(&stored, &story, &revisions, lit, ask)))
}

/// The story that a report stands in.
enum Beside {
    /// None: an earlier revision.
    Nothing,
    /// This one.
    Story(Arc<StoryView>),
    /// This one, whose record is being worked out.
    Unready(StoryNo),
}

/// Whether a language tag is one, as far as its characters go.
fn is_tag(language: &str) -> bool {
    !language.is_empty()
        && language.len() < 36
        && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn head(stored: &Stored) -> RecordReport {
    let report = &stored.report;
    RecordReport {
        id: report.id.clone(),
        path: report.path.clone(),
        outlet: report.outlet.clone(),
        title: report.title.clone(),
        url: report.url.clone(),
        published: report.published.clone(),
    }
}

fn page(
    stored: &Stored,
    story: &Beside,
    revisions: &[(ReportNo, u32)],
    lit: Option<(usize, usize)>,
    ask: &Ask,
) -> Page {
    let report = &stored.report;
    let title = report.title.clone().unwrap_or_else(|| clip(report.text.as_str(), 80));
    let latest = revisions.last().map(|(no, _)| *no);
    let marked = Marked::new(stored, lit);
    let paragraphs = marked.paragraphs();
    let starts: Vec<usize> = paragraphs.iter().map(|p| p.span.start()).collect();
    let (page, pages, range) = cut_text(&marked, &paragraphs, &starts, &stored.annotations.statements, ask);
    // What is said in this part of the text; all of it where it is no part.
    let from = if range.start == 0 { 0 } else { starts[range.start] };
    let here = from..starts.get(range.end).copied().unwrap_or(usize::MAX);
    let said: Vec<&Statement> =
        stored.annotations.statements.iter().filter(|s| here.contains(&begin(s))).collect();
    let body = html! {
        div.headline {
            p.kicker {
                @match &report.outlet {
                    Some(outlet) => a href=(super::outlet_href(outlet)) { bdi { (Words(outlet)) } },
                    None => "outlet not named",
                }
                " · " (published(&head(stored)))
                @if let Some(byline) = &report.byline { " · " bdi { (Words(byline)) } }
            }
            h1 dir="auto" { (Words(&title)) }
            p.meta {
                @match story {
                    Beside::Story(story) => { "In story " a href={ "/stories/" (story.no.0) } { (story.no.0) ": " bdi { (Words(&clip(&story.record.story.title, 90))) } } }
                    Beside::Unready(story) => { "In " a href={ "/stories/" (story.0) } { "story " (story.0) } }
                    Beside::Nothing => "An earlier revision; it belongs to no story.",
                }
                @if let Some(url) = &report.url { " · " (outside(url)) }
            }
            @if revisions.len() > 1 {
                p.meta { "Revision " (stored.revision) " of " (revisions.len()) ":"
                    @for (no, revision) in revisions { " " a href={ "/reports/" (no.0) } aria-current=[(*no == stored.no).then_some("true")] { (revision) } }
                    @if latest != Some(stored.no) { " " span.tag.doubt { "not the latest" } } }
            }
        }
        div.columns.reading {
            section.text aria-label="The report as printed" {
                ul.legend aria-label="Marks" {
                    li { span.c { "what was said" } } li { span.s { "who" } } li { span.q { "cue" } }
                    li { time datetime="" { "date" } } li { span.r { "mended" } } li.furniture { "furniture" }
                }
                @if page > 1 { (pager(ask, page, pages)) }
                div.printed lang=[report.language.as_deref().filter(|l| is_tag(l))] {
                    @for paragraph in &paragraphs[range] { (paragraph.markup) }
                }
                (pager(ask, page, pages))
            }
            aside {
                @if let Beside::Unready(_) = story {
                    (super::unready::note("What others have and this report lacks", ask))
                }
                @if let Beside::Story(story) = story && story.reports.len() > 1 {
                    @let show = Show::pages(story);
                    @if let Some(place) = story.place(&report.id) {
                        section aria-labelledby="lacks" {
                            h2 #lacks { "Others have, this lacks" }
                            (super::parts::lacking(&show, place, LACKING, &|words| html! { h3.kind { (words) } }))
                            (copied(&show, place))
                        }
                    }
                }
                section aria-labelledby="said" {
                    h2 #said { "Statements " span.count { (stored.annotations.statements.len()) } }
                    @if pages > 1 { p.dim { (said.len()) " on this page" } }
                    (statements(stored, story, ask, &said))
                }
                (set_apart(stored))
            }
        }
    };
    Page { title, at: "stories", body }
}

/// Where in the text, in bytes, what a statement says begins.
fn begin(statement: &Statement) -> usize {
    statement.content.iter().map(|c| c.start()).min().unwrap_or(0)
}

/// Which paragraphs stand on this page: where words are to light up and no page is asked for, the page that has them.
fn cut_text(
    marked: &Marked<'_>,
    paragraphs: &[Paragraph],
    starts: &[usize],
    statements: &[Statement],
    ask: &Ask,
) -> (usize, usize, Range<usize>) {
    let holds = |at: usize| starts.partition_point(|start| *start <= at).saturating_sub(1);
    let mut sizes: Vec<usize> = paragraphs.iter().map(|p| p.markup.0.len()).collect();
    for statement in statements {
        if let Some(size) = sizes.get_mut(holds(begin(statement))) {
            *size += LISTED;
        }
    }
    match marked.lit_from().filter(|_| ask.value("page").is_none()) {
        Some(at) => cut_at(holds(at), sizes.into_iter()),
        None => cut_by(ask.page(), sizes.into_iter()),
    }
}

fn copied(show: &Show<'_>, place: usize) -> Markup {
    let view = show.view;
    let id = &view.report(place).id;
    html! {
        @for edge in view.record.lineage.iter().filter(|e| e.report == *id) {
            p { span.tag.copy { (super::show::lineage_phrase(edge.kind)) } " " (show.report_mark(&edge.of)) " "
                span.dim { (counted(edge.shared.len(), "shared passage")) } }
        }
    }
}

fn statements(stored: &Stored, story: &Beside, ask: &Ask, said: &[&Statement]) -> Markup {
    let text = stored.report.text.as_str();
    let offsets = crate::view::Offsets::of(text);
    let words = |spans: &[sayso_text::Span]| {
        let parts: Vec<String> =
            spans.iter().filter_map(|s| s.slice(text)).map(crate::text::one_line).collect();
        parts.join(" … ")
    };
    let source = |s: &Statement| {
        let found = s.source.as_ref()?;
        found.name.clone().or_else(|| Some(words(&found.spans))).filter(|n| !n.is_empty())
    };
    let speakers: BTreeMap<StatementId, Option<u32>> = match story {
        Beside::Story(view) => {
            let own = view.record.statements.iter().filter(|e| e.report == stored.report.id);
            own.map(|e| (e.statement, e.speaker)).collect()
        }
        _ => BTreeMap::new(),
    };
    // A page of a speaker is found by the name that the record has; what it takes for nobody has none.
    let speaker = |s: &Statement| -> Option<&str> {
        let Beside::Story(view) = story else { return None };
        view.speaker(speakers.get(&s.id).copied().flatten()).map(|speaker| speaker.name.as_str())
    };
    html! {
        @if ask.reads && !said.is_empty() {
            form #wrong method="post" action="/judgements" {
                (super::judgements::hidden(ask, &ask.path))
                input type="hidden" name="kind" value=(JudgementKind::NoStatement.as_str());
                input type="hidden" name="a" value=(stored.report.id);
            }
        }
        ol.found {
            @for statement in said {
                @let hull = statement.content.iter().copied().reduce(sayso_text::Span::hull);
                @let place = hull.map(|h| (offsets.char_at(text, h.start()), offsets.char_at(text, h.end())));
                li data-item data-s=(statement.id.0) value=(statement.id.0) {
                    a.words href=(match place { Some((s, e)) => format!("?s={s}-{e}#s={s}-{e}"), None => String::from("#") }) dir="auto" {
                        (Words(&clip(&said_words(statement.form, &words(&statement.content)), 130)))
                    }
                    div.meta {
                        @match (source(statement), speaker(statement)) {
                            (Some(name), Some(speaker)) => a href=(super::speaker_href(speaker)) { bdi { (Words(&clip(&name, 60))) } },
                            (Some(name), None) => bdi { (Words(&clip(&name, 60))) },
                            (None, _) => "no source named",
                        }
                        " · " (statement.form)
                        @if let Some(cue) = &statement.cue {
                            " · " (Words(&clip(&words(&cue.spans), 40)))
                            @if cue.manner != Manner::Assert && cue.manner != Manner::Other { " (" (cue.manner) ")" }
                        }
                        @if let Some(channel) = &statement.channel { " · " (Words(channel)) }
                        @if let Some(said) = &statement.said { " · " time datetime=(plain(said)) { (day(said)) } }
                        @if let Some(within) = statement.within { " · within " (within.0) }
                        @if statement.confidence.is_some_and(|c| c < 0.5) { " · " span.tag.doubt { "doubtful" } }
                        @if let Some((s, e)) = place.filter(|_| ask.reads) {
                            " " button.quiet form="wrong" name="b" value={ (s) "-" (e) } { "No statement" span.off { ": " (statement.id.0) } }
                        }
                    }
                }
            }
        }
        @if stored.annotations.statements.is_empty() { p.dim { "None found." } }
    }
}

/// What was mended, what is no part of the story, what was odd, and what tells the text from any other.
fn set_apart(stored: &Stored) -> Markup {
    let report = &stored.report;
    let text = report.text.as_str();
    let repairs = report.repairs();
    let furniture = report.segments.iter().filter(|s| s.kind == SegmentKind::Furniture).count();
    let problems: Vec<_> = report.problems.iter().chain(&stored.annotations.problems).collect();
    html! {
        section aria-labelledby="apart" {
            h2 #apart { "Set apart" }
            dl.pairs {
                dt { "Furniture" } dd { (counted(furniture, "stretch")) }
                dt { "Mended" } dd {
                    @if repairs.is_empty() { "nothing" } @else { (counted(repairs.len(), "place")) }
                    @for repair in repairs.iter().take(12) {
                        div.meta { code { (Words(&clip(&visible(&repair.received), 40))) } " → " code { (Words(&clip(&visible(repair.span.slice(text).unwrap_or("")), 40))) } }
                    }
                }
                @if !problems.is_empty() {
                    dt { "Odd" } dd { ul.plain { @for problem in problems.iter().take(20) { li { (Words(&problem.message)) } } } }
                }
                dt { "Read from" } dd { code { (Words(&report.path)) } }
                dt { "Id" } dd { code { (Words(&report.id)) } }
                dt { "SHA-256" } dd { code { (stored.digest) } }
            }
        }
    }
}
