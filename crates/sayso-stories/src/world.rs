//! A case taken through intake, annotation and collation.

use crate::case::{Case, CaseError};
use sayso_annotate::Annotator;
use sayso_collate::{Collator, Doc, MemoryShelf, ReportNo, Shelf, StoryNo};
use sayso_intake::Options;
use sayso_model::{Annotations, Record, Report};
use std::collections::BTreeMap;
use std::path::Path;

/// Everything found in the reports of one case.
pub struct World {
    /// The reports in order of arrival, with what is said of each; their ids are those of the case.
    pub reports: Vec<(Report, Annotations)>,
    /// The story of each report, by id.
    pub story_of: BTreeMap<String, StoryNo>,
    /// The stories linked to each story.
    pub linked: BTreeMap<StoryNo, Vec<StoryNo>>,
    /// The record of each story.
    pub records: BTreeMap<StoryNo, Record>,
}

impl World {
    /// Takes the reports of a case through the whole path, as the binary does, but for the database; `repository` is
    /// where the case's `file:` headers start from.
    ///
    /// # Errors
    /// A report that is not read as the case says.
    pub fn build(case: &Case, repository: &Path) -> Result<World, CaseError> {
        let reports = read(case, repository)?;
        let (collator, mut shelf) = (Collator::default(), MemoryShelf::default());
        let docs: Vec<Doc<'_>> = (1..)
            .zip(&reports)
            .map(|(no, (report, annotations))| Doc::new(ReportNo(no), report, annotations))
            .collect();
        for doc in &docs {
            let Ok(_) = collator.add(&mut shelf, doc);
        }
        let mut story_of = BTreeMap::new();
        let mut members: BTreeMap<StoryNo, Vec<Doc<'_>>> = BTreeMap::new();
        for doc in &docs {
            let Ok(story) = shelf.story_of(doc.no);
            let Some(story) = story else {
                return Err(wrong(1, format!("report {} is in no story", doc.report.id)));
            };
            story_of.insert(doc.report.id.clone(), story);
            members.entry(story).or_default().push(*doc);
        }
        let mut linked = BTreeMap::new();
        for &story in members.keys() {
            let Ok(related) = collator.linked(&shelf, story);
            linked.insert(story, related.into_iter().map(|r| r.to).collect());
        }
        let record = |(&story, docs): (&StoryNo, &Vec<Doc<'_>>)| (story, sayso_collate::record(story, docs));
        let records = members.iter().map(record).collect();
        drop(members);
        Ok(World { story_of, linked, records, reports })
    }

    /// A report with what is said of it. The parser has seen to it that the id exists; a report of the case
    /// that intake gave up on stops the case.
    ///
    /// # Errors
    /// There is no such report.
    pub fn report(&self, id: &str) -> Result<&(Report, Annotations), String> {
        let found = self.reports.iter().find(|(report, _)| report.id == id);
        found.ok_or_else(|| format!("there is no report {id:?}"))
    }
}

fn wrong(line: usize, what: String) -> CaseError {
    CaseError { line, what }
}

fn read(case: &Case, repository: &Path) -> Result<Vec<(Report, Annotations)>, CaseError> {
    let annotator = Annotator::default();
    let folder = tempfile::tempdir().map_err(|e| wrong(1, e.to_string()))?;
    let mut reports = Vec::new();
    for input in &case.inputs {
        let at = |e: String| wrong(input.line, e);
        let path = match &input.bytes {
            None => repository.join(&input.path),
            Some(bytes) => {
                let path = folder.path().join(&input.path);
                let parent = path.parent().unwrap_or(folder.path());
                std::fs::create_dir_all(parent).map_err(|e| at(e.to_string()))?;
                std::fs::write(&path, bytes).map_err(|e| at(e.to_string()))?;
                path
            }
        };
        let mut ids = input.ids.iter();
        for draft in sayso_intake::open([path], Options::default()) {
            let draft = draft.map_err(|refusal| at(refusal.to_string()))?;
            let place = draft.place.clone().unwrap_or_default();
            let mut report = sayso_intake::finish(draft).map_err(|refusal| at(refusal.to_string()))?;
            let Some(id) = ids.next() else {
                let title = report.title.unwrap_or_default();
                return Err(at(format!("a report more than there are ids: {place} {title:?}")));
            };
            if id != "-" {
                report.id.clone_from(id);
                let annotations = annotator.annotate(&report);
                reports.push((report, annotations));
            }
        }
        if let Some(id) = ids.next() {
            return Err(at(format!("intake found no report {id:?} in {}", input.path.display())));
        }
    }
    Ok(reports)
}
