//! The schemas by which editors complete and check the TOML files: they are those of the types that read the files, each file
//! names its own, and every file of the repository meets it.
//!
//! The validator here knows the words that our schemas use and stops at any other, so that none is passed over in silence.

use std::fs;
use std::path::{Path, PathBuf};

use assess::schemas::{ALL, FOLDER, files};
use serde_json::{Map, Value};

use crate::project::{Project, repository, succeed};

/// What a value does not meet, as the path to it and the reason.
fn faults(value: &Value, schema: &Value, root: &Value, at: &str, found: &mut Vec<String>) {
    let Some(schema) = schema.as_object() else {
        assert_eq!(schema, &Value::Bool(true), "a schema that is neither an object nor true, at {at}");
        return;
    };
    for (word, wanted) in schema {
        match word.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" | "format" => {}
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/definitions/").unwrap();
                faults(value, &root["definitions"][name], root, at, found);
            }
            "type" => {
                let allowed: Vec<&str> = match wanted {
                    Value::Array(several) => several.iter().map(|one| one.as_str().unwrap()).collect(),
                    one => vec![one.as_str().unwrap()],
                };
                if !allowed.iter().any(|kind| is(value, kind)) {
                    found.push(format!("{at}: {value} is not {allowed:?}"));
                }
            }
            "enum" => {
                if !wanted.as_array().unwrap().contains(value) {
                    found.push(format!("{at}: {value} is not one of {wanted}"));
                }
            }
            "const" => {
                if wanted != value {
                    found.push(format!("{at}: {value} is not {wanted}"));
                }
            }
            "minimum" | "maximum" => {
                let (Some(number), limit) = (value.as_f64(), wanted.as_f64().unwrap()) else { continue };
                if if word == "minimum" { number < limit } else { number > limit } {
                    found.push(format!("{at}: {number} is beyond the {word} {limit}"));
                }
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    faults(item, wanted, root, &format!("{at}[{number}]"), found);
                }
            }
            "uniqueItems" => {
                let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                if items.iter().enumerate().any(|(number, item)| items[..number].contains(item)) {
                    found.push(format!("{at}: {value} holds an item twice"));
                }
            }
            "required" => {
                for key in wanted.as_array().unwrap().iter().map(|key| key.as_str().unwrap()) {
                    if value.as_object().is_some_and(|object| !object.contains_key(key)) {
                        found.push(format!("{at}: `{key}` is missing"));
                    }
                }
            }
            "properties" | "additionalProperties" => {}
            "allOf" => wanted.as_array().unwrap().iter().for_each(|one| faults(value, one, root, at, found)),
            "anyOf" | "oneOf" => {
                let fits = |one: &&Value| {
                    let mut found = Vec::new();
                    faults(value, one, root, at, &mut found);
                    found.is_empty()
                };
                let fitting = wanted.as_array().unwrap().iter().filter(fits).count();
                if fitting == 0 || (word == "oneOf" && fitting > 1) {
                    found.push(format!("{at}: {value} fits {fitting} of {word}"));
                }
            }
            other => panic!("the validator does not know `{other}`, at {at}"),
        }
    }
    let none = Map::new();
    let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
    for (key, inner) in value.as_object().unwrap_or(&none) {
        let at = format!("{at}.{key}");
        match (known.get(key), schema.get("additionalProperties")) {
            (Some(schema), _) => faults(inner, schema, root, &at, found),
            (None, Some(Value::Bool(false))) => found.push(format!("{at}: the key is not known")),
            (None, Some(schema)) => faults(inner, schema, root, &at, found),
            (None, None) => {}
        }
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("the validator does not know the type `{other}`"),
    }
}

/// What a text does not meet of a schema.
fn check(text: &str, schema: &Value) -> Vec<String> {
    let value: toml::Value = toml::from_str(text).unwrap();
    let mut found = Vec::new();
    faults(&serde_json::to_value(value).unwrap(), schema, schema, "", &mut found);
    found
}

fn schema(name: &str) -> Value {
    serde_json::from_slice(&files()[&format!("{FOLDER}/{name}.schema.json")]).unwrap()
}

/// The files of the repository that a pattern with one `*` names.
fn named(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else { return vec![repository().join(pattern)] };
    let folder = Path::new(before);
    let entries = fs::read_dir(repository().join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
    let paths = entries.map(|name| match after.strip_prefix('/') {
        Some(file) => repository().join(folder).join(name).join(file),
        None => repository().join(folder).join(name),
    });
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file()).collect();
    paths.sort();
    paths
}

#[test]
fn the_schemas_of_the_repository_are_those_of_the_types() {
    let made = files();
    for (path, bytes) in &made {
        let held = fs::read(repository().join(path)).unwrap_or_default();
        assert!(held == *bytes, "{path} is not that of the types: run `assess schemas`");
    }
    let held = fs::read_dir(repository().join(FOLDER)).unwrap().count();
    assert_eq!(held, made.len(), "{FOLDER} holds a schema of nothing");
}

#[test]
fn every_file_meets_its_schema_and_names_it() {
    let mut all: Vec<PathBuf> = Vec::new();
    for described in &ALL {
        let schema = schema(described.name);
        for path in named(described.files).into_iter().filter(|path| path.is_file()) {
            let text = fs::read_to_string(&path).unwrap();
            let found = check(&text, &schema);
            assert!(found.is_empty(), "{}: {found:#?}", path.display());
            let named = text.lines().next().unwrap().strip_prefix("#:schema ").unwrap_or_default();
            let target = path.parent().unwrap().join(named).canonicalize().unwrap_or_default();
            let expected =
                repository().join(format!("{FOLDER}/{}.schema.json", described.name)).canonicalize().unwrap();
            assert_eq!(target, expected, "{} names `{named}`", path.display());
            all.push(path);
        }
    }
    // No TOML file of the project is without a schema.
    let mut project = Vec::new();
    for folder in ["data", "report"] {
        walk(&repository().join(folder), &mut project);
    }
    let without: Vec<&PathBuf> = project.iter().filter(|path| !all.contains(path)).collect();
    assert!(without.is_empty(), "{without:?}");
    assert!(all.len() > 50);
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn what_the_program_refuses_in_the_shape_of_a_file_its_schema_refuses_too() {
    let edition = fs::read_to_string(repository().join("report/2027/edition.toml")).unwrap();
    let damaged = [
        ("year = 2027", "year = \"2027\"", ".year: \"2027\" is not"),
        ("minimum_forces = 10", "minimal_forces = 10", ".limits.minimal_forces: the key is not known"),
        ("publisher = \"National Crime Agency\"\n", "", "`publisher` is missing"),
        ("adr-group-based = [\"demo-adr-group-based\"]", "adr-group-based = 5", ".sources.adr-group-based: 5 is not"),
    ];
    for (find, replace, expected) in damaged {
        assert!(edition.contains(find), "{find}");
        let found = check(&edition.replacen(find, replace, 1), &schema("edition"));
        assert!(found.iter().any(|fault| fault.contains(expected)), "{expected}: {found:?}");
    }
    let figures = fs::read_to_string(repository().join("report/2027/figures.toml")).unwrap();
    for (find, replace) in
        [("kind = \"coverage\"", "kind = \"coverage\"\noffence = \"71\""), ("offence = \"71\"\n", "")]
    {
        assert!(figures.contains(find), "{find}");
        assert!(!check(&figures.replacen(find, replace, 1), &schema("figures")).is_empty(), "{replace}");
    }
    let definition = fs::read_to_string(repository().join("data/definitions/cocad.toml")).unwrap();
    for (find, replace) in [("minimum_people = 2", "minimum_people = 4"), ("peer = \"included\"", "peer = \"perhaps\"")]
    {
        assert!(definition.contains(find), "{find}");
        assert_eq!(check(&definition, &schema("definition")), Vec::<String>::new());
        assert!(!check(&definition.replacen(find, replace, 1), &schema("definition")).is_empty(), "{replace}");
    }
    let checks = fs::read_to_string(repository().join("data/checks.toml")).unwrap();
    assert!(!check(&checks.replacen("severity = \"error\"", "severity = \"fatal\"", 1), &schema("checks")).is_empty());
    let acceptance = "[[acceptance]]\ncheck = \"year-jump\"\nsubject = { force = \"BTP\" }\nby = \"A person\"\n\
                      on = \"2026-11-01\"\nuntil = \"2027-11-01\"\nreason = \"Looked at with the force\"\n";
    assert_eq!(check(acceptance, &schema("acceptances")), Vec::<String>::new());
    assert!(!check(&acceptance.replace("force =", "forces ="), &schema("acceptances")).is_empty());
}

#[test]
fn the_command_writes_them() {
    let project = Project::copy();
    fs::remove_dir_all(project.path(FOLDER)).unwrap();
    succeed(project.root(), &["schemas"]);
    for (path, bytes) in files() {
        assert!(fs::read(project.path(&path)).unwrap() == bytes, "{path}");
    }
}
