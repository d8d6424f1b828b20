//! Story cases: which of them a command reads, and reading them.

use sayso_stories::{Case, World};
use std::path::{Path, PathBuf};

/// The story cases that a command goes through.
#[derive(Debug, clap::Args)]
pub(crate) struct Cases {
    /// A folder of case files, in the form of `tests/stories/README.md`.
    #[arg(default_value = "tests/stories")]
    folder: PathBuf,
    /// Only cases whose file name contains this.
    #[arg(long, value_name = "NAME", default_value = "")]
    case: String,
}

impl Cases {
    /// Reads the cases in the order of their names and hands each, by its file's name without the ending, to `with`.
    /// Returns how many there are.
    ///
    /// # Errors
    /// Names the file, and where in it, that cannot be read; or the folder without a case.
    pub fn each(&self, mut with: impl FnMut(&str, &Case, &World)) -> Result<usize, String> {
        let repository = repository(&self.folder);
        let names = self.names()?;
        for name in &names {
            let path = self.folder.join(name);
            let markdown = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let failed = |line: usize, what: &str| format!("{}:{line}: {what}", path.display());
            let case = Case::parse(&markdown, &repository).map_err(|errors| {
                errors.iter().map(|e| failed(e.line, &e.what)).collect::<Vec<_>>().join("\n")
            })?;
            let world = World::build(&case, &repository).map_err(|e| failed(e.line, &e.what))?;
            with(name.strip_suffix(".md").unwrap_or(name), &case, &world);
        }
        Ok(names.len())
    }

    fn names(&self) -> Result<Vec<String>, String> {
        let Cases { folder, case } = self;
        let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let mut names: Vec<String> = entries
            .filter_map(|e| e.ok()?.file_name().into_string().ok())
            .filter(|n| n.ends_with(".md") && n != "README.md" && n.contains(case))
            .collect();
        names.sort();
        if names.is_empty() {
            Err(format!("{}: no case matches {case:?}", folder.display()))
        } else {
            Ok(names)
        }
    }
}

/// Where the `file:` headers of cases start from: the repository, if the cases lie in one.
fn repository(folder: &Path) -> PathBuf {
    let holds = |p: &&Path| p.join("examples").is_dir() || p.join(".git").exists();
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    whole.ancestors().find(holds).unwrap_or(folder).to_path_buf()
}
