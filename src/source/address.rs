//! Which addresses may be asked: https, or http to this machine; named hosts; nothing secret in the address itself.

use std::net::IpAddr;

use url::{Host, Url};

/// The address, if it may be asked; else what is wrong with it, without repeating anything secret.
pub fn check(address: &str, hosts: &[String]) -> Result<Url, String> {
    let url = parsed(address)?;
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(format!("the address of `{host}` is not encrypted (http)")),
        other => return Err(format!("the address is of the form `{other}:`, not https")),
    }
    allowed(&host, hosts)?;
    Ok(url)
}

fn parsed(address: &str) -> Result<Url, String> {
    let url = Url::parse(address).map_err(|error| format!("the address is not one: {error}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the address holds a user name or password".to_owned());
    }
    Ok(url)
}

fn allowed(host: &str, hosts: &[String]) -> Result<(), String> {
    if hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)) {
        return Ok(());
    }
    Err(format!("the host `{host}` is not among those that may be asked"))
}

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The name of the database.
    pub name: String,
    /// Whether it runs on this machine.
    pub loopback: bool,
}

/// The database of an address, if it may be asked; else what is wrong with it, without repeating anything secret.
///
/// # Errors
/// An address of another form, with a user, a password or settings, or of a host that may not be asked.
pub fn database(address: &str, hosts: &[String]) -> Result<Database, String> {
    let url = parsed(address)?;
    if !matches!(url.scheme(), "postgresql" | "postgres") {
        return Err(format!("the address is of the form `{}:`, not postgresql", url.scheme()));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("the address holds settings".to_owned());
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_ascii_lowercase();
    let name = url.path().trim_start_matches('/').to_owned();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if name.is_empty() || !name.bytes().all(plain) {
        return Err("the address names no database".to_owned());
    }
    allowed(&host, hosts)?;
    // Of a scheme that is not one of the web's the address leaves the host as it was written.
    let loopback = host.parse::<IpAddr>().map_or_else(|_| is_local(&host), |address| address.is_loopback());
    Ok(Database { host, port: url.port().unwrap_or(5432), name, loopback })
}

/// Whether the address is of this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => is_local(name),
        None => false,
    }
}

fn is_local(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
}

/// The address for messages, the lock and logs: without what a server may have put into its query, such as a signature.
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if url.query().is_some() {
        url.set_query(None);
        return format!("{url}?…");
    }
    url.set_fragment(None);
    url.to_string()
}
