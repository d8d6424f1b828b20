//! The dossier's naming, silence and sourcing: what each report calls the same thing, what it lacks or has alone, and on
//! whose word it rests.

use super::Dossier;
use crate::input::Failure;
use crate::print::{clip, dim, one_line, quoted, strong, width, wrap};
use sayso_model::{Lacked, LackedKind, Naming, NamingTerm};
use std::collections::BTreeMap;
use std::io::Write;

impl Dossier<'_> {
    /// What each report calls the same person or act.
    pub(super) fn naming(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut order: Vec<&str> = Vec::new();
        let mut lists: BTreeMap<&str, Vec<&Naming>> = BTreeMap::new();
        for naming in &self.record.naming {
            let list = lists.entry(&naming.of).or_default();
            if list.is_empty() {
                order.push(&naming.of);
            }
            list.push(naming);
        }
        // What one report alone names cannot be compared.
        order.retain(|of| self.shown == usize::MAX || lists[of].len() > 1);
        order.sort_by_key(|of| std::cmp::Reverse(lists[of].len()));
        if order.is_empty() {
            return Ok(());
        }
        self.section(
            out,
            "NAMING",
            "what each calls the same person or act; ‹in a source's mouth›, × how often",
        )?;
        for of in order.iter().take(self.shown) {
            writeln!(out, "  {}", strong(&one_line(of)))?;
            for naming in &lists[of] {
                let terms: Vec<String> = naming.terms.iter().map(term).collect();
                let head = format!("    {:<3}", self.letter(&naming.report));
                writeln!(out, "{}", wrap(&terms.join(" · "), &head, "       "))?;
            }
        }
        self.more(out, order.len())
    }

    /// In what order, at what length and under which cues each report lets its speakers speak.
    pub(super) fn framing(&self, out: &mut impl Write) -> Result<(), Failure> {
        let docs: Vec<_> = self.by_id.values().map(|s| s.doc()).collect();
        let all = sayso_collate::framing(&self.record, &docs);
        let mut speakers: BTreeMap<u32, Vec<_>> = BTreeMap::new();
        for framing in &all {
            speakers.entry(framing.speaker).or_default().push(framing);
        }
        let mut order: Vec<_> = speakers.into_iter().filter(|(_, of)| of.len() > 1).collect();
        order.sort_by_key(|(id, of)| (std::cmp::Reverse(of.len()), *id));
        if order.is_empty() {
            return Ok(());
        }
        self.section(
            out,
            "FRAMING",
            "place among a report's speakers; statements; words in quotation marks; loaded cues",
        )?;
        for (id, of) in order.iter().take(self.shown) {
            let name = self.record.speakers.iter().find(|s| s.id == *id).map_or("", |s| s.name.as_str());
            writeln!(out, "  {}", strong(name))?;
            for framing in of {
                let mut line = format!(
                    "{:>2}.  {:>2} said  {:>4} words",
                    framing.place, framing.statements, framing.own_words
                );
                let cues: Vec<String> =
                    framing.cues.iter().map(|c| format!("{} ({})", one_line(&c.text), c.stance)).collect();
                if !cues.is_empty() {
                    line += &format!("   {}", cues.join(" · "));
                }
                writeln!(
                    out,
                    "    {:<3}{}",
                    self.letter(&framing.report),
                    clip(&line, width().saturating_sub(7))
                )?;
            }
        }
        self.more(out, order.len())
    }

    /// What each report lacks that others have, and what it alone has.
    pub(super) fn silence(&self, out: &mut impl Write) -> Result<(), Failure> {
        let all: Vec<_> =
            self.record.silence.iter().filter(|s| !(s.lacks.is_empty() && s.alone.is_empty())).collect();
        if all.is_empty() {
            return Ok(());
        }
        self.section(out, "SILENCE", "what a report lacks that two others have; what it alone has")?;
        for silence in all {
            let outlet = self.report(&silence.report).and_then(|r| r.outlet.clone());
            let outlet = outlet.unwrap_or_else(|| "outlet not named".to_owned());
            writeln!(out, "  {}  {}", self.letter(&silence.report), strong(&outlet))?;
            let room = width().saturating_sub(16);
            for lacked in silence.lacks.iter().take(self.shown) {
                writeln!(out, "     lacks   {}", clip(&self.lacked(lacked), room))?;
            }
            for alone in silence.alone.iter().take(self.shown.min(6)) {
                let text = self.report(&silence.report).map(|r| r.text.as_str()).unwrap_or_default();
                let words: Vec<&str> = alone.spans.iter().filter_map(|s| s.slice(text)).collect();
                let place = self.place(&silence.report, &alone.spans);
                let words = clip(&words.join(" … "), room.saturating_sub(place.len() + 2));
                writeln!(out, "     alone   {words}  {}", dim(&place))?;
            }
        }
        Ok(())
    }

    /// What is lacked, in words.
    fn lacked(&self, lacked: &Lacked) -> String {
        let record = &self.record;
        let words = match lacked.kind {
            LackedKind::Point => record.points.iter().find(|p| p.id == lacked.id).map(|p| p.question.clone()),
            LackedKind::Utterance => {
                record.utterances.iter().find(|u| u.id == lacked.id).map(|u| quoted(&u.fullest))
            }
            LackedKind::Statement => record.statements.iter().find(|s| s.id == lacked.id).and_then(|entry| {
                let stored = self.by_id.get(entry.report.as_str())?;
                let statement = stored.annotations.statements.iter().find(|s| s.id == entry.statement)?;
                let text = stored.report.text.as_str();
                let words: Vec<&str> = statement.content.iter().filter_map(|s| s.slice(text)).collect();
                let speaker = entry.speaker.and_then(|id| record.speakers.iter().find(|s| s.id == id));
                let speaker = speaker.map(|s| format!("{}: ", s.name)).unwrap_or_default();
                Some(format!("{speaker}{}", words.join(" … ")))
            }),
        };
        words.unwrap_or_default()
    }

    /// On whose word each report rests.
    pub(super) fn sourcing(&self, out: &mut impl Write) -> Result<(), Failure> {
        let profiles: Vec<_> = self
            .record
            .reports
            .iter()
            .filter_map(|r| Some((r, sayso_collate::sourcing(&self.by_id.get(r.id.as_str())?.doc()))))
            .filter(|(_, s)| s.statements > 0)
            .collect();
        if profiles.is_empty() {
            return Ok(());
        }
        self.section(
            out,
            "SOURCES",
            "statements by kind of source; how deep the hearsay goes; words in quotation marks",
        )?;
        let head = ["named", "unnamed", "groups", "papers", "outlet", "none", "deep", "quoted"];
        let line: String = head.iter().map(|h| format!("{h:>9}")).collect();
        writeln!(out, "     {}", dim(&line))?;
        for (report, s) in &profiles {
            let quoted = (s.quoted_words * 100).checked_div(s.words).unwrap_or(0);
            let numbers = [s.named, s.anonymous, s.collective, s.documents, s.outlet, s.without, s.depth]
                .map(|n| format!("{n:>9}"));
            let outlet = report.outlet.as_deref().unwrap_or("outlet not named");
            let shown = clip(outlet, width().saturating_sub(5 + 9 * 8 + 2).max(12));
            writeln!(out, "  {:<3}{}{:>8}%  {shown}", self.letter(&report.id), numbers.concat(), quoted)?;
        }
        Ok(())
    }
}

fn term(term: &NamingTerm) -> String {
    let words = one_line(&term.text);
    let words = if term.voice == "own" { words } else { format!("‹{words}›") };
    match term.spans.len() {
        0 | 1 => words,
        n => format!("{words} ×{n}"),
    }
}
