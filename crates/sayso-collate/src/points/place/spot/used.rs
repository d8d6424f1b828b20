//! Names that a report uses as those of places, whatever they were taken for.

use super::super::super::view::View;
use super::called::owner;
use super::words::moves;
use crate::prior;
use crate::words::{hash_word, stem};
use sayso_model::{EntityKind, MentionForm};

/// The share of reports from which on a word is too common to be taken for a village.
const COMMON_NAME: f32 = 0.0005;

/// Names that a report uses as those of places, whatever they were taken for: `marched through Sarn`.
pub(in super::super) fn used(view: &View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for entity in &view.doc.annotations.entities {
        let words = entity.name.split(' ').count();
        let common =
            || entity.name.to_lowercase().split(' ').any(|w| prior::share(hash_word(stem(w))) > COMMON_NAME);
        if entity.kind == EntityKind::Person && words > 1 || words > 3 {
            continue;
        }
        let put = |at: usize| {
            let before = |k: usize| at.checked_sub(k).map(|i| view.word(i)).unwrap_or_default();
            match before(1) {
                // `in Medicare`
                "in" => entity.kind != EntityKind::Organization,
                "near" | "outside" | "through" => true,
                "from" => moves(before(2)) || before(2) == "in" && moves(before(3)),
                "of" => matches!(
                    before(2),
                    "streets"
                        | "town"
                        | "city"
                        | "village"
                        | "port"
                        | "island"
                        | "province"
                        | "district"
                        | "valley"
                ),
                _ => false,
            }
        };
        let names = entity.mentions.iter().filter(|m| m.form == MentionForm::Name);
        let mut tokens = names.map(|m| view.tokens_in(m.span));
        if tokens.any(|t| put(t.start) && !owner(view, t.end))
            && (entity.kind == EntityKind::Place || !common())
        {
            found.push(entity.name.clone());
        }
    }
    found
}
