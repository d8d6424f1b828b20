use sayso_collate::*;
use sayso_model::*;
use sayso_text::Text;
fn main() {
    let mut settings = Settings::default();
    let mut paths = Vec::new();
    for a in std::env::args().skip(1) {
        if let Some((n, v)) = a.split_once('=') {
            let v: f32 = v.parse().unwrap();
            match n { "join" => settings.join = v, "name_weight" => settings.name_weight = v, "prior_reports" => settings.prior_reports = v,
              "time_days" => settings.time_days = v, "time_floor" => settings.time_floor = v, "closeness_weight" => settings.closeness_weight = v, "usual_closeness" => settings.usual_closeness = v,
              "lead_weight" => settings.lead_weight = v, "headline_weight" => settings.headline_weight = v, "uses_power" => settings.uses_power = v, "closeness_prior" => settings.closeness_prior = v, "rarity_power" => settings.rarity_power = v, _ => panic!() }
        } else { paths.push(a) }
    }
    for path in paths {
        let md = std::fs::read_to_string(&path).unwrap();
        let mut reports = Vec::new();
        let mut want = Vec::new();
        for part in md.split("\n## ").skip(1) {
            if let Some(rest) = part.strip_prefix("report: ") {
                let (id, rest) = rest.split_once('\n').unwrap();
                let (head, body) = rest.split_once("\n\n").unwrap_or(("", rest));
                let (head, body) = if rest.starts_with('\n') { ("", rest) } else { (head, body) };
                let mut date = None; let mut file=None; let mut title=None;
                for l in head.lines() { if let Some(d) = l.strip_prefix("published: ") { date = Some(d.to_string()) } if let Some(f) = l.strip_prefix("file: ") { file = Some(f.to_string()) } if let Some(f) = l.strip_prefix("title: ") { title = Some(f.to_string()) }}
                if file.is_some() || body.trim_start().starts_with("```") { continue }
                if id.contains(' ') { continue }
                let text = body.trim().to_string();
                if title.is_none() { title = text.lines().next().map(str::to_string) }
                reports.push(Report { id: id.into(), address: id.into(), path: id.into(), outlet: None, title, url: None, byline: None, language: None,
                    published: Published { value: date, basis: Basis::None, evidence: None }, text: Text::received(text), segments: vec![], problems: vec![] });
            } else if part.starts_with("expect") {
                for l in part.lines() { if let Some(s) = l.trim_start_matches("- ").trim_start_matches("todo: ").strip_prefix("story | ") { want.push(s.to_string()) } }
            }
        }
        if want.is_empty() || reports.is_empty() { continue }
        println!("== {path} want {want:?}");
        let collator = Collator::new(settings.clone());
        let mut shelf = MemoryShelf::default();
        let ann = Annotations::default();
        for (i, r) in reports.iter().enumerate() {
            let Ok(p) = collator.add(&mut shelf, &Doc::new(ReportNo(i as u32), r, &ann));
            println!("   {} -> story {} new {} score {:.3} merged {:?} linked {:?}", r.id, p.story, p.new_story, p.score, p.merged, p.linked.iter().map(|l| format!("{} {:.3}", l.to, l.score)).collect::<Vec<_>>());
        }
    }
}
