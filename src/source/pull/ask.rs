//! What a kind of source may ask of the network: short answers, and the file itself.

use crate::fault::Fault;

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Address, without the token.
    pub url: String,
    /// JSON to post; without it the request is a GET.
    pub post: Option<String>,
}

impl Request {
    /// Asks for an address.
    pub fn get(url: impl Into<String>) -> Self {
        Self { url: url.into(), post: None }
    }

    /// Posts JSON to an address.
    pub fn post(url: impl Into<String>, json: &serde_json::Value) -> Self {
        Self { url: url.into(), post: Some(json.to_string()) }
    }
}

/// A short answer, whole and in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Its bytes.
    pub body: Vec<u8>,
}

/// How a server tells two vintages apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Validators {
    /// Its `ETag`; empty where there is none.
    #[serde(default)]
    pub etag: String,
    /// Its `Last-Modified`; empty where there is none.
    #[serde(default)]
    pub last_modified: String,
}

/// A file that was fetched, or need not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Download {
    /// The server says that it is the one already held.
    Unchanged,
    /// The file stands beside the store, whole.
    File(Arrived),
}

/// A file that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Where it stands.
    pub file: std::path::PathBuf,
    /// Address that gave it, for the lock.
    pub reached: String,
    /// Media type stated.
    pub media_type: String,
    /// Its validators.
    pub validators: Validators,
}

/// Asks. The one implementation that goes to the network is `fetch::Asker`; kinds of source are tested with others.
pub trait Fetch {
    /// A short answer, such as a page of results.
    fn ask(&self, request: &Request) -> Result<Answer, Fault>;
    /// A file, unless it is the one `held`.
    fn download(&self, request: &Request, held: Option<&Validators>) -> Result<Download, Fault>;
}
