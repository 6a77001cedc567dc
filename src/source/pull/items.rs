//! From the catalogue to the files to be pulled: one for most sources, one a force or a period for the others.

use crate::fault::{Failure, Fault, Place};
use crate::source::Project;
use crate::source::catalogue::{CATALOGUE, Catalogue, Kind, Source};

/// Parameters that are bound to all forces, or all periods, as one array.
const ALL_FORCES: &str = "{forces}";
const ALL_PERIODS: &str = "{periods}";

/// One file to be pulled.
#[derive(Clone, Debug)]
pub struct Item {
    /// Key in the lock: the id of the source, and after a slash the force, the period, or both.
    pub key: String,
    /// Path under which the program reads it.
    pub path: String,
    /// The source.
    pub source: Source,
    /// Address, or empty where it is read from a folder.
    pub url: String,
    /// File of a folder, or empty.
    pub file: String,
    /// What a database is asked, or empty.
    pub statement: Statement,
}

/// A statement, and what its parameters are bound to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// Its file, relative to the project folder.
    pub file: String,
    /// Its text.
    pub text: String,
    /// What it is bound to, in order.
    pub parameters: Vec<Parameter>,
}

/// What a parameter is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A text.
    One(String),
    /// An array of texts.
    All(Vec<String>),
}

impl Item {
    /// Where its source is described.
    pub fn place(&self) -> Place {
        Place::line(CATALOGUE, self.source.line)
    }

    /// What the lock says was asked: the address, or the file of the folder.
    pub fn asked(&self) -> &str {
        if self.url.is_empty() { &self.file } else { &self.url }
    }

    /// A fault of this file.
    pub fn fault(&self, id: &'static str, what: &str, remedy: &str) -> Fault {
        Fault::new(id, self.place(), format!("`{}`: {what}", self.key), remedy)
    }
}

/// The files of the fetched sources, sorted by key. `only` names sources, or single files by their keys; all without it.
pub fn items(project: &mut Project, catalogue: &Catalogue, only: &[String]) -> Result<Vec<Item>, Failure> {
    let fetched: Vec<&Source> = catalogue.iter().filter(|source| source.fetched()).collect();
    let id_of = |name: &str| name.split('/').next().unwrap_or(name).to_owned();
    for name in only {
        let id = &id_of(name);
        if !fetched.iter().any(|source| source.id == *id) {
            let known: Vec<&str> = fetched.iter().map(|source| source.id.as_str()).collect();
            let remedy = match crate::fault::nearest(id, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "data/sources.toml names no source that is fetched".to_owned(),
                None => format!("the sources that are fetched are: {}", known.join(", ")),
            };
            return Err(Failure::cannot_run(format!("no fetched source is called `{id}`"), remedy));
        }
    }
    let mut found = Vec::new();
    for source in
        fetched.into_iter().filter(|source| only.is_empty() || only.iter().any(|name| id_of(name) == source.id))
    {
        found.extend(of_source(project, catalogue, source)?);
    }
    for key in only.iter().filter(|name| name.contains('/')) {
        if !found.iter().any(|item| item.key == *key) {
            let remedy = match crate::fault::nearest(key, found.iter().map(|item| item.key.as_str())) {
                Some(near) => format!("did you mean `{near}`? `assess pull --status` lists the keys"),
                None => "`assess pull --status` lists the keys".to_owned(),
            };
            return Err(Failure::cannot_run(format!("no file is called `{key}`"), remedy));
        }
    }
    found.retain(|item| only.is_empty() || only.contains(&item.source.id) || only.contains(&item.key));
    found.sort_by(|left, right| left.key.cmp(&right.key));
    Ok(found)
}

fn of_source(project: &mut Project, catalogue: &Catalogue, source: &Source) -> Result<Vec<Item>, Fault> {
    let by_force = source.templates().any(|text| text.contains("{force}"));
    let by_period = source.templates().any(|text| text.contains("{period}"));
    let asks_forces = by_force || source.templates().any(|text| text == ALL_FORCES);
    let all_forces = match (asks_forces, source.forces.is_empty()) {
        (true, true) => force_codes(project, catalogue)?,
        (_, _) => source.forces.clone(),
    };
    let asked = if source.kind == Kind::Sql { Some(text_of(project, source)?) } else { None };
    let forces = if by_force { all_forces.clone() } else { vec![String::new()] };
    let periods = if by_period { source.each_period.clone() } else { vec![String::new()] };
    let ending = source.form().ending();
    let mut items = Vec::new();
    for period in &periods {
        for force in &forces {
            let parts: Vec<&str> = [period, force].into_iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
            let fill = |text: &str| text.replace("{force}", force).replace("{period}", period);
            let key = [&[source.id.as_str()], parts.as_slice()].concat().join("/");
            let path = format!("fetched/{key}.{ending}");
            let (mut url, file) = (fill(&source.url), fill(&source.folder));
            let mut statement = Statement::default();
            if let Some((file, text)) = asked.clone() {
                let bound = |parameter: &String| match parameter.as_str() {
                    ALL_FORCES => Parameter::All(all_forces.clone()),
                    ALL_PERIODS => Parameter::All(source.each_period.clone()),
                    one => Parameter::One(fill(one)),
                };
                let parameters: Vec<Parameter> = source.parameters.iter().map(bound).collect();
                // The lock pins what was asked too: another statement is another address.
                let hash = crate::source::sha256(format!("{text}\n{parameters:?}").as_bytes());
                url = format!("{url}?statement={hash}");
                statement = Statement { file, text, parameters };
            }
            items.push(Item { key, path, source: source.clone(), url, file, statement });
        }
    }
    Ok(items)
}

/// The file of a database's statement, and its text.
fn text_of(project: &mut Project, source: &Source) -> Result<(String, String), Fault> {
    let file = format!("data/{}", source.statement);
    let text = project.text(&file)?;
    if text.trim().is_empty() {
        let place = Place::line(CATALOGUE, source.line);
        return Err(Fault::new("statement-empty", place, format!("`{file}` holds no statement"), "write it there"));
    }
    Ok((file, text))
}

/// The codes of the force reference.
fn force_codes(project: &mut Project, catalogue: &Catalogue) -> Result<Vec<String>, Fault> {
    let reference = catalogue.iter().find(|source| source.contract == "forces" && !source.fetched());
    let path = match reference {
        Some(source) => source.path.clone(),
        None => catalogue.get("forces")?.path.clone(),
    };
    let text = project.text(&path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let unusable = |what: String| {
        Fault::new("column-missing", Place::line(&path, 1), what, "restore the force reference from version control")
    };
    let header = reader.headers().map_err(|error| unusable(format!("it is not a CSV table: {error}")))?;
    let column = header.iter().position(|name| name == "force_code");
    let column = column.ok_or_else(|| unusable("the column `force_code` is missing".to_owned()))?;
    let mut codes: Vec<String> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unusable(format!("it is not a CSV table: {error}")))?;
        codes.extend(record.get(column).filter(|code| !code.is_empty()).map(str::to_owned));
    }
    Ok(codes)
}
