//! The sheets of counts: a section for each measure, whole and by breakdown. They are named after the identifiers of measure and
//! breakdown, shortened to what spreadsheet programs allow.

use std::collections::BTreeSet;

use super::super::form::{Choice, Section};
use super::{Asked, choice};
use crate::contract::format::CheckKind;
use crate::contract::format::model::Measure;
use crate::contract::{ALL, TOTAL};

/// Longest name of a sheet.
const LONGEST: usize = 31;

/// The sections of a contract of counts.
pub(super) fn sections(asked: &Asked<'_>) -> Vec<Section> {
    let Asked { contract, contracts, guidance, .. } = *asked;
    let mut names = BTreeSet::new();
    let mut sections = Vec::new();
    let sums = |measure: &Measure| {
        let mut checks = contract.checks.iter().filter(|check| check.kind == CheckKind::PartsEqualTotal);
        checks.any(|check| check.measures.is_empty() || check.measures.contains(&measure.id))
    };
    let common = common_words(&contract.measures);
    let owes = contract.measures.iter().any(|measure| measure.due);
    // Where nothing is owed, what may be given is all there is to ask.
    for measure in contract.measures.iter().filter(|measure| measure.due || asked.optional || !owes) {
        let definition = Some(measure.definition.clone()).filter(|definition| !definition.is_empty());
        let said = guidance.asked.get(&measure.id).map_or_else(String::new, |text| format!("{text} "));
        if measure.total {
            sections.push(Section {
                id: format!("{}-{TOTAL}", measure.id),
                sheet: sheet_name(measure, common, TOTAL, &mut names),
                title: measure.title.clone(),
                help: format!(
                    "{said}Enter the number of {} in each quarter. The sheet adds up the year.",
                    measure.unit
                ),
                measure: measure.id.clone(),
                unit: measure.unit.clone(),
                dimension: TOTAL.to_owned(),
                categories: vec![choice(ALL, &format!("All {}", measure.unit))],
                sums_to_total: false,
                quarters: contract.coverage.parts.iter().any(|part| part == "Q1"),
                due: measure.due,
                definition: definition.clone(),
            });
        }
        for dimension in measure.dimensions.iter().filter_map(|id| contract.dimension(id)) {
            let Some(list) = contracts.codelist_of(&contract.id, &dimension.codelist) else { continue };
            // A code and the finer ones within it count the same things twice: the widest are asked for.
            let widest = list.codes().filter(|code| code.within.is_empty());
            let categories: Vec<Choice> = widest.map(|code| choice(&code.id, &code.title)).collect();
            let rest = categories.iter().find(|category| category.id == dimension.not_recorded);
            let rest = rest.map_or_else(String::new, |rest| format!(" What is not known goes under {}.", rest.title));
            let note = if dimension.note.is_empty() { String::new() } else { format!(" {}", dimension.note) };
            sections.push(Section {
                id: format!("{}-{}", measure.id, dimension.id),
                sheet: sheet_name(measure, common, &dimension.id, &mut names),
                title: format!("{}: {}", measure.title, dimension.title),
                help: format!("{said}Enter the number of {} of the year in each category.{rest}{note}", measure.unit),
                measure: measure.id.clone(),
                unit: measure.unit.clone(),
                dimension: dimension.id.clone(),
                categories,
                sums_to_total: sums(measure),
                quarters: false,
                // A breakdown may be given; what every force owes is the whole.
                due: false,
                definition: definition.clone(),
            });
        }
    }
    sections
}

/// How many words the identifiers of all measures begin with, where there are several.
fn common_words(measures: &[Measure]) -> usize {
    let words = |measure: &'_ Measure| measure.id.split('_').map(str::to_owned).collect::<Vec<_>>();
    let [first, others @ ..] = measures else { return 0 };
    let first = words(first);
    let shared = |other: &Measure| first.iter().zip(words(other)).take_while(|(one, two)| *one == two).count();
    others.iter().map(shared).min().unwrap_or(0)
}

/// Name of a sheet: the words of both identifiers, without those that all measures begin with.
fn sheet_name(measure: &Measure, common: usize, dimension: &str, names: &mut BTreeSet<String>) -> String {
    let title = measure.title.to_lowercase();
    // A word of the identifier that the title does not have is an abbreviation.
    let word = |word: &str| if title.contains(word) { word.to_owned() } else { word.to_uppercase() };
    let counted: Vec<String> = measure.id.split('_').skip(common).map(word).collect();
    let mut breakdown: Vec<&str> = dimension.split('_').collect();
    let join = |breakdown: &[&str]| format!("{} {}", counted.join(" "), breakdown.join(" "));
    while breakdown.len() > 1 && join(&breakdown).chars().count() > LONGEST {
        breakdown.remove(0);
    }
    let full = join(&breakdown);
    let mut name: String = full.chars().take(LONGEST).collect::<String>().trim().to_owned();
    let mut number = 2;
    while !names.insert(name.to_lowercase()) {
        let ending = format!(" {number}");
        name = full.chars().take(LONGEST - ending.len()).collect::<String>().trim().to_owned() + &ending;
        number += 1;
    }
    name
}
