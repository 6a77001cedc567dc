//! An attack with nothing but the bytes of the OFFICIAL release: the record it prints of itself, its data files and the text of its pages, read by
//! programs that are not ours. It knows the policy and how the program rounds and withholds, and which forces counted what, which is public.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::{Known, Own, Printed, counts};
use crate::numbers::prepared;
use crate::project::built;

/// Least doubt that the policy leaves to anyone.
const WIDTH: f64 = 4.0;

/// What the record says, every number with its terms and the range that what is printed allows.
fn record() -> serde_json::Value {
    let path = built().join("printed.official.embargoed.json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The sums of a record over whole years of crimes.
fn sums(record: &serde_json::Value) -> Vec<Printed> {
    let of = |printed: &serde_json::Value| -> Option<Printed> {
        let mut terms: Vec<(Own, i64)> = Vec::new();
        for part in printed["of"].as_array()? {
            let what = part["what"].as_str()?;
            if !(what.contains("_crimes/") && what.ends_with("/year/total/all")) {
                return None;
            }
            let forces = part["forces"].as_array()?.iter().filter_map(|force| force.as_str());
            terms.extend(forces.map(|force| ((force.to_owned(), what.to_owned()), part["times"].as_i64().unwrap())));
        }
        Some((terms, (printed["least"].as_i64()?, printed["most"].as_i64()?)))
    };
    record["printed"].as_array().unwrap().iter().filter_map(of).collect()
}

/// Counts in sums over few forces, the nearest to a count of one, with the range that nothing published narrows further.
fn attacked(sums: Vec<Printed>) -> BTreeMap<Own, (f64, f64)> {
    let forces = |terms: &[(Own, i64)]| terms.iter().map(|(own, _)| own.0.clone()).collect::<BTreeSet<_>>().len();
    let near: BTreeSet<Own> = sums
        .iter()
        .filter(|(terms, _)| forces(terms) <= 4)
        .flat_map(|(terms, _)| terms.iter().map(|(own, _)| own.clone()))
        .filter(|(_, what)| what.starts_with("group_based_cse_crimes/"))
        .collect();
    // The parent count of every force is published elsewhere; what is left are sums of the crimes that are hidden.
    let known = Known { sums };
    near.into_iter().map(|own| (own.clone(), known.interval(&own, &BTreeMap::new()))).collect()
}

/// The real count of a force that goes by a made-up name.
fn real(own: &Own) -> Option<i64> {
    let picture = &prepared().picture;
    let masked = picture.forces.beside(&picture.agreed.lineage);
    let code = masked.iter().find(|force| force.name == own.0).map(|force| force.code.clone())?;
    counts().get(&(code, own.1.clone())).copied()
}

/// Counts that the attacker knows better than the policy allows.
fn recovered(sums: Vec<Printed>) -> Vec<String> {
    let mut found = Vec::new();
    for (own, (least, most)) in attacked(sums) {
        let Some(real) = real(&own) else { continue };
        assert!(least <= real as f64 + 1e-6 && real as f64 <= most + 1e-6, "{own:?} is not in {least} to {most}");
        if real > 0 && most - least < WIDTH - 1e-6 {
            found.push(format!("{} {} lies in {least} to {most}", own.0, own.1));
        }
    }
    found
}

#[test]
fn an_attacker_who_reads_the_record_of_the_release_recovers_no_count() {
    let sums = sums(&record());
    let near = attacked(sums.clone()).len();
    assert!(sums.len() > 40 && near > 8, "{} sums, {near} counts", sums.len());
    assert_eq!(recovered(sums), Vec::<String>::new());
}

/// A number that is withheld, printed after all: what the force that left counted.
#[test]
fn the_attacker_finds_a_count_that_is_planted() {
    let own = attacked(sums(&record())).into_keys().find(|own| real(own).is_some_and(|real| real > 0)).unwrap();
    let real = real(&own).unwrap();
    let mut planted = sums(&record());
    planted.push((vec![(own.clone(), -1)], (-real, -real)));
    let found = recovered(planted);
    assert!(found.iter().any(|found| found.starts_with(&format!("{} {}", own.0, own.1))), "{found:?}");
}

/// A row of the table by region, as the pages have it: forces in it, and the two ends as printed.
fn rows(text: &str) -> BTreeMap<String, (usize, [String; 2])> {
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["Region", name, forces, _, lower, upper] = words.as_slice() else { return None };
        Some(((*name).to_owned(), (forces.parse().ok()?, [(*lower).to_owned(), (*upper).to_owned()])))
    };
    text.lines().filter_map(row).collect()
}

/// Rows that say a count of one force, or to one of two forces that of the other.
fn told(text: &str) -> Vec<String> {
    let shown = |ends: &[String; 2]| ends.iter().any(|end| end.replace(',', "").parse::<i64>().is_ok());
    rows(text).into_iter().filter(|(_, (forces, ends))| *forces < 3 && shown(ends)).map(|(name, _)| name).collect()
}

/// The pages say no more than the record, and a number of too few forces in them is found.
#[test]
fn the_pages_show_no_area_of_too_few_forces_and_no_number_that_the_record_lacks() {
    let page = fs::read_to_string(built().join("chapter.official.embargoed.html")).unwrap();
    // A line for each row of a table, its cells apart.
    let page = page.replace("</tr>", "\n").replace("</t", " </t");
    let text: String = page.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect();
    let rows = rows(&text);
    assert!(rows.len() > 8, "{rows:?}");
    assert_eq!(told(&text), Vec::<String>::new());
    let record = record();
    let printed: BTreeMap<String, i64> = record["printed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|printed| (printed["name"].as_str().unwrap().to_owned(), printed["shown"].as_i64().unwrap()))
        .collect();
    for (name, (_, ends)) in &rows {
        for (end, which) in ends.iter().zip(["lower", "upper"]) {
            let Ok(shown) = end.replace(',', "").parse::<i64>() else { continue };
            let of = |which: &str| {
                let ending = format!("/Region {name}/{which} end");
                printed.iter().find(|(printed, _)| printed.ends_with(&ending)).map(|(_, shown)| *shown)
            };
            // Two ends that are one number stand once in the record.
            assert_eq!(of(which).or(of("lower")), Some(shown), "Region {name}, {which}");
        }
    }
    let (hidden, _) = rows.iter().find(|(_, (forces, _))| *forces == 1).unwrap();
    let planted: String = text
        .lines()
        .map(|line| {
            let own = line.split_whitespace().take(2).collect::<Vec<_>>() == ["Region", hidden.as_str()];
            if own { line.replace("[c]", "6") } else { line.to_owned() }
        })
        .collect::<Vec<_>>()
        .join("\n");
    assert_eq!(told(&planted), std::slice::from_ref(hidden));
}

/// In the data files a number of a force never stands beside its name: the only files that name forces are of public sources or of who counted what.
#[test]
fn no_data_file_holds_a_number_of_the_returns_beside_the_name_of_a_force() {
    let mut looked = 0;
    for entry in fs::read_dir(built().join("figures")).unwrap().chain(fs::read_dir(built()).unwrap()) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        looked += 1;
        let synthetic = |row: &str| row.contains("synthetic");
        for row in fs::read_to_string(&path).unwrap().lines().filter(|row| synthetic(row)) {
            let mut words = row.split(',');
            let named = words.clone().any(|word| word.starts_with("Force ") && word.len() == 8);
            let numbers = words.any(|word| word.parse::<f64>().is_ok());
            assert!(!(named && numbers), "{name}: {row}");
        }
    }
    assert!(looked > 8, "{looked}");
}
