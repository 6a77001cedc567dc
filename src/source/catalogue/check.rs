//! Whether the keys of a source go together. Every fault names the line at which the source begins.

use std::ops::Range;

use super::{Auth, Kind, Limits, Source};
use crate::fault::Fault;
use crate::source::Settings;

/// What is wrong with a source, before its path is completed.
pub(super) fn faults(source: &Source, limits: &Limits, settings: &Settings, span: &Range<usize>) -> Vec<Fault> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut refuse = |what: String, remedy: &str| found.push((what, remedy.to_owned()));
    let id = &source.id;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if id.is_empty() || !id.bytes().all(plain) {
        refuse(format!("the id `{id}` is not made of small letters, digits and hyphens"), "rename it: my-source-2024");
    }
    match source.kind {
        Kind::Local => {
            if source.path.is_empty() {
                refuse(format!("`{id}` is local and has no path"), "add path = \"public/file.csv\", below `data`");
            }
            if !source.url.is_empty() || source.auth.is_some() || !source.folder.is_empty() {
                refuse(
                    format!("`{id}` has an address and no kind"),
                    "add kind = \"file\", \"govuk\", \"dfe-csv\", \"dfe-query\", \"nomis\", \"ons\", \"sql\" or \"inbox\"",
                );
            }
        }
        _ if !source.path.is_empty() => refuse(
            format!("`{id}` is fetched and has a path too"),
            "remove the path: what is fetched stands in the store, by the hash in the lock",
        ),
        Kind::Inbox if source.url.is_empty() == source.folder.is_empty() => {
            refuse(format!("the inbox `{id}` needs an address or a folder"), "give one of url and folder, not both");
        }
        Kind::Inbox if !source.url.contains("{force}") && !source.folder.contains("{force}") => refuse(
            format!("the inbox `{id}` does not say which file is which force's"),
            "write {force} where the force's code stands: folder = \"/mnt/hub/{force}.*\"",
        ),
        Kind::Inbox => {}
        _ if source.url.is_empty() => {
            refuse(format!("`{id}` is fetched and has no address"), "add url = \"https://…\"")
        }
        _ if !source.folder.is_empty() => refuse(format!("`{id}` has a folder"), "only kind = \"inbox\" has one"),
        _ => {}
    }
    if !source.live.is_empty() && !source.live.starts_with("https://") {
        refuse(
            format!("the live address of `{id}` is not https"),
            "live is where a local source has its newer vintages: give an address that begins with https://",
        );
    }
    if source.fetched() {
        fetched(source, limits, &mut refuse);
    }
    for (what, remedy) in source.not_persons.iter().filter_map(crate::source::person_level::Answer::wrong) {
        refuse(format!("`{id}`, not_persons: {what}"), &remedy);
    }
    found.into_iter().map(|(what, remedy)| settings.fault("source-invalid", span, what, &remedy)).collect()
}

fn fetched(source: &Source, limits: &Limits, refuse: &mut dyn FnMut(String, &str)) {
    let id = &source.id;
    let periods = source.templates().any(|text| text.contains("{period}") || text.contains("{periods}"));
    if periods == source.each_period.is_empty() {
        refuse(
            format!("`{id}`: {{period}} and each_period go together"),
            "write {period} in the address or {periods} among the parameters, and each_period = [\"2024-25\", …]",
        );
    }
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    for part in source.each_period.iter().chain(&source.forces) {
        if !plain(part) {
            refuse(
                format!("`{id}`: `{part}` cannot stand in an address or a file name"),
                "use letters, digits and hyphens: 2024-25",
            );
        }
    }
    if matches!(source.kind, Kind::File | Kind::Inbox) && source.format.is_none() && !source.folder.ends_with(".*") {
        refuse(
            format!("`{id}` has no format"),
            "add format = \"csv\", \"json\", \"ods\", \"xlsx\", \"xls\" or \"parquet\"",
        );
    }
    if matches!(source.kind, Kind::DfeCsv | Kind::DfeQuery | Kind::Nomis | Kind::Ons) && !plain_path(&source.data_set) {
        refuse(format!("`{id}` names no data set"), "add data_set = \"…\", its identifier with the publisher");
    }
    if matches!(source.kind, Kind::DfeQuery | Kind::Nomis) && source.query.is_empty() {
        refuse(format!("`{id}` asks for nothing"), "add [source.query] with what to ask for, in the publisher's words");
    }
    if let Some(auth) = &source.auth {
        authentication(id, auth, refuse);
    }
    for name in secrets(source) {
        refuse(
            format!(
                "`{id}`: `{name}` in the address or the query looks like a key, which would stand in version control"
            ),
            &format!("take it out, and give auth = {{ token_env = \"A_NAME\", parameter = \"{name}\" }}"),
        );
    }
    if source.kind == Kind::Sql {
        return database(source, limits, refuse);
    }
    if !source.statement.is_empty() || !source.parameters.is_empty() {
        refuse(format!("`{id}` has a statement and is no database"), "add kind = \"sql\", or take it out");
    }
    if source.auth.as_ref().is_some_and(|auth| !auth.user_env.is_empty()) {
        refuse(format!("`{id}` names a user and is no database"), "take user_env out: only kind = \"sql\" has one");
    }
    if source.url.is_empty() {
        return;
    }
    let remedy = "write a full address, https://host/…, whose host stands in hosts of [pull]; http only for loopback";
    if let Err(what) = super::super::address::check(&source.url.replace(['{', '}'], ""), &limits.hosts) {
        refuse(format!("`{id}`: {what}"), remedy);
    }
}

/// What only a database has.
fn database(source: &Source, limits: &Limits, refuse: &mut dyn FnMut(String, &str)) {
    let id = &source.id;
    if let Err(what) = super::super::address::database(&source.url, &limits.hosts) {
        let remedy = "write postgresql://host:5432/database, whose host stands in hosts of [pull]";
        refuse(format!("`{id}`: {what}"), remedy);
    }
    if source.statement.is_empty() || !is_inside(&source.statement) || !source.statement.ends_with(".sql") {
        refuse(
            format!("`{id}` names no file of its statement below `data`"),
            "add statement = \"queries/returns.sql\", and put the statement into data/queries/returns.sql",
        );
    }
    if source.contract.is_empty() {
        refuse(
            format!("`{id}` has no contract, so nothing says which columns may be fetched"),
            "add contract = \"…\": only columns that it names are asked for",
        );
    }
    if source.form() != super::Format::Csv {
        refuse(format!("`{id}` has a format"), "take format out: what a database gives is kept as CSV");
    }
    let named = source.auth.as_ref().filter(|auth| !auth.user_env.is_empty() && auth.certificate_file.is_empty());
    if named.is_none() {
        refuse(
            format!("`{id}` does not say which environment variables hold user and password"),
            "add auth = { user_env = \"A_NAME\", token_env = \"ANOTHER\" }",
        );
    }
    for list in source.parameters.iter().filter(|text| text.contains("{forces}") || text.contains("{periods}")) {
        if list != "{forces}" && list != "{periods}" {
            refuse(
                format!("`{id}`: the parameter `{list}` mixes a list with other words"),
                "let {forces} or {periods} stand alone, and write `= any($1)` in the statement",
            );
        }
    }
}

/// Parameters of the address and of the query that carry a key.
fn secrets(source: &Source) -> Vec<String> {
    let query = source.url.split_once('?').map_or("", |(_, query)| query);
    let in_address = query.split(['&', '#']).filter_map(|pair| pair.split_once('=')).map(|(name, _)| name.to_owned());
    let is_secret = |name: &String| {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        SECRETS.contains(&plain.as_str())
    };
    in_address.chain(source.query.keys().cloned()).filter(is_secret).collect()
}

/// Names of parameters under which interfaces take keys, without signs.
const SECRETS: [&str; 17] = [
    "key",
    "apikey",
    "accesskey",
    "subscriptionkey",
    "ocpapimsubscriptionkey",
    "token",
    "accesstoken",
    "authtoken",
    "auth",
    "uid",
    "sig",
    "signature",
    "secret",
    "clientsecret",
    "password",
    "pwd",
    "sharedaccesssignature",
];

fn plain_path(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// Whether a path leads nowhere but down.
fn is_inside(path: &str) -> bool {
    std::path::Path::new(path).components().all(|step| matches!(step, std::path::Component::Normal(_)))
}

fn authentication(id: &str, auth: &Auth, refuse: &mut dyn FnMut(String, &str)) {
    for path in [&auth.token_file, &auth.certificate_file].into_iter().filter(|path| !path.is_empty()) {
        if !is_inside(path) {
            refuse(
                format!("`{id}`: the path `{path}` leads out of the project folder"),
                "put the file below the project folder, keep it out of version control, and name it from there",
            );
        }
    }
    let given = [&auth.token_env, &auth.token_file, &auth.certificate_file];
    if given.iter().filter(|text| !text.is_empty()).count() != 1 {
        refuse(
            format!("`{id}`: auth names not exactly one of a token and a certificate"),
            "give one of token_env, token_file and certificate_file; the secret itself never stands in the catalogue",
        );
    }
}
