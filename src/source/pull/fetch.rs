//! One source's requests: addresses checked at every redirect, the token sent to the host it is for and to no other,
//! retries with growing waits, ceilings of size and time, and downloads that go on where they broke off.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::header::{self, HeaderMap, HeaderName};
use url::Url;

use super::ask::{Answer, Arrived, Download, Fetch, Request, Validators};
use super::body;
use super::clock;
use super::network::Clients;
use super::partial::{PARTIAL, Partial};
use super::secret::Credential;
use super::trouble::{Trouble, again, fatal};
use super::{Progress, range, trouble};
use crate::fault::{Fault, Place};
use crate::source::address;
use crate::source::store::Store;

/// Redirects followed for one request.
const REDIRECTS: usize = 10;
/// Largest short answer, in bytes.
const SHORT: u64 = 64 << 20;

/// Asks for one file of one source.
pub(super) struct Asker<'a> {
    /// The clients.
    pub(super) clients: &'a Clients,
    /// Hosts that may be asked.
    pub(super) hosts: &'a [String],
    /// Who asks.
    pub(super) credential: &'a Credential,
    /// The store, beside which the download stands until it is whole.
    pub(super) store: &'a Store,
    /// Key of the file, for messages.
    pub(super) key: &'a str,
    /// The source in the catalogue.
    pub(super) place: Place,
    /// Largest file, in bytes.
    pub(super) largest: u64,
    /// When to give up.
    pub(super) until: Instant,
    /// Names of the parts that this pull has to do with.
    pub(super) parts: &'a Mutex<BTreeSet<String>>,
    /// Told how it goes.
    pub(super) progress: &'a dyn Progress,
}

/// An answer whose body is still to come.
struct Reached {
    response: Response,
    url: Url,
    redirected: bool,
}

impl Asker<'_> {
    /// Tries until it works, cannot work, or has been tried often enough.
    pub(super) fn keep_trying<T>(&self, mut attempt: impl FnMut() -> Result<T, Trouble>) -> Result<T, Fault> {
        let network = self.clients.network();
        let mut number = 1;
        loop {
            let (fault, asked) = match attempt() {
                Ok(done) => return Ok(done),
                Err(Trouble::Fatal(fault)) => return Err(self.named(*fault)),
                Err(Trouble::Again { fault, wait }) => (*fault, wait),
            };
            if asked.is_some_and(|wait| wait > network.longest_wait) {
                let seconds = asked.unwrap_or_default().as_secs();
                let what = format!("{}, and asks to be left alone for {seconds} seconds", fault.what);
                return Err(self.named(Fault { what, remedy: "pull again after that time".to_owned(), ..fault }));
            }
            if number >= network.attempts {
                let what = format!("{} (tried {number} times)", fault.what);
                return Err(self.named(Fault { what, ..fault }));
            }
            let wait = clock::back_off(network.back_off, number).max(asked.unwrap_or_default());
            if clock::now() + wait >= self.until {
                return Err(self.named(trouble::out_of_time(&fault.what)));
            }
            self.progress.note(self.key, &format!("{}; again in {:.1} s", fault.what, wait.as_secs_f64()));
            std::thread::sleep(wait);
            number += 1;
        }
    }

    /// The fault with the source it is about, and without any secret.
    fn named(&self, fault: Fault) -> Fault {
        let what = format!("`{}`: {}", self.key, fault.what);
        self.credential.scrub_fault(Fault { what, place: self.place.clone(), ..fault })
    }

    /// Sends a request and follows its redirects, each checked as the first was.
    fn send(&self, request: &Request, extra: &HeaderMap) -> Result<Reached, Trouble> {
        let first = self.checked(&request.url)?;
        let mut url = first.clone();
        for hop in 0..=REDIRECTS {
            let left = self.until.saturating_duration_since(clock::now());
            if left.is_zero() {
                return Err(Trouble::Fatal(Box::new(trouble::out_of_time(""))));
            }
            let ours = url.origin() == first.origin();
            let certificate = self.credential.certificate.as_deref().filter(|_| ours);
            let client = self.clients.get(address::is_loopback(&url), certificate);
            let client = client.map_err(|what| {
                fatal("connection-unusable", what, "mend the file or the proxy that the message names")
            })?;
            let mut asked = url.clone();
            if let (Some(token), true, false) = (&self.credential.token, ours, self.credential.parameter.is_empty()) {
                asked.query_pairs_mut().append_pair(&self.credential.parameter, token.reveal());
            }
            let mut builder = match &request.post {
                None => client.get(asked),
                Some(json) => client.post(asked).header(header::CONTENT_TYPE, "application/json").body(json.clone()),
            };
            builder = self.headed(builder, ours, extra);
            // Near the end the silence that is borne is no longer than the time that is left.
            if left < self.clients.network().silence {
                builder = builder.timeout(left);
            }
            let response = builder.send().map_err(trouble::of_request)?;
            if !response.status().is_redirection() || response.status() == StatusCode::NOT_MODIFIED {
                return Ok(Reached { response, url, redirected: hop > 0 });
            }
            let next = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
            let next = next.and_then(|next| url.join(next).ok()).ok_or_else(|| {
                fatal("redirect-refused", "the server redirects without saying where to", trouble::ASK_PUBLISHER)
            })?;
            if request.post.is_some() {
                return Err(fatal("redirect-refused", "the server redirects a query", trouble::MEND_ADDRESS));
            }
            if url.scheme() == "https" && next.scheme() != "https" {
                return Err(fatal("redirect-refused", "a redirect leads from https to http", trouble::ASK_PUBLISHER));
            }
            url = address::check(next.as_str(), self.hosts).map_err(|what| {
                fatal("redirect-refused", format!("a redirect is refused: {what}"), trouble::ADD_HOST)
            })?;
        }
        Err(fatal("redirect-endless", format!("more than {REDIRECTS} redirects"), trouble::MEND_ADDRESS))
    }

    fn checked(&self, text: &str) -> Result<Url, Trouble> {
        address::check(text, self.hosts).map_err(|what| fatal("address-refused", what, trouble::ADD_HOST))
    }

    fn headed(&self, builder: RequestBuilder, ours: bool, extra: &HeaderMap) -> RequestBuilder {
        // Compressed answers would escape the ceiling of size.
        let mut builder = builder.headers(extra.clone()).header(header::ACCEPT_ENCODING, "identity");
        if let (Some(token), true, true) = (&self.credential.token, ours, self.credential.parameter.is_empty()) {
            builder = builder.bearer_auth(token.reveal());
        }
        builder
    }

    /// Takes the file in, going on where an earlier attempt broke off.
    fn take(&self, request: &Request, held: Option<&Validators>, file: &Path) -> Result<Download, Trouble> {
        let mut partial =
            Partial::open(file, &request.url).map_err(|error| Trouble::Fatal(Box::new(self.store.refuse(&error))))?;
        let mut extra = HeaderMap::new();
        if let Some(validator) = partial.validator() {
            put(&mut extra, header::RANGE, &format!("bytes={}-", partial.length()));
            put(&mut extra, header::IF_RANGE, validator);
        } else if let Some(held) = held {
            put(&mut extra, header::IF_NONE_MATCH, &held.etag);
            put(&mut extra, header::IF_MODIFIED_SINCE, &held.last_modified);
        }
        let Reached { mut response, url, redirected } = self.send(request, &extra)?;
        let status = response.status();
        if status == StatusCode::NOT_MODIFIED && held.is_some() {
            return Ok(Download::Unchanged);
        }
        if status == StatusCode::RANGE_NOT_SATISFIABLE {
            let _ = partial.remove();
            return Err(again("download-broken", "the server cannot go on where the download broke off", ""));
        }
        trouble::of_status(&response)?;
        let validators = validators(response.headers());
        let refuse = |error: std::io::Error| Trouble::Fatal(Box::new(self.store.refuse(&error)));
        let goes_on = status == StatusCode::PARTIAL_CONTENT;
        if goes_on {
            let asked = partial.validator().is_some().then(|| (partial.length(), partial.validators()));
            if let Err(what) = range::held_against(asked, response.headers(), response.content_length(), &validators) {
                let _ = partial.remove();
                return Err(again("download-broken", what, ""));
            }
        }
        if !goes_on {
            partial.restart(&request.url, &validators).map_err(refuse)?;
        }
        let media_type = text(response.headers(), &header::CONTENT_TYPE);
        let begun = partial.length();
        let limit = self.largest.saturating_sub(begun);
        let expected = response.content_length();
        let total = expected.map(|length| begun + length);
        let took = body::copy(&mut response, &mut partial, limit, self.clients.network(), self.until, &mut |got| {
            self.progress.bytes(self.key, begun + got, total);
        });
        match took {
            Ok(_) => {}
            Err(body::Stop::Sink(error)) => {
                // What is half written on a full disk only keeps it full.
                let _ = partial.remove();
                return Err(refuse(error));
            }
            Err(body::Stop::TooLarge) => {
                let _ = partial.remove();
                return Err(trouble::too_large(self.largest));
            }
            Err(stop) => {
                // What came so far is gone on with later.
                partial.note().map_err(refuse)?;
                return Err(match stop {
                    body::Stop::Time(fault) => Trouble::Fatal(Box::new(fault)),
                    body::Stop::Source(fault) => Trouble::Again { fault: Box::new(fault), wait: None },
                    body::Stop::Sink(error) => refuse(error),
                    body::Stop::TooLarge => trouble::too_large(self.largest),
                });
            }
        }
        partial.flush().map_err(refuse)?;
        let reached = if redirected { address::shown(&url) } else { request.url.clone() };
        let reached = self.credential.scrub(&reached);
        Ok(Download::File(Arrived { file: partial.finish().map_err(refuse)?, reached, media_type, validators }))
    }

    fn part(&self, request: &Request) -> Result<PathBuf, Fault> {
        let name = crate::source::sha256(format!("{}\n{}", self.key, request.url).as_bytes());
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
        Ok(self.store.side(PARTIAL)?.join(format!("{name}.part")))
    }
}

impl Fetch for Asker<'_> {
    fn ask(&self, request: &Request) -> Result<Answer, Fault> {
        self.keep_trying(|| {
            let Reached { mut response, .. } = self.send(request, &HeaderMap::new())?;
            trouble::of_status(&response)?;
            if response.status() == StatusCode::PARTIAL_CONTENT {
                return Err(fatal("answer-unexpected", range::UNASKED, trouble::ASK_PUBLISHER));
            }
            let mut bytes = Vec::new();
            let limit = SHORT.min(self.largest);
            match body::copy(&mut response, &mut bytes, limit, self.clients.network(), self.until, &mut |_| {}) {
                Ok(_) => Ok(Answer { body: bytes }),
                Err(body::Stop::TooLarge) => Err(trouble::too_large(limit)),
                Err(body::Stop::Time(fault)) => Err(Trouble::Fatal(Box::new(fault))),
                Err(body::Stop::Source(fault)) => Err(Trouble::Again { fault: Box::new(fault), wait: None }),
                Err(body::Stop::Sink(error)) => Err(Trouble::Fatal(Box::new(self.store.refuse(&error)))),
            }
        })
    }

    fn download(&self, request: &Request, held: Option<&Validators>) -> Result<Download, Fault> {
        let file = self.part(request)?;
        self.keep_trying(|| self.take(request, held, &file)).inspect_err(|_| {
            // Nothing came: there is nothing to go on with.
            if std::fs::metadata(&file).is_ok_and(|data| data.is_file() && data.len() == 0) {
                let _ = std::fs::remove_file(&file);
            }
        })
    }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let (false, Ok(value)) = (value.is_empty(), value.parse()) {
        headers.insert(name, value);
    }
}

/// A header as text, cut to a sane length; empty where there is none.
fn text(headers: &HeaderMap, name: &HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.chars().filter(|character| !character.is_control()).take(300).collect()
}

fn validators(headers: &HeaderMap) -> Validators {
    Validators { etag: text(headers, &header::ETAG), last_modified: text(headers, &header::LAST_MODIFIED) }
}

/// How long one file may take from now.
pub(super) fn deadline(seconds: u64) -> Instant {
    clock::now() + Duration::from_secs(seconds.clamp(1, 86_400))
}
