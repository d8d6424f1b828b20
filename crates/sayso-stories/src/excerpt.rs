//! Excerpts: words of a report, compared with white space folded and quotation marks made straight.

use std::ops::Range;

/// Words of a report as an expectation quotes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    parts: Vec<String>,
    from_start: bool,
    to_end: bool,
}

impl Excerpt {
    /// Reads `^words ~ more words$`.
    pub fn parse(words: &str) -> Option<Excerpt> {
        let words = words.trim();
        let (from_start, words) = match words.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, words),
        };
        let (to_end, words) = match words.strip_suffix('$') {
            Some(rest) => (true, rest),
            None => (false, words),
        };
        let parts: Vec<String> = words.split('~').map(|p| fold(p.trim()).text).collect();
        let whole = parts.iter().all(|p| p.chars().any(char::is_alphanumeric));
        whole.then_some(Excerpt { parts, from_start, to_end })
    }

    /// The byte ranges of `text` that hold these words; anchors play no part.
    pub fn find_in(&self, text: &str) -> Vec<Range<usize>> {
        let folded = fold(text);
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(range) = self.next_in(&folded.text, from) {
            from = range.start + 1;
            while !folded.text.is_char_boundary(from) {
                from += 1;
            }
            found.push(folded.received(&range));
        }
        found
    }

    /// Whether `content` holds these words, at its ends where anchors say so.
    pub fn matches(&self, content: &str) -> bool {
        let folded = fold(content).text;
        let trimmed = folded.trim_matches(at_the_edge);
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else {
            return false;
        };
        self.next_in(&folded, 0).is_some()
            && (!self.from_start || trimmed.starts_with(first.trim_matches(at_the_edge)))
            && (!self.to_end || trimmed.ends_with(last.trim_matches(at_the_edge)))
    }

    /// The words that must be printed in the report for the excerpt to make sense.
    pub fn words(&self) -> Vec<String> {
        self.parts.iter().flat_map(|p| guard_words(p)).collect()
    }

    fn next_in(&self, folded: &str, from: usize) -> Option<Range<usize>> {
        let (first, rest) = self.parts.split_first()?;
        let start = from + folded.get(from..)?.find(first.as_str())?;
        let mut end = start + first.len();
        for part in rest {
            end += folded[end..].find(part.as_str())? + part.len();
        }
        Some(start..end)
    }
}

fn at_the_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '.' | ';' | ':' | '!' | '?' | '…')
}

/// The runs of at least three ASCII letters in `text`.
pub fn guard_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() >= 3).map(str::to_owned).collect()
}

/// A text with white space folded and quotation marks made straight, and where each byte of it came from.
pub struct Folded {
    /// The folded text.
    pub text: String,
    from: Vec<(usize, usize)>,
}

impl Folded {
    fn received(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.from.get(range.start).map_or(0, |p| p.0);
        let end = self.from.get(range.end.saturating_sub(1)).map_or(start, |p| p.1);
        start..end
    }
}

/// Folds white space to single spaces and makes quotation marks straight.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        let plain = match c {
            '“' | '”' | '„' | '‟' | '«' | '»' => '"',
            '‘' | '’' | '‚' | '‛' | '`' | '\'' => {
                let twin = |next: char| next == c && matches!(c, '\'' | '`');
                match chars.next_if(|&(_, next)| twin(next)) {
                    Some((twin_at, twin)) => {
                        end = twin_at + twin.len_utf8();
                        '"'
                    }
                    None => '\'',
                }
            }
            c if c.is_whitespace() => {
                while let Some((space_at, space)) = chars.next_if(|&(_, next)| next.is_whitespace()) {
                    end = space_at + space.len_utf8();
                }
                ' '
            }
            c => c,
        };
        folded.text.push(plain);
        folded.from.extend(std::iter::repeat_n((at, end), plain.len_utf8()));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(words: &str) -> Excerpt {
        Excerpt::parse(words).unwrap()
    }

    #[test]
    fn marks_and_spaces_do_not_matter() {
        let text = "He said:  “It’s\n\nlate,” twice.";
        assert_eq!(excerpt("\"It's late,\"").find_in(text), vec![10..text.len() - 7]);
        assert!(excerpt("it's").find_in(text).is_empty(), "letter case does matter");
    }

    #[test]
    fn every_occurrence_is_found() {
        assert_eq!(excerpt("ab").find_in("ab é ab"), vec![0..2, 6..8]);
    }

    #[test]
    fn tilde_stands_for_any_words() {
        assert!(excerpt("one ~ four").matches("one two three four"));
        assert!(!excerpt("four ~ one").matches("one two three four"));
    }

    #[test]
    fn anchors_tie_to_the_ends() {
        assert!(excerpt("^It is late$").matches("“It is late,”"));
        assert!(!excerpt("^is late$").matches("“It is late,”"));
        assert!(!excerpt("^It is$").matches("“It is late,”"));
        assert!(excerpt("is").matches("“It is late,”"));
    }

    #[test]
    fn tex_quotes_fold_to_one_mark() {
        assert_eq!(fold("``a''  b").text, "\"a\" b");
    }

    #[test]
    fn words_of_the_guard_are_letters_alone() {
        assert_eq!(guard_words("Rolf Jäger, 61: it's a U.S. haven’t"), ["Rolf", "ger", "haven"]);
    }

    #[test]
    fn nothing_is_no_excerpt() {
        assert_eq!(Excerpt::parse("^ $"), None);
        assert_eq!(Excerpt::parse("a ~ "), None);
    }
}
