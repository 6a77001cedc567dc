//! A server with a certificate that no system trusts, which may ask its clients for theirs.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use super::server::{Asked, Connection, Reply, Server};

/// A certificate that vouches for itself.
pub(crate) struct Identity {
    pub(crate) certificate: CertificateDer<'static>,
    /// The certificate alone, to be trusted.
    pub(crate) pem: String,
    /// The certificate with its key, to be shown.
    pub(crate) pem_with_key: String,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    /// One that ran out in 2020.
    fn expired(names: &[&str]) -> Self {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut asked = rcgen::CertificateParams::new(names).unwrap();
        asked.not_before = rcgen::date_time_ymd(2019, 1, 1);
        asked.not_after = rcgen::date_time_ymd(2020, 1, 1);
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = asked.self_signed(&key).unwrap();
        Self::made(&certificate, &key)
    }

    pub(crate) fn of(names: &[&str]) -> Self {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        Self::made(&made.cert, &made.signing_key)
    }

    fn made(certificate: &rcgen::Certificate, key: &rcgen::KeyPair) -> Self {
        let pem = certificate.pem();
        Self {
            certificate: certificate.der().clone(),
            pem_with_key: format!("{pem}{}", key.serialize_pem()),
            pem,
            key: PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        }
    }
}

/// A server that anyone may ask; gives the certificate to trust.
pub(crate) fn tls(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static, names: &[&str]) -> (Server, String) {
    start(answer, Identity::of(names), None)
}

/// A server that answers only to this client.
pub(crate) fn mutual(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static, client: &Identity) -> (Server, String) {
    start(answer, Identity::of(&["127.0.0.1"]), Some(client))
}

/// A server whose certificate has run out.
pub(crate) fn expired(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (Server, String) {
    start(answer, Identity::expired(&["127.0.0.1"]), None)
}

fn start(
    answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    own: Identity,
    client: Option<&Identity>,
) -> (Server, String) {
    let Identity { certificate, pem, key, .. } = own;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let config = config.unwrap();
    let config = match client {
        None => config.with_no_client_auth(),
        Some(client) => {
            let mut roots = RootCertStore::empty();
            roots.add(client.certificate.clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            config.with_client_cert_verifier(verifier.unwrap())
        }
    };
    let config = Arc::new(config.with_single_cert(vec![certificate], key).unwrap());
    let server = Server::over(answer, move |stream| handshake(stream, &config));
    (server, pem)
}

fn handshake(mut stream: TcpStream, config: &Arc<ServerConfig>) -> Option<Box<dyn Connection>> {
    let mut connection = ServerConnection::new(Arc::clone(config)).ok()?;
    while connection.is_handshaking() {
        if connection.complete_io(&mut stream).is_err() {
            // What the client has sent is read to its end: closing before that would take the refusal back.
            let _ = stream.flush();
            let _ = stream.shutdown(Shutdown::Write);
            let _ = stream.set_read_timeout(Some(Duration::from_millis(500)));
            let _ = stream.read_to_end(&mut Vec::new());
            return None;
        }
    }
    Some(Box::new(StreamOwned::new(connection, stream)))
}
