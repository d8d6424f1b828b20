//! `sayso-eval counts`: fits the weights by which numbers of a story are taken to count one thing, or times to date one, and
//! tells how well they carry over to stories they were not fitted to.

pub(crate) mod fit;
mod label;

use crate::cases::Cases;
use fit::{Pairs, Rates};
use label::Labelled;
use sayso_model::PointKind;

/// Fits the weights by which counts, times or places, are joined to story cases.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    cases: Cases,
    /// What is joined: numbers, times or places.
    #[arg(long, value_enum, default_value_t = Of::Numbers)]
    of: Of,
    /// Prints the weights as `crates/sayso-collate/words/points/alike.tsv` holds them (of times, `times-alike.tsv`; of places, `places-alike.tsv`),
    /// and nothing else.
    #[arg(long)]
    weights: bool,
    /// Lists the expected points about numbers that are not found whole: which number was not seen, which stands apart.
    #[arg(long)]
    why: bool,
    /// Lists all that is seen, and nothing else.
    #[arg(long)]
    seen: bool,
    /// Lists the pairs that weights fitted to the other cases get most wrong.
    #[arg(long, value_name = "MANY", default_value_t = 0)]
    worst: usize,
    /// Prints all pairs as JSON lines, and nothing else.
    #[arg(long)]
    pairs: bool,
    /// How strongly weights are held near nought; the second step, which knows of rivals, is always held by 1.
    #[arg(long, default_value_t = 1.0)]
    hold: f64,
}

/// What is joined.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Of {
    Numbers,
    Times,
    Places,
}

pub(crate) fn run(args: &Args) -> Result<(), String> {
    let mut pairs = Pairs::default();
    let (mut seen, mut whole) = ((0, 0, 0), (0, 0));
    let (kind, what, by) = match args.of {
        Of::Numbers => (PointKind::Number, "counts", ""),
        Of::Times => (PointKind::Time, "times", " --of times"),
        Of::Places => (PointKind::Place, "places", " --of places"),
    };
    args.cases.each(|name, case, world| {
        for labelled in Labelled::of(name, case, world, kind) {
            labelled.add_to(&mut pairs);
            if args.seen {
                labelled.all().for_each(|line| println!("{line}"));
                continue;
            }
            for point in labelled.points() {
                seen.0 += point.found;
                seen.1 += point.joined;
                seen.2 += point.asked;
                whole.0 += usize::from(point.joined == point.asked && point.strange == 0);
                whole.1 += 1;
                if args.why && (point.joined < point.asked || point.strange > 0) {
                    println!("{}", point.shown);
                }
            }
        }
    })?;
    if args.seen {
        return Ok(());
    }
    if args.pairs {
        for pair in &pairs.all {
            println!("{}", pair.json());
        }
        return Ok(());
    }
    let fitted = pairs.fit(args.hold);
    if args.weights {
        println!(
            "# What is weighed when two {what} are compared, and its weight where both are one or may be, and where they \
             are two.\n# Written by `sayso-eval counts{by} --weights`."
        );
        print!("{}", fitted.print());
        return Ok(());
    }
    println!(
        "{} readings of {} points asked for: {} of them seen, {} joined; {} points whole",
        seen.2, whole.1, seen.0, seen.1, whole.0
    );
    for (name, all) in [("equal", &fitted.same), ("different", &fitted.other)] {
        let show = |r: Rates| format!("precision {:.3} recall {:.3} F1 {:.3}", r.precision, r.recall, r.f1);
        println!("{name}: {} pairs, {} of them one thing", all.pairs, all.one);
        println!("  as shipped                           {}", show(all.shipped));
        println!("  fitted to other cases, without rivals {}", show(all.first));
        println!("  fitted to other cases                {}", show(all.held));
    }
    for line in fitted.worst(&pairs, args.worst) {
        println!("{line}");
    }
    Ok(())
}
