//! The JSON Schemas of the project's TOML files, for editors: made from the very types that read the files.
//!
//! Out: one file a schema under `data/schemas`. A new TOML file gets a line here, and its own first line names its schema.

use std::collections::BTreeMap;

use schemars::Schema;

use crate::chapter::figures;
use crate::contract::format::Codelist;
use crate::contract::{Acceptances, Contract, checks};
use crate::definition::Definitions;
use crate::disclosure::Policy;
use crate::disclosure::proof::accepted::Accepted;
use crate::edition::Edition;
use crate::edition::assumptions::Assumptions;
use crate::edition::decisions::Decisions;
use crate::edition::gaps::Gap;
use crate::edition::judgements::Judgements;
use crate::edition::logs::Logs;
use crate::figure::Boundaries;
use crate::national::registry::Registry;
use crate::source::catalogue::Catalogue;
use crate::template::Guidance;

/// Where they stand.
pub const FOLDER: &str = "data/schemas";

/// A schema, and which files it is of: a path of the project, with `*` for any name.
pub struct Described {
    /// Its name.
    pub name: &'static str,
    /// The files.
    pub files: &'static str,
    schema: fn() -> Schema,
}

/// Every kind of TOML file of a project, by name. Another kind is one more line.
pub const ALL: [Described; 18] = [
    Described { name: "acceptances", files: "data/acceptances.toml", schema: Acceptances::schema },
    Described { name: "assumptions", files: "report/*/assumptions.toml", schema: Assumptions::schema },
    Described { name: "boundaries", files: "data/boundaries/*.toml", schema: Boundaries::schema },
    Described { name: "checks", files: "data/checks.toml", schema: checks::Settings::schema },
    Described { name: "codelist", files: "data/codelists/*.toml", schema: Codelist::schema },
    Described { name: "contract", files: "data/contracts/*.toml", schema: Contract::schema },
    Described { name: "decisions", files: "report/*/decisions.toml", schema: Decisions::schema },
    Described { name: "definition", files: "data/definitions/*.toml", schema: Definitions::schema },
    Described { name: "edition", files: "report/*/edition.toml", schema: Edition::schema },
    Described { name: "figures", files: "report/*/figures.toml", schema: figures::Settings::schema },
    Described { name: "gaps", files: "report/*/gaps.toml", schema: Gap::schema },
    Described { name: "guidance", files: "data/guidance/*.toml", schema: Guidance::schema },
    Described { name: "judgements", files: "report/*/judgements.toml", schema: Judgements::schema },
    Described { name: "log", files: "data/logs/*.toml", schema: Logs::schema },
    Described { name: "policy", files: "data/policies/*.toml", schema: Policy::schema },
    Described { name: "sources", files: "data/sources.toml", schema: Catalogue::schema },
    Described { name: "statistics", files: "report/*/statistics.toml", schema: Registry::schema },
    Described { name: "unproven", files: "report/*/unproven.toml", schema: Accepted::schema },
];

/// The files of the schemas, by path.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    ALL.iter()
        .map(|described| {
            let mut schema = (described.schema)();
            schema.insert("title".to_owned(), format!("{} of an assess project", described.files).into());
            // A schema is a JSON value, which always serialises.
            let mut bytes = serde_json::to_vec_pretty(&schema).unwrap_or_default();
            bytes.push(b'\n');
            (format!("{FOLDER}/{}.schema.json", described.name), bytes)
        })
        .collect()
}
