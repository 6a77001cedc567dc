//! What the interfaces have in common: JSON answers, addresses, and tables put together from pages.

use serde_json::Value;

use super::{Answer, Fault, Item};

/// Pages after which a query is taken to have no end.
pub(super) const MOST_PAGES: usize = 2_000;

/// An answer as JSON.
pub(super) fn parse(item: &Item, answer: Option<&Answer>) -> Result<Value, Fault> {
    let body = answer.map(|answer| answer.body.as_slice()).unwrap_or_default();
    serde_json::from_slice(body).map_err(|error| {
        // The text itself is not repeated: it may be a page that asks for a password.
        let what = format!("the interface did not answer in JSON ({error})");
        item.fault("answer-unexpected", &what, "check url in data/sources.toml; the interface may have moved")
    })
}

/// A fault where an answer lacks something.
pub(super) fn lacking(item: &Item, what: &str) -> Fault {
    let what = format!("the answer of the interface has no {what}");
    item.fault("answer-unexpected", &what, "the interface may have changed; check its documentation and the data set")
}

/// The text at a path; empty where there is none.
pub(super) fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// The day of an instant: the first ten characters of `2024-03-01T09:30:00+00:00`.
pub(super) fn day(instant: &str) -> String {
    let day = instant.get(..10).unwrap_or_default();
    if day.parse::<jiff::civil::Date>().is_ok() { day.to_owned() } else { String::new() }
}

/// An address made of parts, without doubled slashes.
pub(super) fn address(base: &str, path: &str) -> String {
    format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches('/'))
}

/// `?a=1&b=2` of pairs, in their order; nothing of none.
pub(super) fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        out.push(if out.is_empty() { '?' } else { '&' });
        out.push_str(&encoded(name));
        out.push('=');
        out.push_str(&encoded(&value));
    }
    out
}

/// Everything but the unreserved characters of RFC 3986 as percent codes.
pub(super) fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A value of `query` in the catalogue as an interface takes it in an address: lists joined by commas.
pub(super) fn parameter(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(values) => values.iter().map(parameter).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// A table as CSV.
pub(super) fn csv(header: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail, and every row is as long as the header by construction.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
