//! Headlines of other articles glued into a text: lists at its end, single ones between paragraphs.
//!
//! A line without a stop among paragraphs that are sentences is either a cross-heading of this article or the
//! headline of another. Cross-headings are short, quoted, or several in one article; they stay body. A
//! headline has at least six words and is written as headlines are: in capitals, or without articles,
//! possessives and past auxiliaries. Two or more title-like lines that end a text are a list of links.

use super::{SegmentKind, Unit, ends_in_stop, words};

/// Marks glued headlines as furniture.
pub(super) fn mark(text: &str, units: &mut [Unit], told: bool) {
    let body: Vec<usize> = (0..units.len()).filter(|i| units[*i].kind == SegmentKind::Body).collect();
    let sentences = body.iter().filter(|i| ends_in_stop(words(text, units[**i]))).count();
    let mut end = body.len();
    while end > 0 && is_title_like(words(text, units[body[end - 1]])) {
        end -= 1;
    }
    // The story must be sentences in the main, or lines without a stop say nothing.
    if sentences < 3 || sentences * 10 < end * 6 {
        return;
    }
    // Short lines before the first headline are the article's own list.
    let is_headline = |i: &usize| words(text, units[*i]).split_whitespace().count() >= 6;
    let own = body[end..].iter().take_while(|i| !is_headline(i)).count();
    let list = &body[end + own..];
    let headlines = list.iter().filter(|i| is_headline(i)).count();
    // A format that tells headline from body has fewer of them glued in, and more cross-headings and lists.
    if headlines >= if told { 3 } else { 2 }
        || (!told && list.len() == 1 && headlines == 1 && is_headlinese(words(text, units[list[0]])))
    {
        list.iter().for_each(|i| units[*i].kind = SegmentKind::Furniture);
    }
    let between: Vec<usize> = body[..end]
        .windows(3)
        .filter(|near| {
            ends_in_stop(words(text, units[near[0]]))
                && is_title_like(words(text, units[near[1]]))
                && words(text, units[near[2]]).len() > 20
        })
        .map(|near| near[1])
        .collect();
    // Three or more divide the article: they are its own.
    if between.len() < 3 && !told {
        for i in between {
            let line = words(text, units[i]);
            if is_headlinese(line) && !line.starts_with(['"', '\'', '“', '‘', '«']) {
                units[i].kind = SegmentKind::Furniture;
            }
        }
    }
}

/// Whether a line may be a title: no stop, no list mark, of a title's length.
fn is_title_like(line: &str) -> bool {
    let count = line.split_whitespace().count();
    line.len() <= 170
        && (2..=24).contains(&count)
        && !ends_in_stop_of_title(line)
        && line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"'“‘«$€£".contains(c))
        && !is_list_item(line)
        && !line.contains(['{', '}', '<', '>', '@'])
}

/// Sentences end in a stop, also within quotation marks, and so do questions of an interview; titles hold no
/// stop before another sentence.
fn ends_in_stop_of_title(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    bare.ends_with(['.', ';', ':', ',', '…', '?', '!']) || line.ends_with("''") || is_several(line)
}

/// Whether a line goes on after a full stop, question or exclamation mark that ends a word of some length.
fn is_several(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let bare = pair[0].trim_end_matches(['"', '”', '’', '\'', ')']);
        bare.ends_with(['.', '?', '!'])
            && bare.chars().filter(|c| c.is_lowercase()).count() >= 4
            && pair[1].starts_with(|c: char| c.is_uppercase() || "\"“‘'".contains(c))
    })
}

fn is_list_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.len() < line.len() && digits.starts_with(['.', ')', ':'])
}

/// Whether a line is written as headlines are.
pub(super) fn is_headlinese(line: &str) -> bool {
    const PROSE: &[&str] = &[
        "the", "a", "an", "this", "that", "these", "those", "was", "were", "had", "has", "have", "been",
        "his", "her", "their", "its", "our", "my", "your", "i", "we", "he", "she", "they", "it", "said",
        "did", "which", "who",
    ];
    let line = line.trim_end_matches('.');
    let mut count = 0;
    let mut prose = 0;
    let (mut long, mut capitals) = (0, 0);
    for word in line.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() {
            continue;
        }
        count += 1;
        let lower = bare.to_lowercase();
        prose += usize::from(PROSE.contains(&lower.as_str()));
        if bare.chars().count() >= 4 {
            long += 1;
            capitals += usize::from(!bare.starts_with(char::is_lowercase));
        }
    }
    let in_capitals = long >= 3 && capitals * 10 >= long * 8;
    (6..=22).contains(&count) && (in_capitals || prose == 0)
}
