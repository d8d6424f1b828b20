//! Numbers in digits.

use super::{Number, Reader};
use crate::quantities::words::{Role, WORDS};

impl Reader<'_> {
    /// Whether an `m` written onto a number that ends before token `end` is a million: `36m shillings`, `3m
    /// voters`.
    fn is_million(&self, end: usize) -> bool {
        /// Money, and what is counted by the million.
        const COUNTED: [&str; 30] = [
            "crowns",
            "shillings",
            "francs",
            "marks",
            "florins",
            "ducats",
            "talers",
            "pesos",
            "dinars",
            "kroner",
            "guilders",
            "rubles",
            "people",
            "residents",
            "inhabitants",
            "citizens",
            "voters",
            "votes",
            "customers",
            "users",
            "accounts",
            "households",
            "homes",
            "passengers",
            "viewers",
            "subscribers",
            "workers",
            "children",
            "tonnes",
            "hectares",
        ];
        /// Words of money.
        const MONEY: [&str; 26] = [
            "sum",
            "sums",
            "fund",
            "funds",
            "money",
            "cash",
            "worth",
            "cost",
            "costs",
            "damages",
            "fined",
            "price",
            "budget",
            "loot",
            "debt",
            "debts",
            "bonus",
            "profit",
            "profits",
            "revenue",
            "turnover",
            "confiscation",
            "compensation",
            "loan",
            "subsidy",
            "fee",
        ];
        let next = self.word(end);
        if let Some((_, unit)) = WORDS.unit(|k| self.word(end + k)) {
            return unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase());
        }
        let near = end.saturating_sub(7)..end + 5;
        COUNTED.contains(&next) || near.into_iter().any(|i| MONEY.contains(&self.word(i)))
    }

    /// A number in digits with what is written onto it: `1,200`, `3.5`, `4m`, `5 million`, `2 1/2`.
    pub(super) fn digits(&self, i: usize) -> Option<(usize, Number)> {
        let word = self.word(i);
        let mut end = i + 1;
        // `30-year-old`, `24-7`, `2-1`: only a scale or an age may follow the hyphen.
        let (digits, rest) = match word.split_once('-') {
            Some((digits, rest)) => (digits, Some(rest)),
            None => (word, None),
        };
        let count = digits.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (number, suffix) = digits.split_at(count);
        let number = number.trim_end_matches('.');
        let dots = number.bytes().filter(|b| *b == b'.').count();
        // `1.500.000`, as printed on the continent.
        let grouped = dots > 1 && number.split('.').skip(1).all(|group| group.len() == 3);
        if dots > 1 && !grouped {
            return None;
        }
        // `1.800 places`: nobody counts things to three decimals, or writes needless noughts.
        let continental = dots == 1
            && suffix.is_empty()
            && rest.is_none()
            && number.split_once('.').is_some_and(|(whole, rest)| {
                let counts = self.counts_something(i + 1) && WORDS.unit(|k| self.word(i + 1 + k)).is_none();
                rest.len() == 3
                    && whole.len() <= 3
                    && !whole.starts_with('0')
                    && (rest.ends_with('0') || counts)
            });
        let grouped = grouped || continental;
        let mut value: f64 =
            if grouped { number.replace('.', "").parse().ok()? } else { number.parse().ok()? };
        let mut scale = None;
        match suffix {
            "" => {}
            "k" => scale = Some(1e3),
            "m" | "mn" => scale = Some(1e6),
            "bn" | "b" => scale = Some(1e9),
            "tn" | "trn" => scale = Some(1e12),
            // A unit written onto the number: `5km`, `30kg`.
            _ => {
                let (_, mut unit) = WORDS.unit(|k| if k == 0 { suffix } else { "" })?;
                // `138km/h`
                if self.word(end) == "/" && self.tight(end) && self.word(end + 1) == "h" {
                    unit = if unit == "km" { "km/h" } else { "mph" };
                    end += 2;
                }
                return rest
                    .is_none()
                    .then_some((end, Number { value: Some(value), unit: Some(unit), ..Number::default() }));
            }
        }
        // `12m` is metres or millions: a currency before it makes millions, else the list of units decides.
        if suffix == "m" && !self.follows_money(i) && rest.is_none() && !self.is_million(end) {
            return Some((end, Number { value: Some(value), unit: Some("m"), ..Number::default() }));
        }
        if suffix == "b" && !self.follows_money(i) {
            return None;
        }
        if let Some(rest) = rest {
            let first = rest.split('-').next().unwrap_or_default();
            match WORDS.role(first) {
                Some(Role::Scale(more)) if !rest.contains('-') => {
                    return Some((
                        end,
                        Number { value: Some(value * more), scaled: true, ..Number::default() },
                    ));
                }
                _ if rest == "year-old" || rest == "year-olds" => {
                    return Some((
                        end,
                        Number { value: Some(value), unit: Some("year of age"), ..Number::default() },
                    ));
                }
                // `30-40`
                _ if rest.bytes().all(|b| b.is_ascii_digit()) => {
                    let other: f64 = rest.parse().ok()?;
                    let counts = self.counts_something(end);
                    if other > value && counts {
                        // Read as a range by `range`, which looks at this token again.
                        return Some((
                            end,
                            Number { value: Some(value), least: Some(other), ..Number::default() },
                        ));
                    }
                    return None;
                }
                // `12-member`, `500-page`: the number describes, and counts the noun it is joined to.
                _ => {
                    if let Some((_, unit)) = WORDS.unit(|k| if k == 0 { rest } else { "" }) {
                        return Some((
                            end,
                            Number { value: Some(value), unit: Some(unit), ..Number::default() },
                        ));
                    }
                    return None;
                }
            }
        }
        // `a 1 in 3 chance`, `1 in 100`; `1 in 10 days` is no share.
        if digits == "1"
            && rest.is_none()
            && self.word(end) == "in"
            && let Ok(of @ 2..=1000) = self.word(end + 1).parse::<u32>()
            && WORDS.unit(|k| self.word(end + 2 + k)).is_none()
        {
            return Some((end + 2, Number { value: Some(1.0 / f64::from(of)), ..Number::default() }));
        }
        // `48,50 crowns`
        let decimals = self.word(i + 2);
        if dots == 0
            && rest.is_none()
            && self.word(end) == ","
            && self.tight(end)
            && self.tight(end + 1)
            && decimals.len() <= 2
            && decimals.bytes().all(|b| b.is_ascii_digit())
            && !decimals.is_empty()
            && !self.is_digit(i + 3)
            && self.counts_something(i + 3)
        {
            value = format!("{number}.{decimals}").parse().ok()?;
            end += 2;
        }
        while self.word(end) == "," && self.tight(end) && self.tight(end + 1) && self.is_digit(end + 1) {
            let more = self.word(end + 1);
            // `a 3,000-a-day limit`
            if let Some((whole, "a-day" | "a-week" | "a-month" | "a-year" | "a-head")) = more.split_once('-')
                && whole.len() == 3
                && let Ok(whole) = whole.parse::<f64>()
            {
                value = value * 1000.0 + whole;
                end += 2;
                break;
            }
            let (whole, fraction) = more.split_once('.').unwrap_or((more, ""));
            if whole.len() != 3 || !whole.bytes().all(|b| b.is_ascii_digit()) || fraction.contains('-') {
                break;
            }
            value = value * 1000.0 + whole.parse::<f64>().ok()?;
            if !fraction.is_empty() {
                value += format!("0.{fraction}").parse::<f64>().ok()?;
            }
            end += 2;
        }
        // `300 000 crowns`: groups of three before something counted.
        let group = |i: usize| {
            let word = self.word(i);
            word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()) && !self.broken(i)
        };
        if end == i + 1 && word.len() <= 3 && !word.starts_with('0') && group(end) {
            let after = (end..end + 4).find(|k| !group(*k)).unwrap_or(end);
            if (self.counts_something(after) || self.follows_money(i)) && !self.is_digit(after) {
                for k in end..after {
                    value = value * 1000.0 + self.word(k).parse::<f64>().ok()?;
                }
                end = after;
            }
        }
        // `2 1/2`, `1/2`
        if self.is_digit(end) && self.word(end + 1) == "/" && self.is_digit(end + 2) && self.tight(end + 1) {
            let (above, below): (f64, f64) = (self.word(end).parse().ok()?, self.word(end + 2).parse().ok()?);
            if (1.0..=16.0).contains(&below) && above < below {
                value += above / below;
                end += 3;
            }
        } else if self.word(end) == "½" {
            value += 0.5;
            end += 1;
        }
        // `400 millions`, as translated
        if let Some(more) = WORDS.scale(self.word(end))
            && (self.word(end).len() > 2
                || self.word(end) == "bn"
                || self.word(end) == "m" && self.follows_money(i))
        {
            scale = Some(more);
            end += 1;
            // `2 hundred thousand`
            if let Some(Role::Scale(more)) = WORDS.role(self.word(end))
                && self.word(end).len() > 2
            {
                scale = scale.map(|s| s * more);
                end += 1;
            }
        }
        // `9 millions 300 thousand`
        if let Some(first) = scale.filter(|s| *s >= 1e6)
            && self.is_digit(end)
            && let Ok(more) = self.word(end).parse::<f64>()
            && more < 1000.0
            && let Some(second) = WORDS.scale(self.word(end + 1)).filter(|s| *s < first && *s >= 1000.0)
            && self.word(end + 1).len() > 2
        {
            let value = Some(value * first + more * second);
            return Some((end + 2, Number { value, scale: Some(second), scaled: true, ..Number::default() }));
        }
        // `a 6.2 billion-crown takeover`
        if scale.is_none()
            && let Some((word, _)) = self.word(end).split_once('-')
            && let Some(Role::Scale(more)) = WORDS.role(word)
            && word.len() > 2
        {
            scale = Some(more);
            end += 1;
        }
        if let Some(scale) = scale {
            value *= scale;
        }
        Some((end, Number { value: Some(value), scale, scaled: scale.is_some(), ..Number::default() }))
    }
}
