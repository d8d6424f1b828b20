//! What was said: utterances with their variants, and statements by speaker.

use super::{nothing, portion};
use crate::StoryView;
use crate::pages::pager;
use crate::pages::show::{Show, said_words, variant_sign};
use crate::reply::Ask;
use crate::text::{Words, counted, day, plain};
use crate::view::Said;
use maud::{Markup, html};
use sayso_model::{Answering, Form, Manner, RecordStatement, SaidBasis, Statement, Utterance, VariantKind};
use std::collections::BTreeMap;

/// Characters of the variants that a card shows, about; the rest is in the JSON.
const VARIANTS: usize = 60 << 10;

/// What a variant takes on a page, about.
fn variant_size(utterance: &Utterance, text: &str) -> usize {
    380 + if text == utterance.fullest { 0 } else { text.len() * 3 }
}

/// How many variants of an utterance a page shows; a file shows all.
fn shown_of(show: &Show<'_>, utterance: &Utterance) -> usize {
    let mut room = VARIANTS;
    let fits = |v: &&sayso_model::Variant| {
        let had = room;
        room = room.saturating_sub(variant_size(utterance, &v.text));
        had > 0
    };
    match show.in_file() {
        true => utterance.variants.len(),
        false => utterance.variants.iter().take_while(fits).count(),
    }
}

/// Utterances, those that most reports carry first.
pub(crate) fn utterances(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    let view = show.view;
    let mut all: Vec<&Utterance> = view.record.utterances.iter().collect();
    if all.is_empty() {
        return nothing("No quotation was found.");
    }
    all.sort_by_key(|u| (std::cmp::Reverse(view.carriers(u)), !view.turned(u), u.id));
    let size = |u: &&Utterance| {
        let variants: usize = u.variants.iter().map(|v| variant_size(u, &v.text)).sum();
        400 + u.fullest.len() + variants.min(VARIANTS)
    };
    let (page, pages, range) = portion(ask, all.len(), all.iter().map(size), |i| format!("u{}", all[i].id));
    html! {
        p.lead { "Each act of speech with what every report printed of it. " del { "Cut" } " words are struck, "
            ins { "other or added" } " ones underlined, both against the fullest wording." }
        @for utterance in &all[range] { (utterance_card(show, utterance)) }
        @if let Some(ask) = ask { (pager(ask, page, pages)) }
    }
}

fn utterance_card(show: &Show<'_>, utterance: &Utterance) -> Markup {
    let view = show.view;
    html! {
        article.card data-item #{ "u" (utterance.id) } {
            h3 {
                @match view.speaker(utterance.speaker) {
                    Some(speaker) => (show.speaker_link(&speaker.name)),
                    None => "no source named",
                }
                " "
                span.dim { (counted(view.carriers(utterance), "report"))
                    @if let Some(first) = utterance.first.as_deref().filter(|_| view.carriers(utterance) > 1) { ", first in " (show.report_mark(first)) } }
            }
            blockquote.full dir="auto" { (Words(&crate::pages::show::quoted(&utterance.fullest))) }
            ul.variants {
                @let shown = shown_of(show, utterance);
                @for variant in &utterance.variants[..shown] {
                    li {
                        (show.evidence(&variant.report, &variant.spans)) " "
                        @if let Some(place) = view.place(&variant.report) { span.outlet { (Words(view.outlet(place))) } " " }
                        (variant_sign(variant.how, variant.sense))
                        @match variant.how {
                            VariantKind::Exact => {}
                            VariantKind::Indirect => div.line dir="auto" { (Words(&variant.text)) }
                            _ => div.line { (show.compared(&utterance.fullest, &variant.text)) }
                        }
                    }
                }
                @if shown < utterance.variants.len() { li.dim { "and " (utterance.variants.len() - shown) " more in the JSON" } }
            }
        }
    }
}

/// Which statements to show.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) speaker: Option<String>,
    pub(crate) manner: Option<Manner>,
    pub(crate) form: Option<Form>,
    pub(crate) outlet: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) words: Option<String>,
}

impl Filter {
    pub(crate) fn of(ask: &Ask) -> Filter {
        let value = |name| ask.value(name).map(str::to_owned);
        Filter {
            speaker: value("speaker").map(|s| s.to_lowercase()),
            manner: ask.value("manner").and_then(Manner::parse),
            form: ask.value("form").and_then(Form::parse),
            outlet: value("outlet").map(|s| s.to_lowercase()),
            after: value("after"),
            before: value("before"),
            words: value("words").map(|s| s.to_lowercase()),
        }
    }

    /// Whether a statement is to be shown.
    pub(crate) fn takes(&self, view: &StoryView, entry: &RecordStatement) -> bool {
        let Some((place, statement)) = view.statement(entry) else { return false };
        let has = |text: &str, part: &str| text.to_lowercase().contains(part);
        let speaker = |part: &String| match view.speaker(entry.speaker) {
            Some(speaker) => has(&speaker.name, part) || speaker.aliases.iter().any(|a| has(a, part)),
            None => false,
        };
        let day = entry.said.as_deref().or_else(|| view.report(place).published.day());
        self.speaker.as_ref().is_none_or(speaker)
            && self.manner.is_none_or(|m| statement.cue.as_ref().is_some_and(|c| c.manner == m))
            && self.form.is_none_or(|f| statement.form == f)
            && self.outlet.as_ref().is_none_or(|o| has(view.outlet(place), o))
            && self.after.as_deref().is_none_or(|a| day.is_some_and(|d| d >= a))
            && self.before.as_deref().is_none_or(|b| day.is_some_and(|d| d < b))
            && self.words.as_ref().is_none_or(|w| has(&view.words(place, &statement.content), w))
    }
}

/// The things said that a filter takes, by speaker.
fn chosen<'v>(view: &'v StoryView, filter: &Filter) -> Vec<(Option<u32>, &'v Said)> {
    let takes =
        |said: &&Said| said.statements.iter().any(|s| filter.takes(view, &view.record.statements[*s]));
    let groups = view.by_speaker().into_iter();
    groups
        .flat_map(|(id, all)| all.into_iter().filter(takes).map(move |s| (id, s)).collect::<Vec<_>>())
        .collect()
}

/// Statements by speaker, each thing said once, with the reports that carry it.
pub(crate) fn statements(show: &Show<'_>, ask: Option<&Ask>) -> Markup {
    let view = show.view;
    let filter = ask.map(Filter::of).unwrap_or_default();
    let found = chosen(view, &filter);
    let size = |(_, said): &(Option<u32>, &Said)| {
        let statements = said.statements.iter().filter_map(|s| view.statement(&view.record.statements[*s]));
        let longest = statements.flat_map(|(_, s)| &s.content).map(|s| s.len()).max().unwrap_or(0);
        700 + longest + said.statements.len() * 240
    };
    let name = |i: usize| said_name(view, found[i].1);
    let (page, pages, range) = portion(ask, found.len(), found.iter().map(size), name);
    let mut last = None;
    html! {
        @if let Some(ask) = ask { (filters(view, ask)) }
        div #results aria-live="polite" {
            @if ask.is_some() { p.dim { (counted(found.len(), "thing")) " said" } }
            @if found.is_empty() { (nothing("Nothing that was said is like that.")) }
            @for (speaker, said) in &found[range] {
                @if last.replace(*speaker) != Some(*speaker) {
                    (speaker_head(show, *speaker))
                }
                (said_item(show, said))
            }
            @if let Some(ask) = ask { (pager(ask, page, pages)) }
        }
    }
}

fn speaker_head(show: &Show<'_>, id: Option<u32>) -> Markup {
    html! {
        @match show.view.speaker(id) {
            None => h3.speaker { "No source named" },
            Some(speaker) => h3.speaker {
                (show.speaker_link(&speaker.name))
                @if !matches!(speaker.kind.as_str(), "person" | "organization") { " " span.tag { (speaker.kind) } }
                @let aliases: Vec<&str> = speaker.aliases.iter().map(String::as_str).filter(|a| *a != speaker.name).collect();
                @if !aliases.is_empty() { " " span.dim { "also “" (Words(&aliases.join("”, “"))) "”" } }
            }
        }
    }
}

/// The anchor of a thing said.
fn said_name(view: &StoryView, said: &Said) -> String {
    let first = said.statements.first().and_then(|s| view.record.statements.get(*s));
    first.map(|entry| format!("s{}", entry.id)).unwrap_or_default()
}

/// By each statement's number the anchor of the thing said that it carries.
pub(crate) fn said_anchors(view: &StoryView) -> BTreeMap<u32, String> {
    let carried = |said: &Said| {
        let name = said_name(view, said);
        let ids = said.statements.iter().filter_map(|s| Some(view.record.statements.get(*s)?.id));
        ids.map(move |id| (id, name.clone())).collect::<Vec<_>>()
    };
    view.said.iter().flat_map(carried).collect()
}

fn said_item(show: &Show<'_>, said: &Said) -> Markup {
    let view = show.view;
    let entries: Vec<&RecordStatement> =
        said.statements.iter().map(|s| &view.record.statements[*s]).collect();
    let Some((place, statement)) = entries.first().and_then(|e| view.statement(e)) else {
        return Markup::default();
    };
    // A day printed with the saying of it goes before one worked out.
    let dated = entries.iter().filter_map(|e| {
        let own = view.statement(e).map(|(_, s)| s).filter(|s| s.said == e.said);
        Some((e.said.as_deref()?, own.and_then(|s| s.said_basis) == Some(SaidBasis::Stated)))
    });
    let when = dated.clone().find(|(_, stated)| *stated).or_else(|| dated.clone().next());
    let answers = entries.iter().flat_map(|e| &e.answers);
    html! {
        article.said data-item #(said_name(view, said)) {
            p dir="auto" { (Words(&said_words(statement.form, &view.words(place, &statement.content)))) }
            p.meta {
                span.tag { (statement.form) } " "
                @if let Some(cue) = &statement.cue {
                    span.cue dir="auto" { (Words(&view.words(place, &cue.spans))) } " "
                    @if cue.negated { span.tag.doubt { "not said" } " " }
                    @if cue.manner != Manner::Assert && cue.manner != Manner::Other { span.tag.manner { (cue.manner) } " " }
                }
                @if let Some(channel) = &statement.channel { span { "· " (Words(channel)) } " " }
                @if let Some(to) = &statement.addressee { span { "· to " (Words(to)) } " " }
                @if let Some((when, stated)) = when {
                    "· " @if !stated { span.dim title="a date worked out" { "~" } }
                    time datetime=(plain(when)) title=(plain(when)) { (day(when)) } " "
                }
                @let chain = chain(view, place, statement);
                @if chain.len() > 1 { span.chain title="chain of hearsay: the outlet is always the last link" {
                    @for (i, link) in chain.iter().enumerate() { @if i > 0 { " ← " } (Words(link)) }
                } " " }
                @if statement.confidence.is_some_and(|c| c < 0.5) { span.tag.doubt { "doubtful" } " " }
                @if let Some(u) = said.utterance.and_then(|u| view.record.utterances.get(u)).filter(|u| u.variants.len() > 1) {
                    a href=(show.within("utterances", &format!("u{}", u.id))) { (counted(u.variants.len(), "variant")) } " "
                }
                @for entry in &entries {
                    @if let Some((place, statement)) = view.statement(entry) {
                        (show.evidence(&view.report(place).id, &statement.content)) " "
                    }
                }
            }
            @for answer in answers {
                @if let Some(other) = view.record.statements.iter().find(|s| s.id == answer.statement)
                    && let Some((place, statement)) = view.statement(other) {
                    p.answer {
                        span.tag { (answering(answer.how)) } " " (Words(view.speaker_name(other.speaker))) ": "
                        q dir="auto" { (Words(&crate::text::clip(&view.words(place, &statement.content), 140))) } " "
                        (show.evidence(&other.report, &statement.content))
                    }
                }
            }
        }
    }
}

fn answering(how: Answering) -> &'static str {
    match how {
        Answering::Denies => "denies",
        Answering::Confirms => "confirms",
        Answering::Condemns => "condemns",
        Answering::Responds => "responds to",
    }
}

/// Who has it from whom, the outlet first.
pub(crate) fn chain(view: &StoryView, place: usize, statement: &Statement) -> Vec<String> {
    let mut links = Vec::new();
    let mut at = Some(statement);
    let all = &view.reports[place].annotations.statements;
    while let Some(statement) = at.filter(|_| links.len() < 8) {
        let named = statement.source.as_ref().map(|s| match (&s.name, s.spans.is_empty()) {
            (Some(name), _) => name.clone(),
            (None, false) => view.words(place, &s.spans),
            (None, true) => "source not named".to_owned(),
        });
        links.extend(named);
        at = statement.within.and_then(|id| all.iter().find(|s| s.id == id));
    }
    // A statement of one's own, at first hand, needs no chain.
    if links.len() < 2 {
        return Vec::new();
    }
    links.push(view.outlet(place).to_owned());
    links.reverse();
    links
}

fn filters(view: &StoryView, ask: &Ask) -> Markup {
    let speakers: Vec<&str> =
        view.by_speaker().iter().filter_map(|(id, _)| view.speaker(*id).map(|s| s.name.as_str())).collect();
    let manners: Vec<&str> = Manner::ALL.iter().map(|m| m.as_str()).collect();
    let forms: Vec<&str> = Form::ALL.iter().map(|f| f.as_str()).collect();
    html! {
        form.filters action=(ask.path) data-live="results" aria-label="Filter the statements" {
            (choice(ask, "speaker", "Speaker", &speakers))
            (choice(ask, "manner", "Manner", &manners))
            (choice(ask, "form", "Form", &forms))
            (choice(ask, "outlet", "Outlet", &view.outlets()))
            label { span { "From" } input type="date" name="after" value=[ask.value("after").map(plain)]; }
            label { span { "Before" } input type="date" name="before" value=[ask.value("before").map(plain)]; }
            label { span { "Words" } input type="search" name="words" value=[ask.value("words").map(plain)] maxlength="200"; }
            span.buttons { button { "Filter" } " " a href=(ask.path) { "All" } }
        }
    }
}

/// A field to choose one of some words, or any.
pub(crate) fn choice(ask: &Ask, name: &str, label: &str, options: &[&str]) -> Markup {
    html! {
        label { span { (label) } select name=(name) {
            option value="" { "any" }
            @for option in options {
                option value=(plain(option)) selected[ask.value(name) == Some(*option)] { (plain(option)) }
            }
        } }
    }
}
