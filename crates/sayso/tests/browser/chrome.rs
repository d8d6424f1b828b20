//! A headless Chromium, steered by WebDriver over plain HTTP.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// One browser window, and the driver that belongs to it.
pub struct Chrome {
    driver: Child,
    port: u16,
    session: String,
}

/// How an element is named in WebDriver's answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long a page may take to become what is expected.
const PATIENCE: Duration = Duration::from_secs(60);

fn elements(found: &Value) -> Vec<String> {
    let ids = found.as_array().into_iter().flatten();
    ids.filter_map(|e| e[ELEMENT].as_str().map(str::to_owned)).collect()
}

/// The program of this name in `PATH`, or where the variable says.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Some(path.into());
    }
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names.iter().flat_map(|n| folders.iter().map(move |f| f.join(n))).find(|p| p.is_file())
}

impl Chrome {
    /// A window of 1280 × 900. Nothing where there is no browser, which is said aloud; a failure where
    /// `SAYSO_BROWSER` is `required`.
    pub fn open(scripts: bool) -> Option<Chrome> {
        let driver = program("CHROMEDRIVER", &["chromedriver"]);
        let browser = program("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]);
        let (Some(driver), Some(browser)) = (driver, browser) else {
            skipped("no chromium and chromedriver on this machine; see crates/sayso/tests/browser/install");
            return None;
        };
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let rest = line.split_once("started successfully on port ")?.1;
            rest.trim_end_matches('.').parse().ok()
        });
        // The driver goes on writing; somebody has to read.
        std::thread::spawn(move || lines.for_each(drop));
        let mut chrome =
            Chrome { driver, port: port.expect("chromedriver says its port"), session: String::new() };
        let mut options = json!({
            "binary": browser,
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--hide-scrollbars", "--window-size=1280,900", "--force-color-profile=srgb", "--force-prefers-reduced-motion", "--lang=en"],
        });
        if !scripts {
            options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
        }
        let wanted = json!({"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}});
        let made = chrome.post("/session", &wanted);
        chrome.session = made["sessionId"].as_str().expect("a session").to_owned();
        let long = json!({"script": 300_000, "pageLoad": 300_000});
        chrome.post(&chrome.at("/timeouts"), &long);
        Some(chrome)
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Connection: close\r\nContent-Length: {length}\r\n\r\n{body}",
            self.port
        )
        .unwrap();
        let mut reader = BufReader::new(stream);
        let (mut length, mut line) = (0, String::new());
        while reader.read_line(&mut line).unwrap() > 2 {
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["value"].clone()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let value = self.ask("POST", path, &body.to_string());
        assert!(value.get("error").is_none(), "{path}: {}: {}", value["error"], value["message"]);
        value
    }

    fn at(&self, path: &str) -> String {
        format!("/session/{}{path}", self.session)
    }

    fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post(&self.at("/goog/cdp/execute"), &json!({"cmd": command, "params": parameters}))
    }

    /// Loads a page.
    pub fn go(&self, url: &str) {
        self.post(&self.at("/url"), &json!({"url": url}));
    }

    /// Loads the page anew.
    pub fn reload(&self) {
        self.post(&self.at("/refresh"), &json!({}));
    }

    /// The address shown.
    pub fn url(&self) -> String {
        self.ask("GET", &self.at("/url"), "").as_str().unwrap_or_default().to_owned()
    }

    /// The page as markup.
    pub fn source(&self) -> String {
        self.ask("GET", &self.at("/source"), "").as_str().unwrap_or_default().to_owned()
    }

    /// Runs a function body and gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.post(&self.at("/execute/sync"), &json!({"script": script, "args": []}))
    }

    /// Runs a script that calls its last argument when done.
    pub fn run_until_called(&self, script: &str) -> Value {
        self.post(&self.at("/execute/async"), &json!({"script": script, "args": []}))
    }

    /// Waits until an expression is true.
    pub fn wait(&self, expression: &str) {
        let ask = json!({"script": format!("return !!({expression})"), "args": []}).to_string();
        // Between two pages there is none to ask: an error is no answer yet.
        self.until(expression, || self.ask("POST", &self.at("/execute/sync"), &ask) == json!(true));
    }

    /// Waits until something holds that can be told without scripts.
    pub fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let begun = Instant::now();
        while !holds() {
            assert!(
                begun.elapsed() < PATIENCE,
                "never so: {what}\nat {}\n{}",
                self.url(),
                self.seen("main").unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// Waits until the first such element shows these words: a click or a key returns before the page that it leads to
    /// is there.
    pub fn wait_for_text(&self, selector: &str, words: &str) {
        self.until(&format!("{words:?} in {selector}"), || {
            self.seen(selector).is_some_and(|seen| seen.contains(words))
        });
    }

    /// Waits until a selector finds so many elements.
    pub fn wait_for_count(&self, selector: &str, count: usize) {
        self.until(&format!("{count} of {selector}"), || {
            self.found(selector).is_some_and(|f| f.len() == count)
        });
    }

    /// How many elements a selector finds.
    pub fn count(&self, selector: &str) -> usize {
        self.all(selector).len()
    }

    fn all(&self, selector: &str) -> Vec<String> {
        let found = self.post(&self.at("/elements"), &json!({"using": "css selector", "value": selector}));
        elements(&found)
    }

    /// The elements that a selector finds, if there is a page.
    fn found(&self, selector: &str) -> Option<Vec<String>> {
        let wanted = json!({"using": "css selector", "value": selector}).to_string();
        let found = self.ask("POST", &self.at("/elements"), &wanted);
        found.is_array().then(|| elements(&found))
    }

    /// The words of the first such element, if there is one and it stays while it is asked.
    fn seen(&self, selector: &str) -> Option<String> {
        let element = self.found(selector)?.into_iter().next()?;
        let text = self.ask("GET", &self.at(&format!("/element/{element}/text")), "");
        text.as_str().map(str::to_owned)
    }

    fn one(&self, selector: &str) -> String {
        let found = self.all(selector).into_iter().next();
        found.unwrap_or_else(|| panic!("no {selector} at {}", self.url()))
    }

    /// The words a person sees in the first such element.
    pub fn text(&self, selector: &str) -> String {
        let element = self.one(selector);
        let text = self.ask("GET", &self.at(&format!("/element/{element}/text")), "");
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Clicks the first such element, as a person would.
    pub fn click(&self, selector: &str) {
        let element = self.one(selector);
        self.post(&self.at(&format!("/element/{element}/click")), &json!({}));
    }

    /// Types into the first such element; for a field of files, the path of one.
    pub fn fill(&self, selector: &str, text: &str) {
        let element = self.one(selector);
        self.post(&self.at(&format!("/element/{element}/value")), &json!({"text": text}));
    }

    /// Presses a key, whatever has the focus.
    pub fn press(&self, key: &str) {
        let keys = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        let source = json!({"type": "key", "id": "keys", "actions": keys});
        self.post(&self.at("/actions"), &json!({"actions": [source]}));
    }

    /// Moves the pointer over the first such element.
    pub fn point_at(&self, selector: &str) {
        let element = self.one(selector);
        let origin = json!({ELEMENT: element});
        let moves = json!([{"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": origin}]);
        let source = json!({"type": "pointer", "id": "mouse", "actions": moves});
        self.post(&self.at("/actions"), &json!({"actions": [source]}));
    }

    /// What a property of the first such element is computed to.
    pub fn style(&self, selector: &str, property: &str) -> String {
        let element = self.one(selector);
        let value = self.ask("GET", &self.at(&format!("/element/{element}/css/{property}")), "");
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Light or dark, as the system would ask for.
    pub fn scheme(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", &json!({"features": features}));
    }

    /// A screen of this size, in CSS pixels.
    pub fn size(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Takes the network away.
    pub fn offline(&self) {
        let nothing = json!({"offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0});
        self.devtools("Network.enable", &json!({}));
        self.devtools("Network.emulateNetworkConditions", &nothing);
    }

    /// The page as PNG in base64: the window, or up to `most` pixels from the top.
    pub fn picture(&self, most: u32) -> String {
        let height = self.run("return document.documentElement.scrollHeight").as_u64().unwrap_or(0);
        let width = self.run("return innerWidth").as_u64().unwrap_or(0);
        let clip = json!({"x": 0, "y": 0, "width": width, "height": height.min(most.into()), "scale": 1});
        let wanted = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
        let taken = self.devtools("Page.captureScreenshot", &wanted);
        taken["data"].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            // A driver that no longer answers must not hide why the test failed.
            let quit = format!(
                "DELETE {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
                self.at(""),
                self.port
            );
            if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
                let _ = stream.write_all(quit.as_bytes());
                let _ = stream.read(&mut [0; 512]);
            }
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Says that a test was not run, past the harness's capture of output; fails where it has to be run.
pub fn skipped(why: &str) {
    let required = std::env::var("SAYSO_BROWSER").is_ok_and(|v| v == "required");
    assert!(!required, "SAYSO_BROWSER=required, but {why}");
    let _ = writeln!(std::io::stderr(), "\n*** BROWSER TEST SKIPPED: {why}\n");
}
