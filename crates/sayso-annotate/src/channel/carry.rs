//! How long a channel lasts: for what the same speaker goes on to say, and for what follows the sentence that prints it.

use super::{Around, PAUSE, Told};
use crate::Prepared;
use crate::statements::tokens_in;
use sayso_model::{Form, Manner, Statement, Voice};
use std::collections::BTreeSet;

/// Gives what a speaker goes on to say the channel and hearers of what went before.
pub(crate) fn carry_on(prepared: &Prepared<'_>, statements: &mut [Statement]) {
    struct Run {
        speaker: String,
        told: Told,
        sentence: usize,
    }
    let sentence_of = |at: usize| prepared.sentences.partition_point(|s| s.span.end() <= at);
    let mut run: Option<Run> = None;
    let busy: BTreeSet<usize> = statements
        .iter()
        .flat_map(|s| s.cue.iter().flat_map(|c| &c.spans).chain(&s.content))
        .map(|s| sentence_of(s.start()))
        .collect();
    for statement in statements.iter_mut().filter(|s| s.within.is_none() && s.voice == Voice::Body) {
        let anchor = statement.cue.as_ref().and_then(|c| c.spans.first()).or(statement.content.first());
        let Some(sentence) = anchor.map(|a| sentence_of(a.start())) else { continue };
        let Some(speaker) = speaker_of(statement) else {
            // A quotation that stands alone breaks off nothing.
            continue;
        };
        let goes_on = run
            .as_ref()
            .is_some_and(|r| r.speaker == speaker && sentence.saturating_sub(r.sentence) <= PAUSE);
        if statement.channel.is_none()
            && !goes_on
            && let Some(channel) = announced(prepared, statement, &busy)
        {
            statement.channel = Some(channel.to_owned());
        }
        if statement.channel.is_some() {
            let told = Told { channel: statement.channel.clone(), addressee: statement.addressee.clone() };
            run = lasts(statement).then_some(Run { speaker, told, sentence });
            continue;
        }
        match &mut run {
            Some(run) if goes_on && (speaks_then(prepared, statement) || writes_on(statement, &run.told)) => {
                statement.channel.clone_from(&run.told.channel);
                if statement.addressee.is_none() {
                    statement.addressee.clone_from(&run.told.addressee);
                }
                run.sentence = sentence;
            }
            Some(_) if goes_on => {}
            _ => run = None,
        }
    }
}

/// Whether who has written something goes on: `he writes`.
fn writes_on(statement: &Statement, told: &Told) -> bool {
    const WRITTEN: [&str; 8] =
        ["letter", "post", "statement", "email", "article", "report", "court filing", "memo"];
    let writes = |lemma: &str| matches!(lemma, "write" | "add" | "conclude" | "continue");
    statement.cue.as_ref().is_some_and(|c| writes(&c.lemma) && c.modality.is_none())
        && told.channel.as_deref().is_some_and(|c| WRITTEN.contains(&c))
}

/// The channel that the sentence just before a quotation prints of its speaker: `In an interview with Nordvision Orr was
/// calm. “…,” he said.` A sentence that gives a statement of its own, or stands in another paragraph, tells nothing.
fn announced(prepared: &Prepared<'_>, statement: &Statement, busy: &BTreeSet<usize>) -> Option<&'static str> {
    let source = statement.source.as_ref()?.spans.first()?;
    let start = statement.content.first()?.start().min(source.start());
    let own = prepared.sentences.partition_point(|s| s.span.end() <= start);
    let before = prepared.sentences.get(own.checked_sub(1)?)?;
    let gap = prepared.text.get(before.span.start()..start)?;
    if statement.form != Form::Direct || busy.contains(&(own - 1)) || gap.contains('\n') {
        return None;
    }
    let last = tokens_in(prepared, *source).last()?;
    let same = |i: usize| prepared.word(i) == prepared.word(last);
    let pronoun = matches!(prepared.lower(last), "he" | "she" | "they" | "it");
    if !pronoun && !before.tokens.clone().any(same) {
        return None;
    }
    let places: Vec<usize> = before.tokens.clone().filter(|i| prepared.quoted[*i].is_none()).collect();
    let around = Around { prepared, places, cue: before.tokens.end..before.tokens.end };
    around.phrase().or_else(|| around.noun()).or_else(|| around.network(false))
}

/// Whether a channel lasts: a document says what it says wherever it is named, a passing outlet passes on one thing.
fn lasts(statement: &Statement) -> bool {
    let passing = statement.channel.as_deref().is_some_and(|c| c.starts_with("via "));
    !passing
}

/// Who speaks, as one word for all statements of the same speaker.
fn speaker_of(statement: &Statement) -> Option<String> {
    let source = statement.source.as_ref()?;
    match source.entity {
        Some(entity) => Some(entity.to_string()),
        None => source.name.as_ref().map(|name| name.to_lowercase()),
    }
}

/// Whether the cue tells of speaking there and then: in the simple past or a participle, and no thought.
fn speaks_then(prepared: &Prepared<'_>, statement: &Statement) -> bool {
    let Some(cue) = &statement.cue else { return true };
    if matches!(cue.manner, Manner::Believe | Manner::Intend | Manner::Feel) || cue.modality.is_some() {
        return false;
    }
    let words: Vec<&str> =
        cue.spans.iter().flat_map(|s| tokens_in(prepared, *s)).map(|i| prepared.lower(i)).collect();
    let elsewhere =
        words.iter().any(|w| matches!(*w, "has" | "have" | "had" | "'ve" | "’ve" | "previously" | "earlier"));
    let past = words.iter().any(|w| {
        w.ends_with("ed")
            || w.ends_with("ing")
            || matches!(*w, "did" | "was" | "were" | "would")
            || crate::cues::find(w, |_| None).is_some_and(|c| c.form == crate::cues::VerbForm::Past)
    });
    past && !elsewhere
}
