//! How far things have come: planned, under way, halted, done, not done.
//!
//! # What is the same act
//!
//! Acts of one kind (the same verb or one near it in meaning, the same matter) whose clauses have words or names in
//! common. A matter of which each report tells once is one matter. How a person fares, leaves an office, or is held, is
//! told by the person.
//!
//! # What the readings amount to
//!
//! `agree`: the same everywhere. `superseded`: a later report has it further on, or otherwise than before. `conflict`:
//! leaving set against being dismissed. `differ`: anything else. That all report a thing as done is no question of how
//! far it has come.

use super::acts::{Act, Head, Phase, acts, is_news, person};
use super::claims::cover_words;
use super::clause::{Asked, Clause, whether};
use super::draft::{Draft, Given};
use super::view::View;
use sayso_model::{PointKind, Verdict};
use sayso_text::Span;
use std::collections::BTreeSet;

/// The points about how far things have come; `taken` are points that are there already.
pub(crate) fn statuses(views: &[View<'_>], taken: &[Draft]) -> Vec<Draft> {
    let mut all: Vec<Act> = views.iter().flat_map(acts).collect();
    let once: Vec<bool> = all
        .iter()
        .map(|a| {
            (a.rare || matches!(a.head, Head::Noun(_) | Head::Matter(_)))
                && !all.iter().any(|b| b.doc == a.doc && b.line != a.line && b.head.one(a.head))
        })
        .collect();
    for (act, once) in all.iter_mut().zip(once) {
        act.once = once || news(act.head);
    }
    one_leaver(&mut all);
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (i, a) in all.iter().enumerate() {
        for (j, b) in all.iter().enumerate().skip(i + 1) {
            // A cheap test first: that all report a verb as done asks nothing.
            let told = matches!(a.head, Head::Verb(..)) && a.phase.settled() && b.phase.settled();
            if a.doc != b.doc
                && !told
                && (a.head.alike(b.head) || a.sets & b.sets != 0)
                && let Some(score) = same(a, b)
            {
                pairs.push((score, i, j));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group_of: Vec<usize> = (0..all.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..all.len()).map(|i| vec![i]).collect();
    for (_, a, b) in pairs {
        let person = matches!(all[a].head, Head::Leave | Head::Fate | Head::Custody);
        let (ga, gb) = (group_of[a], group_of[b]);
        let clash = |x: &usize, y: &usize| all[*x].doc == all[*y].doc;
        let matter = !matches!(all[a].head, Head::Verb(..));
        // Each of a group is about one person.
        let other = |x: &usize, y: &usize| {
            let (x, y) = (&all[*x], &all[*y]);
            x.named && y.named && x.who.iter().all(|w| y.who.binary_search(w).is_err())
        };
        if ga == gb
            || person && groups[ga].iter().any(|x| groups[gb].iter().any(|y| other(x, y)))
            || !matter && groups[ga].iter().any(|x| groups[gb].iter().any(|y| clash(x, y)))
        {
            continue;
        }
        let moved = std::mem::take(&mut groups[gb]);
        moved.iter().for_each(|m| group_of[*m] = ga);
        groups[ga].extend(moved);
    }
    groups.retain(|g| g.len() > 1);
    let own =
        |g: &[usize]| matches!(all[g[0]].head, Head::Leave | Head::Fate | Head::Custody | Head::Matter(_));
    let drafts = groups.into_iter().filter_map(|g| Some((own(&g), draft(views, &all, g)?)));
    drafts.filter(|(own, d)| !told(d, taken, *own)).map(|(_, d)| d).collect()
}

/// Where several reports tell that one person leaves an office, a pronoun of another report that may mean that person does,
/// and so does whoever is not named.
fn one_leaver(all: &mut [Act]) {
    for head in [Head::Leave, Head::Fate] {
        let told: Vec<(usize, Vec<u64>, bool)> = all
            .iter()
            .filter(|a| a.head == head)
            .map(|a| (a.doc, a.who.clone(), a.maybe.is_empty()))
            .collect();
        let shared = |x: &[u64], y: &[u64]| x.iter().any(|w| y.binary_search(w).is_ok());
        // Told of by name, in how many reports.
        let reports = |who: &[u64]| {
            let docs: BTreeSet<usize> =
                told.iter().filter(|(_, w, sure)| *sure && shared(who, w)).map(|(d, ..)| *d).collect();
            docs.len()
        };
        let most = told.iter().filter(|(_, _, sure)| *sure).max_by_key(|(_, who, _)| reports(who));
        let Some((_, main, _)) = most else { continue };
        let few = told.iter().filter(|(_, w, sure)| *sure && !w.is_empty() && !shared(main, w)).count() == 0;
        let main = main.clone();
        let known = reports(&main);
        for act in all.iter_mut().filter(|a| a.head == head && !shared(&a.who, &main)) {
            let meant = shared(&act.maybe, &main);
            let unnamed =
                head == Head::Leave && act.phase.settled() && act.who.is_empty() && few && known >= 2;
            if meant || unnamed {
                act.who.clone_from(&main);
            }
        }
    }
}

/// How sure it is that two acts of one kind are one.
fn same(a: &Act, b: &Act) -> Option<f32> {
    let cover = cover_words(&a.words, &b.words);
    let (low, high) = (cover.of_first.min(cover.of_second), cover.of_first.max(cover.of_second));
    let score = low + high;
    let enough = match a.head {
        Head::Leave | Head::Fate | Head::Custody => a.who.iter().any(|w| b.who.binary_search(w).is_ok()),
        Head::Matter(name) => high > 0.1 || a.known && b.known || a.once && b.once && !vague(name),
        // `was to begin an inspection`, `The inspection is finished`
        Head::Noun(_) => {
            a.once && b.once && (high > 0.1 || a.phase.settled() != b.phase.settled())
                || a.known && b.known && a.phase != b.phase
                || cover.words >= 2 && high >= 0.3
        }
        // That all report it as done asks nothing.
        Head::Verb(..) => {
            let open = !(a.phase.settled() && b.phase.settled());
            // What is planned in one and done in the other is told by the same verb.
            let told = a.head.one(b.head) || a.sets & b.sets != 0;
            let one = a.phase.settled() == b.phase.settled() || told;
            // Of a rare act that each report tells of once, the pronouns beside it say no more.
            let alike = a.once && b.once && told
                || cover.words >= 2 && high >= 0.35 && low >= 0.2
                || cover.words >= 1 && high >= 0.55 && low >= 0.3;
            open && one && alike
        }
    };
    enough.then_some(score)
}

/// Whether a story may have several matters of this name.
fn vague(name: &str) -> bool {
    matches!(
        name,
        "traffic" | "exhibition" | "exercise" | "production" | "deal" | "warning" | "review" | "search"
    )
}

/// Whether it is news by itself that a matter is done.
fn news(head: Head) -> bool {
    matches!(head, Head::Matter(name) if is_news(name))
}

fn draft(views: &[View<'_>], all: &[Act], mut group: Vec<usize>) -> Option<Draft> {
    group.sort_unstable_by_key(|i| (all[*i].doc, all[*i].headline, all[*i].line, *i));
    // Who is known to be dead in a report was hurt before.
    let dead: BTreeSet<usize> =
        group.iter().map(|i| &all[*i]).filter(|a| a.phase == Phase::Dead).map(|a| a.doc).collect();
    group.retain(|i| !matches!(all[*i].phase, Phase::Hurt | Phase::Critical) || !dead.contains(&all[*i].doc));
    // What each voice says first, headlines last.
    let mut kept: Vec<&Act> = Vec::new();
    for act in group.iter().map(|i| &all[*i]) {
        let told =
            |k: &&Act| k.doc == act.doc && (k.phase == act.phase || k.voice.speaker == act.voice.speaker);
        let headed = act.headline && kept.iter().any(|k| k.doc == act.doc);
        if !headed && !kept.iter().any(told) {
            kept.push(act);
        }
    }
    let docs: BTreeSet<usize> = kept.iter().map(|k| k.doc).collect();
    let phases: BTreeSet<Phase> = kept.iter().map(|k| k.phase).collect();
    let head = kept.first()?;
    let telling = match head.head {
        // That somebody has gone is news by itself.
        Head::Leave => phases.len() > 1 || phases.iter().all(|p| p.settled()),
        Head::Fate => {
            let grave = [Phase::Dead, Phase::Missing, Phase::Critical];
            phases.len() > 1 && grave.iter().any(|p| phases.contains(p))
        }
        Head::Matter(_) => {
            phases.len() > 1
                || news(head.head)
                || phases.iter().any(|p| !matches!(p, Phase::Done | Phase::Agreed | Phase::Ended))
        }
        Head::Noun(_) | Head::Custody => phases.len() > 1,
        Head::Verb(..) => {
            phases.len() > 1 || phases.iter().any(|p| !p.settled()) && !kept.iter().all(|a| a.would)
        }
    };
    // What all quote alike is an utterance.
    let quoted = kept.iter().all(|k| k.direct);
    if quoted || docs.len() < 2 || !telling || phases.len() == 1 && phases.contains(&Phase::Not) {
        return None;
    }
    let mut verdict = Verdict::Agree;
    for (n, a) in kept.iter().enumerate() {
        for b in &kept[n + 1..] {
            let pair = match (a.phase, b.phase) {
                (x, y) if x == y => Verdict::Agree,
                (Phase::Resigned, Phase::Dismissed) | (Phase::Dismissed, Phase::Resigned) => {
                    Verdict::Conflict
                }
                // Who says that he stays against whoever has him gone by then.
                (Phase::Stays, y) if y > Phase::Offered && before(views, b, a) => Verdict::Conflict,
                (x, Phase::Stays) if x > Phase::Offered && before(views, a, b) => Verdict::Conflict,
                _ if a.doc == b.doc => Verdict::Agree,
                // What was done does not become a plan.
                (x, y) if matches!(a.head, Head::Verb(..)) => {
                    match if x < y { before(views, a, b) } else { before(views, b, a) } {
                        true => Verdict::Superseded,
                        false => Verdict::Differ,
                    }
                }
                _ if before(views, a, b) || before(views, b, a) => Verdict::Superseded,
                _ => Verdict::Differ,
            };
            verdict = verdict.max(pair);
        }
    }
    let early = kept.iter().map(|k| k.line).min().unwrap_or(0);
    Some(Draft {
        kind: PointKind::Status,
        question: question(views, &kept, &phases),
        given: kept.iter().map(|a| Given::new(a.doc, a.span, a.phase.name().into(), a.voice)).collect(),
        verdict,
        weight: 0.4 - 0.3 * (early.min(10) as f32 / 10.0),
    })
}

fn question(views: &[View<'_>], kept: &[&Act], phases: &BTreeSet<Phase>) -> String {
    let head = kept[0];
    let who = || kept.iter().filter_map(|a| person(&views[a.doc], &a.who)).max_by_key(String::len);
    match head.head {
        Head::Matter(name) => {
            let has = if name.ends_with('s') { "have" } else { "has" };
            if name == "control" {
                return "Has control been taken over?".into();
            }
            format!("How far {has} the {name} come?")
        }
        Head::Leave => {
            let Some(who) = who() else { return "Resigned or dismissed?".into() };
            let offered = phases.contains(&Phase::Offered) || phases.contains(&Phase::Stays);
            match (phases.contains(&Phase::Resigned) || offered, phases.contains(&Phase::Dismissed)) {
                (true, true) => format!("Did {who} resign, or was it a dismissal?"),
                (false, true) => format!("Has {who} been dismissed?"),
                _ => format!("Has {who} resigned?"),
            }
        }
        Head::Fate => who().map_or("How is the injured person?".into(), |who| {
            let many = who.starts_with("the ") && who.ends_with('s');
            format!("How {} {who}?", if many { "are" } else { "is" })
        }),
        Head::Custody => who().map_or("Is the suspect held?".into(), |who| format!("Is {who} held?")),
        Head::Noun(stem) => {
            let noun = kept.iter().find_map(|a| noun(&views[a.doc], a, stem)).unwrap_or("matter");
            format!("What has become of the {noun}?")
        }
        Head::Verb(..) => {
            let whole = kept.iter().filter(|a| a.phase != Phase::Not && !a.headline);
            let asked = whole.filter_map(|a| whether(&views[a.doc], a.clause.clone(), a.voice));
            let ahead = kept.iter().filter(|a| a.phase == Phase::Planned && !a.headline);
            let meant =
                ahead.filter_map(|a| Clause::infinitive(&views[a.doc], a.at)?.ask(&Asked::Whether, a.voice));
            if let Some(asked) = asked.filter(|q| !q.text.starts_with("Is it true")).min().or(meant.min()) {
                return asked.text;
            }
            let shortest = kept.iter().min_by_key(|a| (a.span.len(), a.doc)).unwrap_or(&head);
            let words = views[shortest.doc].text(shortest.span);
            format!("How far has this come: “{}”?", words.split_whitespace().collect::<Vec<_>>().join(" "))
        }
    }
}

/// The noun of an act as printed.
fn noun<'v>(view: &'v View<'_>, act: &Act, stem: u64) -> Option<&'v str> {
    view.tokens_in(act.span).find(|i| view.stem(*i) == stem).map(|i| view.word(i))
}

/// Whether a point that is there already sets the same places side by side; a matter of its `own` is told only by what
/// says little more than that.
fn told(draft: &Draft, taken: &[Draft], own: bool) -> bool {
    // When and where it was is another question than how far it came.
    let asks = |t: &&Draft| !matches!(t.kind, PointKind::Time | PointKind::Place | PointKind::Number);
    let one = |a: Span, b: Span| {
        let shared = a.end().min(b.end()).saturating_sub(a.start().max(b.start()));
        a.overlaps(b) && (!own || 2 * shared >= a.len().max(b.len()))
    };
    taken.iter().filter(asks).any(|t| {
        let shared: BTreeSet<usize> = draft
            .given
            .iter()
            .filter(|g| t.given.iter().any(|o| o.doc == g.doc && one(o.spans[0], g.spans[0])))
            .map(|g| g.doc)
            .collect();
        shared.len() * 2 > draft.docs().len()
    })
}

fn before(views: &[View<'_>], a: &Act, b: &Act) -> bool {
    matches!((views[a.doc].moment, views[b.doc].moment), (Some(x), Some(y)) if x.before(y))
}
