//! Names the rules that records are made by: a digest of the code and word lists of the crates that make them, so that
//! a record kept by another version of the program is never taken for one of this.

use std::path::{Path, PathBuf};

/// Crates whose code decides what a record says, and this one, which decides how it is written.
const CRATES: [&str; 7] = [
    "sayso-text",
    "sayso-model",
    "sayso-syntax",
    "sayso-reader",
    "sayso-lexicon",
    "sayso-collate",
    "sayso-store",
];

fn main() {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    for name in CRATES {
        for part in ["src", "data", "words"] {
            let folder = here.join("..").join(name).join(part);
            if folder.is_dir() {
                println!("cargo::rerun-if-changed={}", folder.display());
                take(&folder, &mut digest);
            }
        }
    }
    let models = here.join("../../models");
    println!("cargo::rerun-if-changed={}", models.display());
    take(&models, &mut digest);
    println!("cargo::rustc-env=SAYSO_RULES={digest:016x}");
}

/// Takes in the files of a folder, by name.
fn take(folder: &Path, digest: &mut u64) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            take(&path, digest);
            continue;
        }
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = std::fs::read(&path).unwrap_or_default();
        // FNV-1a.
        for byte in name.bytes().chain([0]).chain(bytes).chain([0]) {
            *digest = (*digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
