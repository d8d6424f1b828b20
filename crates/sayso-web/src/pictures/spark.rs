//! A row of small bars: reports a day.

use maud::{Markup, html};

/// Bars for counts, oldest first, `words` saying what they show.
pub(crate) fn spark(counts: &[usize], words: &str) -> Markup {
    const BAR: usize = 5;
    const HEIGHT: usize = 18;
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    html! {
        svg.spark xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (counts.len() * BAR) " " (HEIGHT) }
            width=(counts.len() * BAR) height=(HEIGHT) role="img" aria-label=(words) {
            title { (words) }
            @for (i, count) in counts.iter().enumerate() {
                @let tall = if *count == 0 { 1 } else { (count * HEIGHT / most).max(3) };
                rect class=(if *count == 0 { "bar none" } else { "bar" }) x=(i * BAR) y=(HEIGHT - tall) width=(BAR - 1) height=(tall) {}
            }
        }
    }
}
