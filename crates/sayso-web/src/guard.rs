//! Who may ask, and what every answer carries.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// Who may use the pages.
#[derive(Debug)]
pub struct Access {
    /// SHA-256 of the token, if one is asked for.
    token: Option<[u8; 32]>,
    /// Made anew at each start; sessions and forms are signed with it.
    secret: [u8; 32],
    /// Whether only names of this machine are taken for the server's name.
    loopback: bool,
}

/// Allows our own files and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const COOKIE: &str = "sayso";

/// How long a request may take in all, its form included: one that never ends must not keep its place for good.
const LONGEST: Duration = Duration::from_secs(22);

impl Access {
    /// `token` must be shown by everyone who asks, if there is one. `loopback` says that the server listens to this
    /// machine alone.
    ///
    /// # Errors
    /// When the system gives no random numbers, or an address that others reach is to be used without a token.
    pub fn new(token: Option<&str>, loopback: bool) -> Result<Access, String> {
        let token = token.filter(|t| !t.is_empty());
        if token.is_none() && !loopback {
            return Err(
                "other machines can reach this address; set SAYSO_TOKEN to a secret of your own".into()
            );
        }
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|e| format!("no random numbers: {e}"))?;
        Ok(Access { token: token.map(|t| digest(&[t.as_bytes()])), secret, loopback })
    }

    /// What forms carry to show that they are ours.
    pub(crate) fn form_key(&self) -> String {
        hex(&digest(&[&self.secret, b"form"]))
    }

    fn session(&self) -> String {
        hex(&digest(&[&self.secret, b"session", &self.token.unwrap_or_default()]))
    }

    fn is_token(&self, given: &str) -> bool {
        self.token.is_some_and(|token| token.ct_eq(&digest(&[given.as_bytes()])).into())
    }

    /// The cookie to set for someone who knows the token. `secure`: it is never to be sent unencrypted.
    pub(crate) fn admit(&self, given: &str, secure: bool) -> Option<String> {
        let secure = if secure { "; Secure" } else { "" };
        self.is_token(given).then(|| {
            format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000{secure}", self.session())
        })
    }

    /// Whether the request shows the token, and whether as a program does.
    fn known(&self, headers: &HeaderMap) -> Option<Shown> {
        if self.token.is_none() {
            return Some(Shown::Nothing);
        }
        let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        if let Some(given) = bearer.and_then(|v| v.strip_prefix("Bearer ")) {
            return self.is_token(given.trim()).then_some(Shown::Bearer);
        }
        let session = self.session();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut ours =
            cookies.flat_map(|line| line.split(';')).filter_map(|c| c.trim().strip_prefix("sayso="));
        ours.any(|value| value.as_bytes().ct_eq(session.as_bytes()).into()).then_some(Shown::Cookie)
    }

    /// Whether the request names this machine, as far as we can tell: a name that an outsider's DNS leads here must
    /// not be taken for ours. Where a token is asked for any name will do, since a cookie of ours is bound to the name
    /// under which the token was entered, and a proxy in front has a name of its own.
    fn is_our_name(&self, host: Option<&str>) -> bool {
        if !self.loopback || self.token.is_some() {
            return true;
        }
        let Some(host) = host else { return false };
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(""),
            None => host.split(':').next().unwrap_or(""),
        };
        let numbered = name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        numbered || name.eq_ignore_ascii_case("localhost")
    }

    /// Whether a form's key is ours.
    pub(crate) fn is_form_key(&self, given: &str) -> bool {
        given.as_bytes().ct_eq(self.form_key().as_bytes()).into()
    }
}

enum Shown {
    Nothing,
    Cookie,
    Bearer,
}

/// That a request was made by a program with the token, not by a page: its forms need no key.
#[derive(Clone, Copy)]
pub(crate) struct ByProgram;

/// Looks at every request before anything else does, and dresses every answer.
pub(crate) async fn guard(access: Arc<Access>, mut request: Request, next: Next) -> Response {
    let mut response = match look(&access, &mut request) {
        // Taking reports in has a longer limit of its own.
        Ok(()) if request.uri().path() == "/add" => next.run(request).await,
        Ok(()) => match tokio::time::timeout(LONGEST, next.run(request)).await {
            Ok(response) => response,
            Err(_) => (StatusCode::REQUEST_TIMEOUT, "That took too long.").into_response(),
        },
        Err(refusal) => *refusal,
    };
    let headers = response.headers_mut();
    let mut put = |name, value| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    put(header::CONTENT_SECURITY_POLICY, POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // With none at all a browser would not say that a form of ours comes from us.
    put(header::REFERRER_POLICY, "same-origin");
    put(header::X_FRAME_OPTIONS, "DENY");
    put(header::CACHE_CONTROL, "no-cache");
    put(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}

fn look(access: &Access, request: &mut Request) -> Result<(), Box<Response>> {
    let refuse = |status: StatusCode, words: &'static str| Err(Box::new((status, words).into_response()));
    let headers = request.headers();
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).map(str::to_owned);
    if !access.is_our_name(host.as_deref()) {
        return refuse(StatusCode::MISDIRECTED_REQUEST, "This server does not answer to that name.");
    }
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !read && !same_origin(headers, host.as_deref(), access.token.is_some()) {
        return refuse(StatusCode::FORBIDDEN, "Forms are taken from our own pages alone.");
    }
    let path = request.uri().path();
    let open = path == "/login" || path.starts_with("/assets/");
    match access.known(headers) {
        Some(Shown::Bearer) => {
            request.extensions_mut().insert(ByProgram);
            Ok(())
        }
        Some(Shown::Nothing | Shown::Cookie) => Ok(()),
        None if open => Ok(()),
        None if read && wants_html(headers) => Err(Box::new(Redirect::to("/login").into_response())),
        None => {
            let ask = [(header::WWW_AUTHENTICATE, "Bearer")];
            Err(Box::new((StatusCode::UNAUTHORIZED, ask, "A token is needed.").into_response()))
        }
    }
}

fn wants_html(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"))
}

/// Whether a request that changes something comes from a page of ours, or from no page at all.
///
/// Where a token is asked for there may be a proxy in front (`proxied`), which may have put a name of its own for the one
/// that the browser asked for. Then it counts what the browser says of itself, or what the proxy says was asked for: a
/// page elsewhere can send neither.
fn same_origin(headers: &HeaderMap, host: Option<&str>, proxied: bool) -> bool {
    let word = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let site = word("sec-fetch-site");
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    let Some(origin) = word("origin") else { return true };
    let from = origin.split_once("://").map(|(_, rest)| rest);
    let asked_for = || word("x-forwarded-host").map(|names| names.split(',').next().unwrap_or("").trim());
    from == host || (proxied && from.is_some() && (site == Some("same-origin") || from == asked_for()))
}

/// Whether a proxy in front says that the browser came to it encrypted.
pub(crate) fn came_encrypted(headers: &HeaderMap) -> bool {
    headers
        .get("x-forwarded-proto")
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.trim().starts_with("https"))
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part);
    }
    sha.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_ours() {
        let access = Access::new(None, true).unwrap();
        for ours in ["localhost", "LOCALHOST:7070", "127.0.0.1:1", "[::1]:7070", "127.8.0.1"] {
            assert!(access.is_our_name(Some(ours)), "{ours}");
        }
        for theirs in
            ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::2]", "10.0.0.1"]
        {
            assert!(!access.is_our_name(Some(theirs)), "{theirs}");
        }
        assert!(!access.is_our_name(None));
    }

    #[test]
    fn another_address_needs_a_token() {
        assert!(Access::new(None, false).is_err());
        assert!(Access::new(Some(""), false).is_err());
        let access = Access::new(Some("sesame"), false).unwrap();
        assert!(access.admit("sesam", false).is_none());
        assert!(access.admit("sesame", true).unwrap().ends_with("; Secure"));
        let cookie = access.admit("sesame", false).unwrap();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("sesame")
        );
        let other = Access::new(Some("sesame"), false).unwrap();
        assert_ne!(access.session(), other.session());
        assert_ne!(access.session(), access.form_key());
    }
}
