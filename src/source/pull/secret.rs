//! Tokens and certificates: read from the environment or a file, handed to the request, and cut out of every text that
//! leaves `pull`.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Place};
use crate::source::catalogue::Auth;
use crate::source::input;

/// A token. It cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The token itself, for the request alone.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Who asks.
#[derive(Clone, Debug, Default)]
pub struct Credential {
    /// A token.
    pub token: Option<Secret>,
    /// The user's name at a database.
    pub user: Option<String>,
    /// Query parameter that carries it; a bearer header where this is empty.
    pub parameter: String,
    /// PEM file of a client certificate with its key.
    pub certificate: Option<PathBuf>,
}

/// A token is short; a device has no end.
fn token_of(file: &Path) -> std::io::Result<String> {
    let bytes = input::read(file, 1 << 16)?;
    String::from_utf8(bytes).map_err(|_| std::io::Error::new(std::io::ErrorKind::InvalidData, "it is not text"))
}

impl Credential {
    /// Finds the secret that a source names.
    pub fn find(
        auth: Option<&Auth>,
        root: &Path,
        environment: &dyn Fn(&str) -> Option<String>,
        place: &Place,
    ) -> Result<Self, Fault> {
        let Some(auth) = auth else { return Ok(Self::default()) };
        if !auth.certificate_file.is_empty() {
            return Ok(Self { certificate: Some(root.join(&auth.certificate_file)), ..Self::default() });
        }
        let missing = |what: String, remedy: String| Fault::new("token-missing", place.clone(), what, remedy);
        let token = if auth.token_env.is_empty() {
            token_of(&root.join(&auth.token_file)).map_err(|error| {
                missing(
                    format!("the token file `{}` cannot be read: {error}", auth.token_file),
                    "put the token into that file, and keep it out of version control".to_owned(),
                )
            })?
        } else {
            environment(&auth.token_env).ok_or_else(|| {
                missing(
                    format!("the environment variable `{}` is not set", auth.token_env),
                    "set it to the token for this run; the token is never written anywhere".to_owned(),
                )
            })?
        };
        let token = token.trim().to_owned();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(missing(
                "the token is empty, or holds characters that no token holds".to_owned(),
                "copy it again, without line breaks or spaces".to_owned(),
            ));
        }
        let user = match auth.user_env.as_str() {
            "" => None,
            name => Some(environment(name).filter(|user| !user.is_empty()).ok_or_else(|| {
                missing(
                    format!("the environment variable `{name}` is not set"),
                    "set it to the user's name for this run; it is never written anywhere".to_owned(),
                )
            })?),
        };
        Ok(Self { token: Some(Secret(token)), user, parameter: auth.parameter.clone(), certificate: None })
    }

    /// The text without the token, should a server have repeated it.
    pub fn scrub(&self, text: &str) -> String {
        match &self.token {
            Some(Secret(token)) => text.replace(token.as_str(), "[token]"),
            None => text.to_owned(),
        }
    }

    /// The fault without the token.
    pub fn scrub_fault(&self, fault: Fault) -> Fault {
        Fault { what: self.scrub(&fault.what), remedy: self.scrub(&fault.remedy), ..fault }
    }
}
