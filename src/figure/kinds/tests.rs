//! The recipe of docs/extending.md for a kind of chart, followed: one file, and one line in a list.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod findings;
mod population;

use schemars::SchemaGenerator;

use super::Declared;
use crate::figure::{Chart, Dress, Material, Shown, Words};
use crate::pipeline::tests::prepared;

const POPULATION: Declared = Declared::of::<population::Settings>();

fn words() -> Words {
    Words {
        id: "children".to_owned(),
        title: "Children are counted every year".to_owned(),
        subtitle: "Resident children, mid-year".to_owned(),
        source: "Office for National Statistics".to_owned(),
        notes: Vec::new(),
        alt: "Bar chart.".to_owned(),
        synthetic: false,
    }
}

#[test]
fn a_new_kind_says_of_itself_what_figures_toml_may_say() {
    assert_eq!(POPULATION.name(), "population");
    assert_eq!(POPULATION.keys(), ["`from`"]);
    let schema = POPULATION.schema(&mut SchemaGenerator::default());
    assert_eq!(schema.get("required").unwrap(), &serde_json::json!(["from"]));
    let wrong = toml::toml! { form = 2020 };
    assert!(POPULATION.read(wrong).unwrap_err().message().contains("unknown field `form`"));
}

#[test]
fn a_new_kind_draws_the_published_picture() {
    let material = Material::of(&prepared().protected);
    let picture = material.picture;
    let asked = toml::toml! { from = 2022 };
    let (chart, lineage) = POPULATION.read(asked).unwrap().chart(&material).unwrap();
    assert_eq!(lineage, picture.population_lineage);
    assert_eq!(chart.table().rows.len(), picture.children.range(2022..).count());
    let drawn = chart.draw(&words(), Dress::Standalone).unwrap();
    for children in picture.children.range(2022..).map(|(_, children)| crate::wording::count(*children)) {
        assert!(drawn.as_str().contains(&children) && chart.describe().contains(&children), "{children}");
    }
    let none = toml::toml! { from = 3000 };
    assert!(POPULATION.read(none).unwrap().chart(&material).is_none());
}

#[test]
fn a_new_kind_draws_plain_values_with_stamp_and_markers_as_the_others_do() {
    let years = vec![("2024".to_owned(), Shown::public(12.0, "12")), ("2025".to_owned(), Shown::absent("[c]", ""))];
    let chart = population::Population { years, synthetic: true };
    let drawn = chart.draw(&words(), Dress::Plain).unwrap();
    assert!(drawn.as_str().contains("SYNTHETIC DATA") && drawn.as_str().contains("[c]"));
    assert_eq!(chart.table().rows[1], ["2025", "", "[c]", "synthetic"]);
    let missing = population::Population { years: Vec::new(), synthetic: false };
    assert!(missing.draw(&words(), Dress::Plain).is_err());
}

/// The recipe quotes this very code, so that it cannot tell of another.
#[test]
fn the_recipe_quotes_the_code_that_is_tried_here() {
    let code = include_str!("tests/population.rs");
    crate::recipes::quoted("A kind of chart", code);
}
