//! How collation decides.

/// How collation decides. The defaults are the measured ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// At most so many reports are read from, and kept in, one posting list.
    pub list_limit: usize,
    /// How near two groups of reports must be to be one story, as a share of how near the reports within each of
    /// them are.
    pub join: f32,
    /// How near the reports of a story are to each other where nothing is known yet.
    pub usual_closeness: f32,
    /// So many pairs of reports of the usual closeness are assumed in every story.
    pub closeness_prior: f32,
    /// Near copies make a story closer than it is; beyond this, closeness does not count.
    pub most_closeness: f32,
    /// Two reports this near are one told again, and say nothing of how near the reports of their story are.
    pub copy: f32,
    /// Stories at least this share of [`Settings::join`] from a new report are grouped anew with it.
    pub reach: f32,
    /// At most so many reports are grouped anew one by one; larger stories take part as a whole.
    pub regrouped: usize,
    /// How near a report must be to a story to be linked with it.
    pub link: f32,
    /// Uses in the headline count so many times.
    pub headline_weight: f32,
    /// Uses at the very beginning count this much more than those at the end.
    pub lead_weight: f32,
    /// After so many words, a third of that is left.
    pub lead_words: f32,
    /// Names count so many times as much as other words.
    pub name_weight: f32,
    /// Names of those who hold an office count so many times as much as other names: they speak in many stories.
    pub office_weight: f32,
    /// What a few words of matter in a row within a quotation add to the nearness of two reports that print them.
    pub quoted_weight: f32,
    /// What all such words of a report can add at most.
    pub quoted_most: f32,
    /// The share of the numbers that reports have in common (dates, tolls, ages, sums) in how near they are: what
    /// happenings of one kind do not share.
    pub number_share: f32,
    /// The number of uses counts with this power.
    pub uses_power: f32,
    /// Rarity counts with this power.
    pub rarity_power: f32,
    /// News at large counts like so many reports of one's own when words are judged common or rare.
    pub prior_reports: f32,
    /// So many terms are kept of a report.
    pub sketch_terms: usize,
    /// So many numbers are kept of a report.
    pub sketch_numbers: usize,
    /// So many terms lead to other reports.
    pub probe_terms: usize,
    /// So many stories are looked at closely.
    pub closest_stories: usize,
    /// What is left of nearness over any length of time.
    pub time_floor: f32,
    /// Days after which a third of the rest is left.
    pub time_days: f32,
    /// What is left of nearness when one of both has no date.
    pub undated: f32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            list_limit: 64,
            join: 0.6,
            usual_closeness: 0.15,
            closeness_prior: 3.0,
            most_closeness: 0.6,
            copy: 0.7,
            reach: 0.6,
            regrouped: 96,
            link: 0.1,
            headline_weight: 3.0,
            lead_weight: 1.5,
            lead_words: 80.0,
            name_weight: 1.5,
            office_weight: 0.6,
            quoted_weight: 0.12,
            quoted_most: 0.8,
            number_share: 0.2,
            uses_power: 0.5,
            rarity_power: 0.85,
            prior_reports: 1000.0,
            sketch_terms: 160,
            sketch_numbers: 40,
            probe_terms: 12,
            closest_stories: 10,
            time_floor: 0.25,
            time_days: 20.0,
            undated: 1.0,
        }
    }
}
