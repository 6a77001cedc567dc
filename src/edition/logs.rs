//! Logs of assumptions, decisions and data that people keep for an assurance statement: `data/logs/*.toml`.
//!
//! In: every TOML file of the folder. Out: the entries in the order of files and lines, each under an identifier of its own, with day, role,
//! what, why and evidence; and who holds which role. The roles are those of the Aqua Book. No build reads them, so that an entry can be
//! written when a release stands, and nobody is ever named but by a person who writes it there.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Edition, is_identifier};
use crate::fault::{Failure, Faults, Place};
use crate::source::{Project, Settings, Spanned};

/// Where they stand.
pub const LOGS: &str = "data/logs";

/// Name of the fault of an entry.
const INVALID: &str = "log-invalid";

/// Fewer characters than this say nothing.
const LEAST_WORDS: usize = 20;

/// The roles that guidance on analytical quality names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Asks for the analysis and agrees what it is fit for.
    Commissioner,
    /// Makes it and documents it.
    Analyst,
    /// Checks it independently of the analyst.
    AnalyticalAssurer,
    /// Signs it off for release.
    Approver,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Commissioner, Self::Analyst, Self::AnalyticalAssurer, Self::Approver];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Commissioner => "Commissioner",
            Self::Analyst => "Analyst",
            Self::AnalyticalAssurer => "Analytical assurer",
            Self::Approver => "Approver",
        }
    }

    /// What who holds it does.
    pub fn does(self) -> &'static str {
        match self {
            Self::Commissioner => "asks for the analysis and agrees what it is fit for",
            Self::Analyst => "makes it and documents it",
            Self::AnalyticalAssurer => "checks it independently of the analyst",
            Self::Approver => "signs it off for release",
        }
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// What is assumed.
    #[serde(default)]
    assumption: Vec<Spanned<FileEntry>>,
    /// What was decided, or is to be.
    #[serde(default)]
    decision: Vec<Spanned<FileEntry>>,
    /// What is known of the data.
    #[serde(default)]
    data: Vec<Spanned<FileEntry>>,
    /// Who holds a role.
    #[serde(default)]
    role: Vec<Spanned<FileHolder>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    /// Lower-case words joined by hyphens, of one entry alone in all logs.
    id: Spanned<String>,
    /// Edition that it is about; every one without it.
    edition: Option<Spanned<i16>>,
    /// Day on which it was written down, or decided where somebody did.
    on: Spanned<String>,
    /// Whose it is to answer for.
    role: Role,
    /// Name and organisation of the person who did; left out while nobody has.
    by: Option<Spanned<String>>,
    /// What is assumed, decided or to be decided, or known of the data.
    what: Spanned<String>,
    /// Why.
    why: Spanned<String>,
    /// What it rests on: files of the project (`data/…`, `report/…`), addresses, or words.
    evidence: Spanned<Vec<Spanned<String>>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileHolder {
    /// The role.
    role: Role,
    /// Name and organisation of the person who holds it.
    person: Spanned<String>,
    /// Day since which the person does.
    on: Spanned<String>,
    /// Edition for which the person does; every one without it.
    edition: Option<Spanned<i16>>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its identifier.
    pub id: String,
    /// Edition that it is about; every one without it.
    pub edition: Option<i16>,
    /// Its day.
    pub on: Date,
    /// Whose it is to answer for.
    pub role: Role,
    /// Who did; nobody while it is open.
    pub by: Option<String>,
    /// What is assumed, decided or known.
    pub what: String,
    /// Why.
    pub why: String,
    /// What it rests on.
    pub evidence: Vec<String>,
}

/// Who holds a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The role.
    pub role: Role,
    /// Name and organisation.
    pub person: String,
    /// Since when.
    pub on: Date,
    /// Edition for which the person does; every one without it.
    pub edition: Option<i16>,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logs {
    /// What is assumed.
    pub assumptions: Vec<Entry>,
    /// What was decided, or is to be.
    pub decisions: Vec<Entry>,
    /// What is known of the data.
    pub data: Vec<Entry>,
    /// Who holds a role.
    pub holders: Vec<Holder>,
}

impl Logs {
    /// The schema of a file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads every log; none where the project has no such folder.
    ///
    /// # Errors
    /// What is wrong with entries, each at its file and line.
    pub fn read(project: &mut Project) -> Result<Self, Failure> {
        let mut logs = Self::default();
        if project.is_built_in() || crate::writing::kind(&project.root().join(LOGS)).ok().flatten().is_none() {
            return Ok(logs);
        }
        let editions = Edition::years(project)?;
        let mut reader = Reader { editions, ids: BTreeSet::new(), faults: Faults::new() };
        let mut places = Vec::new();
        for path in project.list(LOGS, ".toml").map_err(|fault| vec![fault])? {
            let text = reader.faults.keep(project.text(&path)).map(|text| Settings::new(&path, text));
            let Some(settings) = text else { continue };
            let Some(file) = reader.faults.keep(settings.parse::<File>()) else { continue };
            let kinds = [
                (&mut logs.assumptions, file.assumption),
                (&mut logs.decisions, file.decision),
                (&mut logs.data, file.data),
            ];
            for (kept, entries) in kinds {
                kept.extend(
                    entries.into_iter().filter_map(|entry| reader.entry(project, &settings, entry.into_inner())),
                );
            }
            for holder in file.role {
                let place = settings.place(&holder.span());
                if let Some(holder) = reader.holder(&settings, holder.into_inner()) {
                    logs.holders.push(holder);
                    places.push(place);
                }
            }
        }
        reader.independent(&logs.holders, &places);
        Ok(reader.faults.into_result(logs)?)
    }

    /// Those of an edition.
    #[must_use]
    pub fn of(mut self, year: i16) -> Self {
        let mine = |edition: Option<i16>| edition.is_none_or(|edition| edition == year);
        for entries in [&mut self.assumptions, &mut self.decisions, &mut self.data] {
            entries.retain(|entry| mine(entry.edition));
        }
        self.holders.retain(|holder| mine(holder.edition));
        self
    }
}

struct Reader {
    editions: Vec<i16>,
    ids: BTreeSet<String>,
    faults: Faults,
}

impl Reader {
    fn refuse<T>(&mut self, settings: &Settings, at: &Spanned<T>, what: impl Into<String>, remedy: &str) {
        self.faults.push(settings.fault(INVALID, &at.span(), what, remedy));
    }

    /// An entry; none where it is wrong.
    fn entry(&mut self, project: &Project, settings: &Settings, entry: FileEntry) -> Option<Entry> {
        let before = self.faults.len();
        let FileEntry { id, edition, on, role, by, what, why, evidence } = entry;
        let name = id.get_ref();
        if !is_identifier(name) {
            self.refuse(
                settings,
                &id,
                format!("`{name}` is no name of an entry"),
                "give lower-case words joined by hyphens",
            );
        } else if !self.ids.insert(name.clone()) {
            let remedy = "give one of them another, and never one that was used before: others refer to it";
            self.refuse(settings, &id, format!("two entries of the logs have the name `{name}`"), remedy);
        }
        for (words, key) in [(&what, "what"), (&why, "why")] {
            if words.get_ref().trim().chars().count() < LEAST_WORDS {
                let said = format!("`{key}` of the entry `{name}` is too short to say it");
                self.refuse(settings, words, said, "say it in a sentence: the assurance statement prints it");
            }
        }
        if evidence.get_ref().is_empty() {
            let said = format!("the entry `{name}` rests on nothing");
            self.refuse(
                settings,
                &evidence,
                said,
                "name what it rests on: a file of the project, an address, or words",
            );
        }
        for one in evidence.get_ref() {
            let of_project = ["data/", "report/"].iter().any(|folder| one.get_ref().starts_with(folder));
            let is_there = || crate::writing::kind(&project.root().join(one.get_ref())).ok().flatten().is_some();
            if one.get_ref().trim().is_empty() {
                self.refuse(settings, one, "this evidence is empty", "name it, or take it out");
            } else if of_project && !(inside(one.get_ref()) && is_there()) {
                let said = format!("the project has no `{}`, which is named as evidence", one.get_ref());
                self.refuse(settings, one, said, "mend the path, or say what else the entry rests on");
            }
        }
        let on = self.day(settings, &on);
        self.known(settings, edition.as_ref());
        let by = by.and_then(|by| self.person(settings, &by));
        let words = |words: Spanned<String>| words.into_inner().trim().to_owned();
        let entry = Entry {
            id: id.into_inner(),
            edition: edition.map(Spanned::into_inner),
            on: on?,
            role,
            by,
            what: words(what),
            why: words(why),
            evidence: evidence.into_inner().into_iter().map(words).collect(),
        };
        (self.faults.len() == before).then_some(entry)
    }

    fn holder(&mut self, settings: &Settings, holder: FileHolder) -> Option<Holder> {
        let FileHolder { role, person, on, edition } = holder;
        self.known(settings, edition.as_ref());
        let (person, on) = (self.person(settings, &person), self.day(settings, &on));
        Some(Holder { role, person: person?, on: on?, edition: edition.map(Spanned::into_inner) })
    }

    fn day(&mut self, settings: &Settings, on: &Spanned<String>) -> Option<Date> {
        let day = on.get_ref().parse().ok();
        if day.is_none() {
            self.refuse(settings, on, format!("`{}` is not a date", on.get_ref()), "write it as on = \"2026-11-30\"");
        }
        day
    }

    /// A person: a name and where they are from. A role, or that somebody will come, names nobody.
    fn person(&mut self, settings: &Settings, by: &Spanned<String>) -> Option<String> {
        let named = by.get_ref().trim();
        let (name, organisation) = named.split_once(',').unwrap_or((named, ""));
        let is_role = Role::ALL.iter().any(|role| role.words().eq_ignore_ascii_case(name.trim()));
        if name.trim().is_empty() || organisation.trim().is_empty() || is_role {
            let remedy = "give name and organisation, as in \"A. Name, Organisation\"; leave it out while nobody is";
            self.refuse(settings, by, format!("`{named}` does not name a person"), remedy);
            return None;
        }
        Some(named.to_owned())
    }

    fn known(&mut self, settings: &Settings, edition: Option<&Spanned<i16>>) {
        let Some(edition) = edition.filter(|edition| !self.editions.contains(edition.get_ref())) else { return };
        let said = format!("there is no edition {}", edition.get_ref());
        self.refuse(settings, edition, said, "name one that the folder `report` holds, or none for all of them");
    }

    /// Whoever checks an analysis has not made it.
    fn independent(&mut self, holders: &[Holder], places: &[Place]) {
        let same = |one: Option<i16>, other: Option<i16>| one.is_none() || other.is_none() || one == other;
        for (holder, place) in holders.iter().zip(places) {
            let both = |other: &Holder| {
                holder.role == Role::AnalyticalAssurer
                    && other.role == Role::Analyst
                    && other.person.eq_ignore_ascii_case(&holder.person)
                    && same(other.edition, holder.edition)
            };
            if holders.iter().any(both) {
                let said = format!("`{}` is written down as analyst and as analytical assurer", holder.person);
                let remedy = "name another person as assurer: whoever checks the analysis has not made it";
                self.faults.push(crate::fault::Fault::new(INVALID, place.clone(), said, remedy));
            }
        }
    }
}

/// Whether a path stays in the project.
fn inside(path: &str) -> bool {
    path.split('/').all(|part| !part.is_empty() && part != ".." && part != ".")
}
