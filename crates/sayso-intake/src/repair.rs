//! Repair of what converters, feeds and translation machines do to the characters of a text.
//!
//! Takes: character references left in the text, whole (`&amp;`), doubled (`&amp;quot;`), with blanks
//! (`& # 39;`), with the ampersand turned to a comma (`,quot;`) or lost (`quot;`); UTF-8 read as Windows-1252
//! or Latin-1, also twice; odd spaces, zero-width and control characters, soft hyphens; line ends other than
//! a line feed. Leaves: ampersands of names (`AT&T`, `R&D;`) and of addresses, tabs, line feeds, joiners in
//! scripts that need them, and everything else byte for byte.
//!
//! Works in passes until nothing changes, so that repairing a repaired text changes nothing; every change is
//! an edit, so the alignment with the text as received stays exact.

mod characters;
mod mojibake;
mod references;

use sayso_text::{Edit, Span, Text};

/// Far above what real debris needs (two or three); a guard against texts made to need many.
const PASSES: usize = 24;

/// A text with its characters repaired.
///
/// ```
/// use sayso_intake::repaired;
/// use sayso_text::Text;
/// let text = repaired(Text::received("It is \u{e2}\u{20ac}\u{153}over,&nbsp;she said.\r\n".into()));
/// assert_eq!(text.as_str(), "It is \u{201c}over, she said.\n");
/// assert_eq!(text.repairs()[1].received, "&nbsp;");
/// ```
pub fn repaired(mut text: Text) -> Text {
    for _ in 0..PASSES {
        let edits = edits(text.as_str());
        if edits.is_empty() {
            break;
        }
        let before = text.as_received().to_owned();
        text = match text.edited(&edits) {
            Ok(text) => text,
            // Cannot be: `edits` gives them in order and on character boundaries. The text as received stands.
            Err(_) => return Text::received(before),
        };
    }
    text
}

/// The same for a short string whose alignment nobody needs: a title, a name.
pub(crate) fn repaired_line(line: &str) -> String {
    repaired(Text::received(line.to_owned())).as_str().to_owned()
}

/// One pass.
fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let bytes = text.as_bytes();
    let broken = mojibake::Evidence::of(text);
    let mut marks = references::Marks::new(text);
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'\n' || byte == b' ' || byte == b':' {
            marks.pass(text, at);
        }
        if !is_trigger(byte) {
            at += 1;
            continue;
        }
        let change = match byte {
            b'&' | b',' | b'#' | b'q' | b'n' => references::at(text, at, &mut marks),
            0x00..=0x7F => characters::at(text, at),
            _ => mojibake::at(text, at, broken).or_else(|| characters::at(text, at)),
        };
        match change {
            Some(Change { from, to, with }) if from >= last_end(&edits) => {
                if let Some(span) = Span::new(from, to) {
                    edits.push(Edit { span, replacement: with });
                }
                at = to.max(at + 1);
            }
            _ => at += 1,
        }
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    edits
}

/// Bytes at which something may have to be repaired.
fn is_trigger(byte: u8) -> bool {
    match byte {
        b'\n' | b'\t' => false,
        0x00..=0x1F | 0x7F => true,
        // `,quot;`, `quot;`, `nbsp;`, `#39;`
        b'&' | b',' | b'#' | b'q' | b'n' => true,
        0xC2..=0xF4 => true,
        _ => false,
    }
}

fn last_end(edits: &[Edit]) -> usize {
    edits.last().map_or(0, |e| e.span.end())
}

/// Bytes `from..to` give way to `with`.
#[derive(Debug)]
struct Change {
    from: usize,
    to: usize,
    with: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fix(text: &str) -> String {
        repaired_line(text)
    }

    /// Asserts received and repaired, line by line.
    fn cases(pairs: &[(&str, &str)]) {
        for (received, wanted) in pairs {
            assert_eq!(fix(received), *wanted, "from {received:?}");
        }
    }

    #[test]
    fn references_whole_doubled_and_broken() {
        cases(&[
            ("Fish &amp; chips", "Fish & chips"),
            ("&quot;No,&quot; she said", "\"No,\" she said"),
            ("&ldquo;No&rdquo; &mdash; he", "“No” — he"),
            ("it&#8217;s, it&#x2019;s, it&#039;s, it&#146;s", "it’s, it’s, it's, it’s"),
            ("&amp;quot;Never&amp;quot;", "\"Never\""),
            ("one &amp;amp;amp; two", "one & two"),
            ("&amp;#8220;So&amp;#8221;", "“So”"),
            ("caf&eacute;", "café"),
            ("a&nbsp;b &nbsp c&nbspd", "a b   c d"),
            ("& quot;Never & quot;", "\"Never\""),
            ("said & # 8220; yes & # 8221; twice", "said “yes” twice"),
            ("& # 39; Breach of treaty & # 39;", "'Breach of treaty'"),
            ("Oruba & # 39; s mill doesn & # 39; t run", "Oruba's mill doesn't run"),
            ("vowed \"swift reply,quot; for the raid", "vowed \"swift reply\" for the raid"),
            ("vowed a ,quot;swift reply,quot; to it", "vowed a \"swift reply\" to it"),
            ("\"We go on,quot; he said", "\"We go on,\" he said"),
            ("\"We go on,quot; said Ms Vell", "\"We go on,\" said Ms Vell"),
            ("He said quot;noquot; and don#39;t", "He said \"no\" and don't"),
        ]);
    }

    #[test]
    fn ampersands_that_belong_stay() {
        for text in [
            "AT&T and R&D; Q&A, S&P 500, B&B",
            "see http://x.example/?a=1&lt=2&copy=3&nbsp=1 now",
            "www.x.example/?q&amp",
            "tom & jerry, #39 on the list, 5# weight; no, quota; nbsp",
            "& so; & on;",
            "&bogus; &#0; &#xD800; &#99999999999;",
        ] {
            assert_eq!(fix(text), text);
        }
        assert_eq!(fix("see http://x.example/?a=1&amp;b=2"), "see http://x.example/?a=1&b=2");
    }

    #[test]
    fn utf8_read_as_windows_1252() {
        cases(&[
            ("â€œYesâ€\u{9d}, itâ€™s", "“Yes”, it’s"),
            ("â€œYesâ€ he said", "“Yes” he said"),
            ("CafÃ© Ã  la carte, Â£5, 10Â°", "Café Ã  la carte, £5, 10°"),
            ("Ã¢â‚¬Å“TwiceÃ¢â‚¬\u{9d} brokenÃ¢â‚¬â„¢s", "“Twice” broken’s"),
            ("â€œMiloÅ¡eviÄ‡â€\u{9d}", "“Milošević”"),
            ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
            ("\u{93}Latin\u{94} \u{96} it\u{92}s\u{85}", "“Latin” – it’s…"),
            ("â\u{80}\u{9c}Latinâ\u{80}\u{9d}", "“Latin”"),
            ("ï»¿Start", "Start"),
            ("ðŸ˜€ fine", "😀 fine"),
            ("A\u{a0}â€“\u{a0}B", "A – B"),
        ]);
    }

    #[test]
    fn letters_that_are_meant_stay() {
        for text in [
            "MANHÃ” e JAPÃO, É”, „MENÜ“, Spaß“, “CAFÉ”…",
            "é”–, « CITÉ», Ångström, À “la” Ñ… Ø— ß“",
            "50 € … â la",
        ] {
            assert_eq!(fix(text), text);
        }
    }

    #[test]
    fn odd_characters() {
        cases(&[
            ("a\u{a0}b\u{202f}c\u{2009}d\u{3000}e", "a b c d e"),
            ("wo\u{ad}rd zero\u{200b}width\u{feff} \u{200e}mark", "word zerowidth mark"),
            ("bell\u{7}, null\u{0}, del\u{7f}", "bell, null, del"),
            ("one\r\ntwo\rthree\u{2028}four\u{c}five", "one\ntwo\nthree\nfour\nfive"),
            ("می\u{200c}روم and 👩\u{200d}🚒", "می\u{200c}روم and 👩\u{200d}🚒"),
            ("tab\tstays", "tab\tstays"),
        ]);
    }

    #[test]
    fn paragraphs_survive() {
        let received = "One&nbsp;\r\n\r\n& # 39; Two & # 39;\r\n\r\nThree";
        assert_eq!(fix(received), "One \n\n'Two'\n\nThree");
    }

    #[test]
    fn ordinary_text_is_not_even_copied() {
        let text = Text::received("“Ordinary,” said Ann Vell – naïvely, in São Tomé. It’s 5 °C…\n".into());
        let same = repaired(text.clone());
        assert_eq!(same, text);
        assert!(same.repairs().is_empty());
    }

    #[test]
    fn a_chain_of_references_costs_one_pass() {
        let chain = format!("&{}lt;", "amp;".repeat(100_000));
        assert_eq!(fix(&chain), "<");
        let dense = "&".repeat(100_000);
        assert_eq!(fix(&dense), dense);
    }

    /// Text dense in debris and near-debris.
    fn debris() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            "[a-z ]{0,4}",
            "[&,#;: ]{1,2}",
            "(quot|amp|nbsp|lt|eacute|39|8220|x2019|128);?",
            "[Ââ€œ™Ã©¢Å“”»ðŸ˜]{1,3}",
            "[\u{80}-\u{a0}\u{ad}\u{200b}\u{200d}\u{feff}\r\n\u{2028}\u{0}]{1,2}",
            "\\PC{0,3}",
        ];
        proptest::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn twice_is_once(text in debris()) {
            let once = fix(&text);
            prop_assert_eq!(fix(&once), once);
        }

        #[test]
        fn alignment_is_exact(text in debris()) {
            let fixed = repaired(Text::received(text.clone()));
            prop_assert_eq!(fixed.as_received(), text.as_str());
            for piece in fixed.alignment().pieces() {
                let (t, r, n) = (piece.text_start as usize, piece.received_start as usize, piece.length as usize);
                prop_assert_eq!(&fixed.as_str()[t..t + n], &text[r..r + n]);
            }
        }

        #[test]
        fn lines_are_kept(text in debris()) {
            let lines = |t: &str| t.matches('\n').count();
            prop_assert!(lines(&fix(&text)) >= lines(&text));
        }

        #[test]
        fn text_without_debris_is_untouched(text in "[a-zA-Z0-9 .,:!?'\"()#\n\t“‘éüñçøłš-]{0,200}") {
            prop_assert_eq!(fix(&text), text);
        }
    }
}
