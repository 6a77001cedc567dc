//! The HTTP clients: https with the certificates of the system or a given file, proxies of the environment or a given
//! one, no redirects of their own, and no way to switch verification off. Built when they are first needed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::blocking::Client;
use reqwest::{Certificate, Identity, Proxy, redirect};

/// How to reach servers, and how patient to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// PEM file of certificates to trust in place of the system's.
    pub ca_file: Option<PathBuf>,
    /// Proxy in place of the environment's (`HTTPS_PROXY`, `NO_PROXY`). This machine itself is never asked through one.
    pub proxy: Option<String>,
    /// Longest wait for a connection.
    pub connect: Duration,
    /// Longest silence of a server.
    pub silence: Duration,
    /// Slowest download accepted over that time, in bytes a second.
    pub slowest: u64,
    /// How often a request is made before it is given up.
    pub attempts: u32,
    /// Wait before the second attempt; it doubles with each, and each wait is drawn from its upper half.
    pub back_off: Duration,
    /// Longest wait a server may ask for.
    pub longest_wait: Duration,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            ca_file: None,
            proxy: None,
            connect: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            slowest: 256,
            attempts: 5,
            back_off: Duration::from_millis(800),
            longest_wait: Duration::from_secs(120),
        }
    }
}

/// Which client: through the proxy or not, and with which certificate.
type Which = (bool, Option<PathBuf>);

/// The clients of one pull.
#[derive(Debug)]
pub struct Clients {
    network: Network,
    built: Mutex<BTreeMap<Which, Client>>,
}

impl Clients {
    /// None built yet.
    pub fn new(network: Network) -> Self {
        Self { network, built: Mutex::new(BTreeMap::new()) }
    }

    /// The settings.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The client for a direct or proxied request, with a client certificate or without. Errors say what could not be
    /// read or used, without its content.
    pub fn get(&self, direct: bool, certificate: Option<&Path>) -> Result<Client, String> {
        let which = (direct, certificate.map(Path::to_owned));
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = built.get(&which) {
            return Ok(client.clone());
        }
        let client = self.build(direct, certificate)?;
        built.insert(which, client.clone());
        Ok(client)
    }

    fn build(&self, direct: bool, certificate: Option<&Path>) -> Result<Client, String> {
        // A second installation is refused by the library, and is no error here.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let network = &self.network;
        let mut builder = Client::builder()
            .user_agent(concat!("assess/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .connect_timeout(network.connect)
            .timeout(network.silence)
            .pool_idle_timeout(Duration::from_secs(30));
        if direct {
            builder = builder.no_proxy();
        } else if let Some(proxy) = &network.proxy {
            builder = builder.proxy(Proxy::all(proxy).map_err(|_| "the proxy is not an address".to_owned())?);
        }
        if let Some(file) = &network.ca_file {
            let pem = fs::read(file).map_err(|error| format!("`{}` cannot be read: {error}", file.display()))?;
            let trusted = Certificate::from_pem_bundle(&pem).unwrap_or_default();
            if trusted.is_empty() {
                return Err(format!("`{}` holds no certificate in PEM form", file.display()));
            }
            builder = builder.tls_certs_only(trusted);
        }
        if let Some(file) = certificate {
            let pem = fs::read(file)
                .map_err(|error| format!("the client certificate `{}` cannot be read: {error}", file.display()))?;
            let identity = Identity::from_pem(&pem).map_err(|_| {
                format!("`{}` does not hold a certificate and its private key in PEM form", file.display())
            })?;
            builder = builder.identity(identity);
        }
        builder.build().map_err(|error| format!("no secure connection can be set up: {}", error.without_url()))
    }
}
