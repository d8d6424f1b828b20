//! The dossier's utterances: the same quotation across reports, with what each cut or changed.

use super::Dossier;
use crate::input::Failure;
use crate::print::{caution, dim, one_line, quoted, strong, wrap};
use crate::quote::compared;
use sayso_collate::compare_wordings;
use sayso_model::{Sense, Utterance, VariantKind};
use std::collections::BTreeSet;
use std::io::Write;

impl Dossier<'_> {
    pub(super) fn utterances(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut shared: Vec<&Utterance> =
            self.record.utterances.iter().filter(|u| self.carriers(u).len() > 1).collect();
        if shared.is_empty() {
            return Ok(());
        }
        shared.sort_by_key(|u| (std::cmp::Reverse(self.carriers(u).len()), u.id));
        self.section(
            out,
            "ONE UTTERANCE, SEVERAL REPORTS",
            "fullest wording first, then what each made of it",
        )?;
        for utterance in shared.iter().take(self.shown) {
            let speaker = self.speaker(utterance.speaker).unwrap_or("speaker not named");
            let first = match &utterance.first {
                Some(report) => format!(", first in {}", self.letter(report)),
                None => String::new(),
            };
            let carriers: Vec<&str> = self.carriers(utterance).into_iter().map(|r| self.letter(r)).collect();
            writeln!(out, "  {}  {}", strong(speaker), dim(&format!("{}{first}", carriers.join(" "))))?;
            writeln!(out, "{}", wrap(&quoted(&utterance.fullest), "    ", "    "))?;
            for variant in &utterance.variants {
                let place = self.place(&variant.report, &variant.spans);
                let turned = match variant.sense {
                    Sense::Kept => String::new(),
                    Sense::Turned => format!("  {}", caution("sense turned")),
                };
                writeln!(out, "      {} {}{turned}", dim(&format!("{place:<12}")), variant.how)?;
                let words = match variant.how {
                    VariantKind::Exact => continue,
                    VariantKind::Indirect => one_line(&variant.text),
                    _ => {
                        let pieces = compare_wordings(&utterance.fullest, &variant.text);
                        one_line(&compared(&utterance.fullest, &variant.text, &pieces))
                    }
                };
                writeln!(out, "{}", wrap(&words, "        ", "        "))?;
            }
        }
        self.more(out, shared.len())
    }

    /// The reports that carry an utterance, in the order of the record.
    pub(super) fn carriers<'u>(&self, utterance: &'u Utterance) -> Vec<&'u str> {
        let carriers: BTreeSet<&str> = utterance.variants.iter().map(|v| v.report.as_str()).collect();
        let mut carriers: Vec<&str> = carriers.into_iter().collect();
        carriers.sort_by_key(|id| self.record.reports.iter().position(|r| r.id == **id));
        carriers
    }

    pub(super) fn speaker(&self, id: Option<u32>) -> Option<&str> {
        let id = id?;
        self.record.speakers.iter().find(|s| s.id == id).map(|s| s.name.as_str())
    }
}
