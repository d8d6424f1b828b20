//! The files the pages are made with, part of the program.

use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// A file served under `/assets/`.
pub(crate) struct Asset {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) body: &'static str,
}

/// The style of pages; the dossier carries it too.
pub(crate) const STYLE: &str = include_str!("assets/sayso.css");
/// The style of pictures, on pages and as files of their own.
pub(crate) const PICTURE_STYLE: &str = include_str!("assets/picture.css");
/// What the interface answers.
pub(crate) const OPENAPI: &str = include_str!("assets/openapi.json");

pub(crate) const ASSETS: &[Asset] = &[
    Asset { name: "sayso.css", kind: "text/css; charset=utf-8", body: STYLE },
    Asset { name: "picture.css", kind: "text/css; charset=utf-8", body: PICTURE_STYLE },
    Asset { name: "sayso.js", kind: "text/javascript; charset=utf-8", body: include_str!("assets/sayso.js") },
    Asset { name: "icon.svg", kind: "image/svg+xml", body: include_str!("assets/icon.svg") },
];

pub(crate) fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|a| a.name == name)
}

/// The address of an asset; it changes with the asset, so that it may be kept for ever.
pub(crate) fn href(name: &str) -> String {
    static MARK: OnceLock<String> = OnceLock::new();
    let mark = MARK.get_or_init(|| {
        let mut sha = Sha256::new();
        ASSETS.iter().for_each(|a| sha.update(a.body));
        sha.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect()
    });
    format!("/assets/{name}?v={mark}")
}

/// The Content-Security-Policy of a picture on its own: its own style element and nothing else.
pub(crate) fn picture_policy() -> &'static str {
    static POLICY: OnceLock<String> = OnceLock::new();
    POLICY.get_or_init(|| {
        let digest = Sha256::digest(PICTURE_STYLE);
        format!("default-src 'none'; style-src 'sha256-{}'; sandbox", base64(&digest))
    })
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_in_base64() {
        let seen = ["", "f", "fo", "foo", "foob", "\u{ff}"].map(|t| base64(t.as_bytes()));
        assert_eq!(seen, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "w78="]);
    }
}
