//! The recipe of docs/extending.md for a subject, followed: one file, and one line in a list.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, number, text};
use crate::disclosure::Picture;
use crate::pipeline::tests::prepared;
use crate::wording::{self, Cell};

const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    for (year, children) in picture.children.iter() {
        let lineage = &picture.population_lineage;
        facts.add(format!("children.counted.{year}"), counted(*year, *children), lineage);
    }
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let rows =
        picture.children.iter().map(|(year, children)| vec![Cell::words(year.to_string()), Cell::count(*children)]);
    vec![DataTable {
        id: "children",
        title: "Children by mid-year".to_owned(),
        subtitle: format!("Residents aged 0 to 17, {}", picture.edition.geography),
        columns: vec![text("Mid-year", 2), number("Children", "children", 3)],
        rows: rows.collect(),
        source: "Office for National Statistics, mid-year estimates.".to_owned(),
        notes: Vec::new(),
        lineage: picture.population_lineage.clone(),
    }]
}

fn counted(year: i16, children: i64) -> String {
    format!("{} children were counted in {year}", wording::count(children))
}

#[test]
fn a_new_subject_gives_facts_and_a_table_of_the_published_picture() {
    let picture = &prepared().protected.picture;
    let mut facts = Facts::default();
    (SUBJECT.facts)(&mut facts, picture);
    assert_eq!(facts.ids().count(), picture.children.len());
    let tables = (SUBJECT.tables)(picture, &facts);
    let table = tables.first().unwrap();
    assert_eq!(table.id(), "children");
    for (row, (year, children)) in table.rows.iter().zip(picture.children.iter()) {
        let fact = facts.get(&format!("children.counted.{year}")).unwrap();
        assert_eq!(fact.text, counted(*year, *children));
        assert!(fact.text.starts_with(&row[1].to_string()));
    }
}

#[test]
fn no_two_subjects_give_a_fact_or_a_table_of_one_name() {
    let picture = &prepared().protected.picture;
    let mut facts = 0;
    let mut tables = Vec::new();
    for subject in super::SUBJECTS {
        let mut of_subject = Facts::default();
        (subject.facts)(&mut of_subject, picture);
        facts += of_subject.ids().count();
        tables.extend((subject.tables)(picture, &of_subject).iter().map(|table| table.id().to_owned()));
    }
    assert_eq!(facts, super::facts(picture).ids().count());
    let named = tables.len();
    tables.sort_unstable();
    tables.dedup();
    assert_eq!(tables.len(), named);
}

#[test]
fn the_recipe_quotes_the_code_that_is_tried_here() {
    crate::recipes::quoted("A subject and a fact", include_str!("tests.rs"));
}
