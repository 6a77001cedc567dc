//! Reads the definitions from their files, and refuses what cannot be.
//!
//! In: the files of the folder. Out: the definitions and the relations they state, or every fault with its line. An override
//! must name a definition that exists, have a written reason, change something, and stand once for a pair.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Criteria, Criterion, Definition, Definitions, FOLDER, Override, Quoted, Reference, Relation, Unit, Verified,
    Wording, relation, wording,
};
use crate::fault::{Fault, Faults, nearest};
use crate::source::{Project, Settings, Spanned};

/// Fewest characters of a reason: less is a word, not a reason.
const SHORTEST_REASON: usize = 20;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Stable identifier, also the name of the file.
    id: Spanned<String>,
    /// Number in the chapter's list of definitions.
    number: Option<String>,
    /// Version, from 1.
    version: NonZeroU32,
    /// Title.
    title: Spanned<String>,
    /// Who owns it.
    owner: Spanned<String>,
    /// When it was made, in words.
    date: String,
    /// How far the wording was checked against its source.
    verified: Verified,
    /// Whose words `text` is in.
    wording: Wording,
    /// Where in the source it stands: a paragraph, a page.
    #[serde(default)]
    place: String,
    /// Words of its owner that `text` quotes.
    #[serde(default)]
    quoted: Vec<Quoted>,
    /// Criteria that rest on no wording that was found.
    #[serde(default)]
    unverified: Vec<Criterion>,
    /// Where it was published.
    source: Reference,
    /// What it counts.
    unit: Unit,
    /// What it says; words of its owner stand in quotation marks.
    text: Spanned<String>,
    /// The criteria by which definitions are compared.
    criteria: Criteria,
    /// Relations to other definitions that the criteria do not give, by identifier.
    #[serde(default, rename = "override")]
    overrides: BTreeMap<Spanned<String>, FileOverride>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileOverride {
    /// The relation.
    relation: FileRelation,
    /// Why the criteria do not give it.
    reason: Spanned<String>,
}

/// The relations that can be stated. A different unit cannot: it follows from the units and nothing else.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum FileRelation {
    Same,
    Narrower,
    Broader,
    Overlapping,
}

impl From<FileRelation> for Relation {
    fn from(stated: FileRelation) -> Self {
        match stated {
            FileRelation::Same => Self::Same,
            FileRelation::Narrower => Self::Narrower,
            FileRelation::Broader => Self::Broader,
            FileRelation::Overlapping => Self::Overlapping,
        }
    }
}

/// What one file states of another definition, with the file itself so that a fault can be placed.
struct Stated<'a> {
    settings: &'a Settings,
    from: String,
    to: Spanned<String>,
    relation: Relation,
    reason: Spanned<String>,
}

/// Reads every definition.
pub(super) fn read(project: &mut Project) -> Result<Definitions, Vec<Fault>> {
    let mut faults = Faults::new();
    let mut files = Vec::new();
    let mut known = BTreeSet::new();
    for path in project.list(FOLDER, ".toml").map_err(|fault| vec![fault])? {
        // A file that cannot be read is still there: an override that names it is not a second fault.
        known.extend(stem(&path).map(str::to_owned));
        if let Some(text) = faults.keep(project.text(&path)) {
            files.push(Settings::new(&path, text));
        }
    }

    let mut definitions = BTreeMap::new();
    let mut stated = Vec::new();
    for settings in &files {
        let Some(file) = faults.keep(settings.parse::<File>()) else { continue };
        let (definition, overrides) = definition(file, settings, &mut faults);
        stated.extend(overrides);
        definitions.insert(definition.id.clone(), definition);
    }

    let mut read = Definitions { definitions, overrides: BTreeMap::new() };
    for entry in stated {
        if let Some(fault) = fault(&entry, &read, &known) {
            faults.push(fault);
        } else {
            let pair = (entry.from, entry.to.into_inner());
            read.overrides.insert(pair, Override { relation: entry.relation, reason: entry.reason.into_inner() });
        }
    }
    faults.into_result(read)
}

fn stem(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".toml")
}

/// A file as a definition and what it states of others.
fn definition<'a>(file: File, settings: &'a Settings, faults: &mut Faults) -> (Definition, Vec<Stated<'a>>) {
    if stem(settings.file()) != Some(file.id.get_ref()) {
        let what = format!("the file holds the definition `{}`", file.id.get_ref());
        let remedy = "name the file after the definition it holds";
        faults.push(settings.fault("definition-misnamed", &file.id.span(), what, remedy));
    }
    for (key, value) in [("title", &file.title), ("owner", &file.owner), ("text", &file.text)] {
        if value.get_ref().trim().is_empty() {
            let what = format!("the `{key}` is empty");
            let remedy = "write it; the chapter prints it";
            faults.push(settings.fault("definition-incomplete", &value.span(), what, remedy));
        }
    }
    if let Some((what, remedy)) = wording::wrong(file.wording, file.verified, &file.quoted, file.text.get_ref()) {
        faults.push(settings.fault("definition-wording", &file.text.span(), what, remedy));
    }
    let id = file.id.into_inner();
    let overrides = file.overrides.into_iter().map(|(to, stated)| Stated {
        settings,
        from: id.clone(),
        to,
        relation: stated.relation.into(),
        reason: stated.reason,
    });
    let overrides = overrides.collect();
    let definition = Definition {
        id,
        number: file.number,
        version: file.version,
        title: file.title.into_inner(),
        owner: file.owner.into_inner(),
        date: file.date,
        verified: file.verified,
        unverified: file.unverified,
        source: file.source,
        unit: file.unit,
        wording: file.wording,
        place: file.place,
        quoted: file.quoted,
        text: file.text.into_inner(),
        criteria: file.criteria,
    };
    (definition, overrides)
}

/// What is wrong with an override, first things first.
fn fault(stated: &Stated<'_>, read: &Definitions, known: &BTreeSet<String>) -> Option<Fault> {
    let Stated { settings, from, to, .. } = stated;
    let to_id = to.get_ref().as_str();
    let at = |id: &'static str, what: String, remedy: &str| Some(settings.fault(id, &to.span(), what, remedy));
    if !known.contains(to_id) {
        let what = format!("the override names `{to_id}`, which has no file in {FOLDER}");
        let remedy = match nearest(to_id, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("give one of {}", known.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
        };
        return at("definition-unknown", what, &remedy);
    }
    let reason = &stated.reason;
    if reason.get_ref().trim().chars().count() < SHORTEST_REASON {
        let what = format!("the override of `{to_id}` has the reason “{}”", reason.get_ref().trim());
        let remedy = format!(
            "write in {SHORTEST_REASON} characters or more what is known that the criteria cannot show, or remove the \
             override; the chapter prints the reason"
        );
        return Some(settings.fault("override-unreasoned", &reason.span(), what, &remedy));
    }
    // Where the other file could not be read, its own fault is reported and nothing can be compared.
    let (one, other) = (read.get(from)?, read.get(to_id)?);
    let derived = if from == to_id { Relation::Same } else { relation::derive(one, other) };
    if derived == Relation::DifferentUnit {
        let units = (one.unit.words(), other.unit.words());
        let what = format!("`{from}` counts {} and `{to_id}` {}, so no relation can be stated", units.0, units.1);
        return at("override-unit", what, "remove the override, or mend the `unit` that is wrong");
    }
    if from == to_id || derived == stated.relation {
        let what = format!("the override of `{to_id}` states what the criteria show already");
        return at("override-needless", what, "remove it: a derived relation follows the criteria when they change");
    }
    if read.overrides.contains_key(&(to_id.to_owned(), from.clone())) {
        let what = format!("the relation of `{from}` and `{to_id}` is stated in {FOLDER}/{to_id}.toml as well");
        return at("override-twice", what, "keep one of the two: the other direction follows from it");
    }
    None
}
