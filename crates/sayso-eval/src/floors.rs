//! Accuracy floors: what the invented gold set must at least give. The figures in `floors.tsv` only move up.

use crate::attribution::evaluate;
use crate::gold;
use std::path::Path;

#[test]
fn accuracy_stays_above_its_floors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reports = gold::load(&folder.join("gold")).unwrap();
    let (gold, predictions) = gold::found(reports).unwrap();
    let summary = evaluate(&gold, &predictions, 0).unwrap().summary;
    let floors = std::fs::read_to_string(folder.join("floors.tsv")).unwrap();
    let mut below = Vec::new();
    let mut held = 0;
    for line in floors.lines().filter(|line| !line.starts_with('#')) {
        let (name, floor) = line.split_once('\t').unwrap();
        let floor: f64 = floor.parse().unwrap();
        let (_, figure) = summary.relations.iter().find(|(n, _)| *n == name).unwrap();
        held += 1;
        if 100.0 * figure.f1 < floor {
            below.push(format!("{name}: {:.1}, floor {floor}", 100.0 * figure.f1));
        }
    }
    assert!(below.is_empty(), "{below:?}\n{}", summary.table());
    assert!(held >= 3, "floors are missing");
}
