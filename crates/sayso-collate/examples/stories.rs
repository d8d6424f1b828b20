//! How well stories come out on two public corpora: B³ against their happenings, reports one at a time.
//!
//! `cargo run --release -p sayso-collate --example stories -- CORPORA [setting=value …]`

use sayso_collate::{Collator, Doc, MemoryShelf, ReportNo, Settings};
use sayso_model::{Annotations, Basis, Published, Report};
use sayso_text::Text;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("name the folder of the corpora")?);
    let mut settings = Settings::default();
    let mut verbose = false;
    for arg in args {
        let (name, value) = arg.split_once('=').ok_or("a setting is name=value")?;
        match name {
            "regrouped" => settings.regrouped = value.parse()?,
            "verbose" => verbose = true,
            "list_limit" => settings.list_limit = value.parse()?,
            "sketch_terms" => settings.sketch_terms = value.parse()?,
            "probe_terms" => settings.probe_terms = value.parse()?,
            "closest_stories" => settings.closest_stories = value.parse()?,
            _ => *real(&mut settings, name).ok_or_else(|| format!("no setting {name}"))? = value.parse()?,
        }
    }
    let basil = basil(&folder.join("basil/articles"))?;
    let ecb = ecbplus(&folder.join("ecbplus"))?;
    for (name, reports) in [("BASIL", basil), ("ECB+", ecb)] {
        let mut f = Vec::new();
        for order in 0..4 {
            let mut reports: Vec<&(String, Report)> = reports.iter().collect();
            match order {
                0 => {}
                1 => reports.sort_by_key(|(_, r)| r.published.value.clone()),
                seed => reports.sort_by_key(|(_, r)| hash(&r.id, seed)),
            }
            let (b3, stories) = run(&settings, &reports, verbose && order == 1);
            f.push(format!("{:.3} (P {:.3} R {:.3}, {stories})", b3.2, b3.0, b3.1));
        }
        println!("{name:6} {} reports: {}", reports.len(), f.join("  "));
    }
    Ok(())
}

fn hash(text: &str, seed: u64) -> u64 {
    text.bytes()
        .fold(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        })
        .rotate_left(29)
        .wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn real<'s>(s: &'s mut Settings, name: &str) -> Option<&'s mut f32> {
    Some(match name {
        "join" => &mut s.join,
        "most_closeness" => &mut s.most_closeness,
        "reach" => &mut s.reach,
        "number_share" => &mut s.number_share,
        "usual_closeness" => &mut s.usual_closeness,
        "uses_power" => &mut s.uses_power,
        "closeness_prior" => &mut s.closeness_prior,
        "link" => &mut s.link,
        "headline_weight" => &mut s.headline_weight,
        "lead_weight" => &mut s.lead_weight,
        "lead_words" => &mut s.lead_words,
        "name_weight" => &mut s.name_weight,
        "rarity_power" => &mut s.rarity_power,
        "prior_reports" => &mut s.prior_reports,
        "time_floor" => &mut s.time_floor,
        "time_days" => &mut s.time_days,
        "undated" => &mut s.undated,
        _ => return None,
    })
}

/// Precision, recall and F1 by B³, and the number of stories.
fn run(settings: &Settings, reports: &[&(String, Report)], verbose: bool) -> ((f64, f64, f64), usize) {
    let collator = Collator::new(settings.clone());
    let mut shelf = MemoryShelf::default();
    let annotations = Annotations::default();
    for (no, (_, report)) in reports.iter().enumerate() {
        let doc = Doc::new(ReportNo(no as u32), report, &annotations);
        let Ok(_) = collator.add(&mut shelf, &doc);
    }
    let mut gold_sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for (gold, _) in reports {
        *gold_sizes.entry(gold).or_default() += 1;
    }
    let (mut precision, mut recall, mut stories) = (0.0, 0.0, 0);
    for (story, members) in shelf.stories() {
        stories += 1;
        let mut inside: BTreeMap<&str, usize> = BTreeMap::new();
        for no in members {
            *inside.entry(&reports[no.0 as usize].0).or_default() += 1;
        }
        for (gold, n) in &inside {
            let n = *n as f64;
            precision += n * n / members.len() as f64;
            recall += n * n / gold_sizes[gold] as f64;
        }
        let complete = inside.len() == 1 && inside.iter().all(|(g, n)| gold_sizes[g] == *n);
        if verbose && !complete {
            println!("-- story {story}");
            for no in members {
                let (gold, report) = reports[no.0 as usize];
                let text = report.title.as_deref().unwrap_or(report.text.as_str());
                let text: String = text.chars().take(90).collect();
                println!(
                    "   {:8.8} {} {} {text}",
                    gold,
                    report.id,
                    report.published.value.as_deref().unwrap_or("-")
                );
            }
        }
    }
    let n = reports.len() as f64;
    let (p, r) = (precision / n, recall / n);
    ((p, r, 2.0 * p * r / (p + r)), stories)
}

fn report(id: &str, title: Option<&str>, date: Option<&str>, text: String) -> Report {
    Report {
        id: id.into(),
        address: id.into(),
        path: id.into(),
        outlet: None,
        title: title.map(Into::into),
        url: None,
        byline: None,
        language: None,
        published: Published {
            value: date.map(Into::into),
            basis: if date.is_some() { Basis::Metadata } else { Basis::None },
            evidence: None,
        },
        text: Text::received(text),
        segments: Vec::new(),
        problems: Vec::new(),
    }
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

fn basil(folder: &Path) -> Result<Vec<(String, Report)>, Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    for year in sorted(folder)? {
        for path in sorted(&year)? {
            let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
            let word = |name: &str| json[name].as_str();
            let paragraphs: Vec<String> = json["body-paragraphs"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|p| p.as_array())
                .map(|p| p.iter().filter_map(|s| s.as_str()).collect::<Vec<_>>().join(" "))
                .collect();
            let id = format!("{}-{}", word("source").unwrap_or(""), out.len());
            out.push((
                word("triplet-uuid").unwrap_or("").to_owned(),
                report(&id, word("title"), word("date"), paragraphs.join("\n\n")),
            ));
        }
    }
    Ok(out)
}

fn ecbplus(folder: &Path) -> Result<Vec<(String, Report)>, Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    for topic in sorted(folder)?.into_iter().filter(|p| p.is_dir()) {
        for path in sorted(&topic)? {
            let Some(stem) = path.file_stem().and_then(|s| s.to_str()) else {
                continue;
            };
            let number = stem.split('_').next().unwrap_or("");
            let kind = if stem.ends_with("ecbplus") { "plus" } else { "ecb" };
            let xml = std::fs::read_to_string(&path)?;
            let words: Vec<&str> = xml
                .split("<token ")
                .skip(1)
                .filter_map(|t| t.split_once('>')?.1.split_once('<').map(|(w, _)| w))
                .collect();
            out.push((format!("{number}-{kind}"), report(stem, None, None, words.join(" "))));
        }
    }
    Ok(out)
}
