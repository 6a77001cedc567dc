//! The release for machines, in three standards from one description: Data Package (version 2), CSV on the Web, and DCAT.
//!
//! In: what the files are. Out: one JSON file each, with paths from the folder of the release.

use serde_json::{Map, Value, json};

use super::described::{Described, File, Schema};
use super::tidy::{Field, FieldKind, missing};
use crate::lineage::{REAL, SYNTHETIC};
use crate::source::catalogue::Source;

/// Fields that every record of their table has.
const ALWAYS: [&str; 4] = ["row", "measure", "unit", "data_status"];

fn bytes(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn status(synthetic: bool) -> &'static str {
    if synthetic { SYNTHETIC } else { REAL }
}

/// Whether a record always has the field: in a statistics table a unit may not stand for what is a word.
fn always(schema: &Schema, field: &Field) -> bool {
    !schema.key.is_empty() && ALWAYS.contains(&field.name.as_str())
}

/// Markers that can stand in place of the words of a field. In the field of markers they are the words.
fn markers(field: &Field) -> Vec<&'static str> {
    match field.kind {
        FieldKind::Words if !field.name.ends_with("marker") => {
            std::iter::once("").chain(missing().map(|(marker, _)| marker)).collect()
        }
        _ => vec![""],
    }
}

fn tables<'a>(described: &'a Described<'_>) -> impl Iterator<Item = (&'a File, &'a Schema)> {
    described.files.iter().filter_map(|file| Some((file, file.schema.as_ref()?)))
}

/// Data Package, version 2.
pub(super) fn data_package(described: &Described<'_>) -> Vec<u8> {
    let field = |schema: &Schema, field: &Field| {
        let mut made = json!({
            "name": field.name,
            "title": field.title,
            "description": field.says,
            "type": match field.kind {
                FieldKind::Words => "string",
                FieldKind::Integer => "integer",
                FieldKind::Number => "number",
            },
            "missingValues": markers(field),
        });
        if always(schema, field)
            && let Some(made) = made.as_object_mut()
        {
            made.insert("constraints".to_owned(), json!({ "required": true }));
        }
        made
    };
    let resource = |(file, schema): (&File, &Schema)| {
        let mut of_schema = Map::new();
        of_schema.insert("$schema".to_owned(), json!("https://datapackage.org/profiles/2.0/tableschema.json"));
        of_schema.insert("fields".to_owned(), schema.fields.iter().map(|one| field(schema, one)).collect());
        if !schema.key.is_empty() {
            of_schema.insert("primaryKey".to_owned(), json!(schema.key));
        }
        let mut made = json!({
            "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
            "name": file.name,
            "type": "table",
            "path": file.path,
            "title": file.title,
            "description": file.says,
            "format": "csv",
            "mediatype": file.media_type(),
            "encoding": "utf-8",
            "data_status": status(file.synthetic),
            "sources": schema.sources.iter().map(|title| json!({ "title": title })).collect::<Vec<_>>(),
            "agreed_definition": schema.definition,
            "disclosure_control": if schema.protected { "rounded or withheld in part" } else { "as counted" },
            "schema": of_schema,
        });
        // What there is nothing to say of is left out: the standard has no empty list of sources.
        if let Some(made) = made.as_object_mut() {
            made.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
        }
        made
    };
    let sources = described.sources.iter().map(|(source, invented)| {
        json!({ "title": format!("{}, {}", source.publisher, source.title), "data_status": status(*invented) })
    });
    bytes(&json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": described.name,
        "title": described.title,
        "description": described.subtitle,
        "version": described.year.to_string(),
        "keywords": ["statistics", described.geography],
        "contributors": [{ "title": described.publisher, "roles": ["publisher"] }],
        "marking": described.handling.marking,
        "embargoed": described.handling.embargoed,
        "data_status": status(described.synthetic),
        "sources": sources.collect::<Vec<_>>(),
        "resources": tables(described).map(resource).collect::<Vec<_>>(),
    }))
}

/// CSV on the Web: a group of tables.
pub(super) fn csvw(described: &Described<'_>) -> Vec<u8> {
    let column = |schema: &Schema, field: &Field| {
        json!({
            "name": field.name,
            // The header of the file, which a validator holds against it.
            "titles": field.name,
            "dc:title": field.title,
            "dc:description": field.says,
            "datatype": match field.kind {
                FieldKind::Words => "string",
                FieldKind::Integer => "integer",
                FieldKind::Number => "decimal",
            },
            "null": markers(field),
            "required": always(schema, field),
        })
    };
    let table = |(file, schema): (&File, &Schema)| {
        let mut of_schema = Map::new();
        of_schema.insert("columns".to_owned(), schema.fields.iter().map(|one| column(schema, one)).collect());
        if !schema.key.is_empty() {
            of_schema.insert("primaryKey".to_owned(), json!(schema.key));
        }
        json!({
            "url": file.path,
            "dc:title": file.title,
            "dc:description": format!("{} ({})", file.says, status(file.synthetic)),
            "dialect": { "encoding": "utf-8", "lineTerminators": ["\n"] },
            "tableSchema": of_schema,
        })
    };
    bytes(&json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en-GB" }],
        "@type": "TableGroup",
        "dc:title": described.title,
        "dc:description": described.subtitle,
        "dc:publisher": described.publisher,
        "dc:rights": described.handling.marking,
        "tables": tables(described).map(table).collect::<Vec<_>>(),
    }))
}

/// DCAT as JSON-LD: the data set and a distribution for each file.
pub(super) fn dcat(described: &Described<'_>) -> Vec<u8> {
    let distribution = |file: &File| {
        json!({
            "@type": "dcat:Distribution",
            "dct:title": file.title,
            "dct:description": file.says,
            "dcat:downloadURL": { "@id": file.path },
            "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{}", file.media_type()) },
        })
    };
    let source = |(source, invented): &(&Source, bool)| {
        json!({
            "@type": "dcat:Dataset",
            "dct:identifier": source.id,
            "dct:title": source.title,
            "dct:publisher": { "@type": "foaf:Organization", "foaf:name": source.publisher },
            "dct:license": source.licence,
            "dct:type": status(*invented),
        })
    };
    let day = |day: &str| json!({ "@type": "xsd:date", "@value": day });
    let mut data_set = json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "dct:identifier": described.name,
        "dct:title": described.title,
        "dct:description": format!("{}. {}", described.subtitle, notice(described)),
        "dct:publisher": { "@type": "foaf:Organization", "foaf:name": described.publisher },
        "dct:language": "en-GB",
        "dct:spatial": described.geography,
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": day(&described.span.0),
            "dcat:endDate": day(&described.span.1),
        },
        "dct:accessRights": described.handling.marking,
        "dcat:keyword": ["statistics", described.geography],
        "dct:source": described.sources.iter().map(source).collect::<Vec<_>>(),
        "dcat:distribution": described.files.iter().map(distribution).collect::<Vec<_>>(),
    });
    if let (Some(issued), Some(data_set)) = (&described.issued, data_set.as_object_mut()) {
        data_set.insert("dct:issued".to_owned(), json!({ "@type": "xsd:dateTime", "@value": issued }));
    }
    bytes(&data_set)
}

/// What must be said of the whole.
pub(super) fn notice(described: &Described<'_>) -> &'static str {
    if described.synthetic {
        "It rests on synthetic data, invented for demonstration."
    } else {
        "All its data are real."
    }
}
