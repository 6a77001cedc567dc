//! The data the theme reads, as JSON: edition, facts, figures, tables, sources and definitions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::bindings::Used;
use super::facts::{Facts, evidence::of_table};
use super::figures::Figure;
use super::tables::DataTable;
use super::{Parts, judgements};
use crate::definition::{Definition, Definitions};
use crate::disclosure::Picture;
use crate::disclosure::commitment::Noted;
use crate::disclosure::picture::AgreedYear;
use crate::edition::{Edition, Handling, Layout};
use crate::lineage::Lineage;
use crate::national::range::Relation;
use crate::source::catalogue::Catalogue;
use crate::wording;

/// What stands at the head of every page that rests on synthetic data.
const STAMP: &str = "SYNTHETIC DATA – invented for demonstration";

/// The files that are the same whatever the text uses, by name, without `.json`.
pub(super) fn fixed(
    picture: &Picture,
    (catalogue, origin): (&Catalogue, &Lineage),
    hashes: &BTreeMap<String, Noted>,
    (_, figures, tables, judgements): Parts<'_>,
) -> [(&'static str, Value); 5] {
    [
        (
            "figures",
            figures
                .iter()
                .map(|figure| (figure.id().to_owned(), figure_value(figure, picture.edition.handling)))
                .collect::<Map<_, _>>()
                .into(),
        ),
        (
            "tables",
            tables
                .iter()
                .map(|table| (table.id().to_owned(), table_value(table, picture.edition.handling)))
                .collect::<Map<_, _>>()
                .into(),
        ),
        ("sources", sources(catalogue, origin, hashes)),
        ("definitions", definitions(picture)),
        ("judgements", judgements::data(judgements)),
    ]
}

/// The facts that the text uses, and not all: there are a thousand.
pub(super) fn facts(facts: &Facts, used: &Used) -> Value {
    let value = |id: &String| Some((id.clone(), fact_value(facts, id, !used.facts.contains(id))?));
    used.facts.union(&used.page_facts).filter_map(value).collect::<Map<_, _>>().into()
}

fn fact_value(facts: &Facts, id: &str, page_only: bool) -> Option<Value> {
    let fact = facts.get(id)?;
    let how = facts.how(id);
    Some(json!({
        "text": fact.text,
        "interval": facts.interval(id).map(|interval| &interval.text),
        "method": how.map_or("", |how| how.method),
        "formula": how.map_or("", |how| how.formula),
        "synthetic": fact.lineage.synthetic(),
        "page_only": page_only,
        "sources": fact.lineage.sources().collect::<Vec<_>>(),
    }))
}

/// The edition, as a layout of it says.
pub(super) fn edition(edition: &Edition, definitions: &Definitions, layout: &Layout) -> Value {
    let agreed = definitions.get(&edition.agreed_definition);
    let text = |of: fn(&Definition) -> &str| agreed.map(of).unwrap_or_default();
    let release = edition.release_local;
    let release_text = format!("{}, {}", wording::date(release.date()), wording::time(release.time()));
    json!({
        "year": edition.year,
        "title": edition.title_of(layout),
        "subtitle": layout.subtitle.as_ref().unwrap_or(&edition.subtitle),
        "publisher": edition.publisher,
        "demonstration": edition.demonstration,
        "marking": edition.handling.marking,
        "embargoed": edition.handling.embargoed,
        "embargo": if edition.demonstration {
            "Demonstration, never for release".to_owned()
        } else {
            format!("Not for release before {release_text}")
        },
        "stamp": STAMP,
        "coverage": edition.geography,
        "release": edition.release_instant.to_string(),
        "release_text": release_text,
        "cut_off_text": wording::date(edition.cut_off),
        "version": edition.version,
        "contact": edition.contact,
        "program": concat!("assess ", env!("CARGO_PKG_VERSION")),
        "limits": edition.limits,
        "agreed_definition": {
            "id": edition.agreed_definition,
            "title": text(|definition| &definition.title),
            "text": text(|definition| &definition.text),
            "whose_words": agreed.map(Definition::whose_words),
            "owner": text(|definition| &definition.owner),
        },
    })
}

fn figure_value(figure: &Figure, handling: Handling) -> Value {
    let words = figure.words();
    json!({
        "number": figure.number(),
        "title": words.title,
        "subtitle": words.subtitle,
        "source": words.source,
        "notes": words.notes,
        "alt": words.alt,
        "description": figure.description(),
        "svg": format!("/generated/figures/{}.svg", figure.id()),
        "data": handling.path(&format!("figures/{}.csv", figure.id())),
        "synthetic": words.synthetic,
    })
}

fn table_value(table: &DataTable, handling: Handling) -> Value {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let align = if column.unit.is_some() { "right" } else { "left" };
            json!({ "title": column.title, "align": align, "width": column.width })
        })
        .collect();
    json!({
        "title": table.title,
        "subtitle": table.subtitle,
        "columns": columns,
        "rows": table.printed(),
        "row_header": true,
        "source": table.source,
        "notes": table.notes,
        "synthetic": table.lineage.synthetic(),
        "sources": table.lineage.sources().collect::<Vec<_>>(),
        "made": of_table(table.id()).iter().map(|how| json!({ "method": how.method, "formula": how.formula })).collect::<Vec<_>>(),
        "data": handling.path(&format!("data/{}.csv", table.id())),
    })
}

/// The sources that were read, with the fingerprint of what was read.
fn sources(catalogue: &Catalogue, origin: &Lineage, hashes: &BTreeMap<String, Noted>) -> Value {
    let synthetic: BTreeSet<&str> = origin.synthetic_sources().collect();
    let read = catalogue.iter().filter_map(|source| hashes.get(&source.path).map(|file| (source, file)));
    read.map(|(source, file)| {
        let published = source.published.parse::<jiff::civil::Date>().map(wording::date);
        json!({
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "licence": source.licence,
            "published": published.unwrap_or_default(),
            "periods": source.periods,
            "synthetic": synthetic.contains(source.id.as_str()),
            "fingerprint": file.fingerprint(),
            "note": source.note,
            "attribution": source.attribution,
        })
    })
    .collect::<Vec<_>>()
    .into()
}

/// The definitions: the agreed one, then those that forces counted, then the others.
fn definitions(picture: &Picture) -> Value {
    let agreed = &picture.edition.agreed_definition;
    let used = |definition: &Definition| {
        let counted = |year: &AgreedYear| year.count(|force| force.definition.as_deref() == Some(&definition.id));
        picture.agreed.years.iter().any(|year| *counted(year) > 0)
    };
    let mut ordered: Vec<&Definition> = picture.definitions.iter().collect();
    ordered.sort_by_key(|definition| (definition.id != *agreed, !used(definition), definition.id.clone()));
    let latest = picture.agreed.years.last();
    ordered
        .into_iter()
        .map(|definition| {
            let explained = picture.definitions.explain(&definition.id, agreed);
            let forces = latest
                .map_or(0, |year| *year.count(|force| force.definition.as_deref() == Some(definition.id.as_str())));
            json!({
                "id": definition.id,
                "number": definition.number,
                "title": definition.title,
                "owner": definition.owner,
                "date": definition.date,
                "text": definition.text,
                "whose_words": definition.whose_words(),
                "criteria": criteria(definition),
                "relation": relation_name(explained.relation),
                "reason": explained.reason(),
                "used": used(definition) || definition.id == *agreed,
                "forces_latest": forces.to_string(),
            })
        })
        .collect::<Vec<_>>()
        .into()
}

fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "same",
        Relation::Narrower => "narrower",
        Relation::Broader => "broader",
        Relation::Overlapping | Relation::NoReturn => "overlapping",
        Relation::DifferentUnit => "different-unit",
    }
}

/// Criteria as the annex prints them, in the order a reader compares them. JSON objects are sorted by key, so the order
/// is kept by a list of pairs.
fn criteria(definition: &Definition) -> Value {
    let entries = definition.criteria.entries(definition.unit);
    entries.iter().map(|entry| json!([entry.criterion.title(), entry.words])).collect::<Vec<_>>().into()
}
