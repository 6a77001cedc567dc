//! Numbers that stand more than once agree: what a sentence says, what a table holds, what a figure draws, and what the machine-readable
//! list of facts has. That a table is the same on the page, in the document and as a file is held by `open_data`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::numbers::prepared;
use crate::project::built;

type Row = BTreeMap<String, String>;

/// The rows of a file of the release.
fn rows(file: &str) -> Vec<Row> {
    let path = built().join(format!("{file}.official.embargoed.csv"));
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |record: csv::StringRecord| header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The one cell of a file in the row of which each named column holds these words.
fn cell(file: &str, wanted: &[(&str, &str)], column: &str) -> String {
    let found: Vec<Row> =
        rows(file).into_iter().filter(|row| wanted.iter().all(|(name, value)| row[*name].starts_with(value))).collect();
    let [row] = found.as_slice() else { panic!("{file}: {} rows of {wanted:?}", found.len()) };
    row[column].clone()
}

/// A fact in the digits of a file.
fn fact(id: &str) -> String {
    let facts = &prepared().facts;
    facts.get(id).unwrap_or_else(|| panic!("no fact {id}")).text.replace(',', "")
}

/// Years of a family of facts, as their names have them.
fn years(family: &str) -> Vec<String> {
    let start = format!("{family}.");
    let years = prepared().facts.ids().filter_map(|id| id.strip_prefix(&start)).map(str::to_owned);
    years.filter(|year| year.starts_with("20")).collect()
}

#[test]
fn the_range_is_the_same_in_sentence_table_and_figure_and_is_the_first_rung() {
    let found = years("group-based-cse.range-lower");
    assert_eq!(found.len(), 5);
    for slug in &found {
        let year = slug.replace('-', "/");
        for (end, of_table, of_figure) in
            [("range-lower", "lower_end", "lower_bound"), ("range-upper", "upper_end", "upper_bound")]
        {
            let said = fact(&format!("group-based-cse.{end}.{slug}"));
            assert_eq!(said, cell("data/national-range", &[("year", &year), ("measure", of_table)], "value"));
            assert_eq!(said, cell("figures/national-range", &[("financial_year", &year)], of_figure));
        }
        let agreed = fact(&format!("group-based-cse.forces-agreed.{slug}"));
        assert_eq!(
            agreed,
            cell("figures/national-range", &[("financial_year", &year)], "forces_under_agreed_definition")
        );
        assert_eq!(agreed, cell("data/national-range", &[("year", &year), ("measure", "forces_agreed")], "value"));
        let lower = fact(&format!("group-based-cse.range-lower.{slug}"));
        let column = format!("of_{}", slug.replace('-', "_"));
        let least = [("what_is_granted_one_thing_after_another", "At least"), ("measure", column.as_str())];
        assert_eq!(lower, cell("data/ladder", &least, "value"));
    }
    let last = [("rung", "1")];
    assert_eq!(fact("group-based-cse.range-lower.last"), cell("figures/ladder", &last, "lower"));
    assert_eq!(fact("group-based-cse.range-upper.last"), cell("figures/ladder", &last, "upper"));
    // The sentence is made of both ends, and each judgement, gap and alternative binds it.
    let said = fact("group-based-cse.range.last");
    for end in ["group-based-cse.range-lower.last", "group-based-cse.range-upper.last"] {
        assert!(said.contains(&fact(end)), "{said}");
    }
    // Drawn: forces on the agreed definition, one cell a force and year.
    let same = rows("figures/coverage")
        .into_iter()
        .filter(|row| row["financial_year"] == "2025/26" && row["counted"] == "agreed definition");
    assert_eq!(fact("group-based-cse.forces-agreed.last"), same.count().to_string());
}

#[test]
fn recorded_offences_are_the_same_in_sentence_table_and_figures() {
    let found = years("offence-71.count");
    assert!(found.len() >= 13, "{found:?}");
    for slug in found.iter().filter(|slug| slug.len() == 7) {
        let year = slug.replace('-', "/");
        let said = fact(&format!("offence-71.count.{slug}"));
        let of_table = [("year", year.as_str()), ("measure", "offences_england_and_wales")];
        assert_eq!(said, cell("data/recorded-offence", &of_table, "value"));
        let of_figure =
            [("financial_year", year.as_str()), ("measure", "Offences"), ("geography", "England and Wales")];
        assert_eq!(said, cell("figures/recorded-offence-71", &of_figure, "value"));
    }
    // A year is the sum of its quarters, and the forces of the funnel with those left out add up to the nation.
    let quarters = |year: &str| -> i64 {
        let of_year = rows("figures/quarters-offence-71").into_iter().filter(|row| row["financial_year"] == year);
        of_year.map(|row| row["value"].parse::<i64>().unwrap()).sum()
    };
    assert_eq!(fact("offence-71.count.last"), quarters("2024/25").to_string());
    assert_eq!(fact("offence-71.count.to-date"), quarters("2025/26").to_string());
    let to_date = [("offence", "Offence 71"), ("measure", "of_2025_26")];
    assert_eq!(fact("offence-71.count.to-date"), cell("data/recorded-to-date", &to_date, "value"));
}

#[test]
fn what_others_published_is_the_same_wherever_it_is_quoted() {
    for slug in years("series.assessments-cse.count") {
        let year = slug.replace('-', "/");
        let said = fact(&format!("series.assessments-cse.count.{slug}"));
        let of_table = [("year_to_march", year.as_str()), ("measure", "child_sexual_exploitation")];
        assert_eq!(said, cell("data/series-by-year", &of_table, "value"));
        let of_figure = [("period", year.as_str()), ("name", "Child sexual exploitation")];
        assert_eq!(said, cell("figures/children-in-need", &of_figure, "value"));
    }
    let year = fact("published.group-based.year.last");
    let year = ("year", year.as_str());
    for (id, of_table, of_figure) in [
        ("published.group-based-cse.last", "group_based_cse", "Group-based child sexual exploitation"),
        ("published.group-based-csae.last", "group_based_csae", "Group-based child sexual abuse"),
    ] {
        assert_eq!(fact(id), cell("data/published-group-based", &[year, ("measure", of_table)], "value"));
        assert_eq!(fact(id), cell("figures/published-cascade", &[("count_of", of_figure)], "value"));
    }
    let first = [("period", year.1), ("rung", "1")];
    assert_eq!(fact("published.group-based-cse.last"), cell("figures/published-ladder", &first, "lower"));
    let least = [year, ("what_is_granted", "At least")];
    assert_eq!(fact("published.group-based-cse.last"), cell("data/published-ladder", &least, "value"));
}

#[test]
fn profiles_suspects_and_returns_are_the_same_in_sentence_table_and_figure() {
    assert_eq!(fact("profiles.any"), cell("figures/problem-profiles", &[("step", "Any CSE problem profile")], "count"));
    let any = [("part_of_the_recommendation", "Any CSE problem profile"), ("measure", "forces_meeting_it")];
    assert_eq!(fact("profiles.any"), cell("data/problem-profiles", &any, "value"));
    let total = cell("figures/suspect-age", &[("category", "Not recorded")], "total");
    assert!(fact("breakdown.suspect-age.counted.last").contains(&total), "{total}");
    let age = rows("data/breakdowns")
        .into_iter()
        .filter(|row| row["category"].starts_with("Age: ") && row["measure"] == "count");
    assert_eq!(age.map(|row| row["value"].parse::<i64>().unwrap()).sum::<i64>().to_string(), total);
    for slug in years("returns.received") {
        let year = slug.replace('-', "/");
        let of_table = [("year", year.as_str()), ("measure", "received")];
        assert_eq!(fact(&format!("returns.received.{slug}")), cell("data/returns-quality", &of_table, "value"));
    }
}

/// The machine-readable list says of each fact what the sentences say.
#[test]
fn the_list_of_facts_says_what_the_sentences_say() {
    let text = fs::read_to_string(built().join("numbers.official.embargoed.json")).unwrap();
    let list: Value = serde_json::from_str(&text).unwrap();
    let listed = list["facts"].as_object().unwrap();
    assert!(listed.len() > 100, "{}", listed.len());
    for (id, said) in listed {
        assert_eq!(said.as_str(), prepared().facts.get(id).map(|fact| fact.text.as_str()), "{id}");
    }
    // A fact under the name of its period and under that of the period itself is one.
    let facts = &prepared().facts;
    let named: BTreeSet<(&str, &str)> =
        facts.iter().filter_map(|(id, fact)| Some((id.as_str(), fact.dated.as_deref()?))).collect();
    assert!(named.len() > 100, "{}", named.len());
    for (id, dated) in named {
        assert_eq!(facts.get(id).unwrap().text, facts.get(dated).unwrap().text, "{id} {dated}");
    }
}
