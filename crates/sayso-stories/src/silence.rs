//! What the record says of silence: who lacks what others have, and what one alone has.

use crate::excerpt::Excerpt;
use crate::point;
use crate::world::World;
use sayso_model::Record;
use std::fmt::Write;

/// Whether the record says that `report` alone has these words, or that it lacks what has these words elsewhere.
pub(crate) fn says(world: &World, report: &str, words: &Excerpt, alone: bool) -> bool {
    if alone {
        return false;
    }
    let lacks = |record: &Record| {
        let mut points = record.points.iter();
        points.any(|p| p.silent.iter().any(|s| s == report) && point::touches(world, p, None, words))
    };
    world.records.values().any(lacks)
}

/// What the record says of a report's silence, for a person to read.
pub(crate) fn shown(world: &World, report: &str) -> String {
    let mut lines = String::new();
    for record in world.records.values() {
        for p in record.points.iter().filter(|p| p.silent.iter().any(|s| s == report)) {
            let _ = writeln!(lines, "lacks point {} {:?}", p.id, p.question);
        }
    }
    lines
}
