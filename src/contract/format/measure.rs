//! Measures: what is counted, with all that the rest of the program needs to know of it, said once in a contract.
//!
//! In: contracts whose code lists are known to exist. Out: every measure by its identifier, its breakdowns with it, or what the
//! measures say of one another that cannot be. No room asks what an identifier looks like: what a measure does not say is not so.

use std::collections::BTreeMap;

use super::codelist::Code;
use super::model::{ByForce, Class, Contract, DuePeriods, Measure as Described};
use super::set::Contracts;
use crate::definition::Definitions;
use crate::edition::assumptions::Cells;
use crate::fault::{Fault, Faults, nearest};

/// The breakdown that is the whole of a measure, as in the column `dimension`.
pub const TOTAL: &str = "total";
/// Its one category.
pub const ALL: &str = "all";

/// What is counted.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Stable identifier.
    pub id: String,
    /// Contract of its rows.
    pub contract: String,
    /// What it is, in words.
    pub title: String,
    /// The same in a few words.
    pub short: String,
    /// What a reader must know of its course.
    pub note: Option<String>,
    /// Role of the published national figures that count the same.
    pub published: Option<String>,
    /// Unit. Measures of different units are never added or compared.
    pub unit: String,
    /// Offence code of its rows; none where rows name their measure.
    pub offence: Option<String>,
    /// Who may see it force by force.
    pub by_force: ByForce,
    /// Whether all forces count it alike.
    pub alike: bool,
    /// Measure that it is part of.
    pub part_of: Option<String>,
    /// Key of its breaks; none where it has none.
    pub breaks: Option<String>,
    /// Which of an edition's years it is held for.
    pub periods: DuePeriods,
    /// Classes that count under a definition of their own.
    pub classes: Vec<Class>,
    /// Breakdowns.
    pub breakdowns: Vec<Breakdown>,
}

/// A breakdown of a measure.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// Stable identifier, as in the column `dimension`.
    pub dimension: String,
    /// What it is, in words.
    pub title: String,
    /// Category of what is not recorded; none where nothing can be.
    pub not_recorded: Option<String>,
    /// Whether it is a sensitive characteristic.
    pub sensitive: bool,
    /// Categories, the widest and those within them.
    pub categories: Vec<Category>,
}

/// A category of a breakdown.
#[derive(Clone, Debug)]
pub struct Category {
    /// As in the column `category`.
    pub id: String,
    /// Whether it is part of another category.
    pub within: bool,
    /// What it means.
    pub title: String,
    /// The same in a few words, as they stand after a colon.
    pub short: String,
}

impl Breakdown {
    /// A category in a few words; its identifier where the code list does not have it.
    pub fn short<'a>(&'a self, category: &'a str) -> &'a str {
        self.categories.iter().find(|one| one.id == category).map_or(category, |one| &one.short)
    }
}

impl Measure {
    /// Whether its source publishes it force by force, so that disclosure control has nothing to protect.
    pub fn is_published(&self) -> bool {
        self.by_force == ByForce::Published
    }

    /// The measure above which no force's count of it lies; none is named where it is part of no other.
    pub fn ceiling(&self) -> &str {
        self.part_of.as_deref().unwrap_or_default()
    }

    /// A breakdown of it.
    pub fn breakdown(&self, dimension: &str) -> Option<&Breakdown> {
        self.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension)
    }

    /// Whether a category of a breakdown holds what could not be put into any other.
    pub fn is_not_recorded(&self, dimension: &str, category: &str) -> bool {
        self.breakdown(dimension).is_some_and(|breakdown| breakdown.not_recorded.as_deref() == Some(category))
    }
}

/// Every measure, by its identifier.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    /// In the order of the contracts and of their files.
    measures: Vec<Measure>,
    numbers: BTreeMap<String, usize>,
}

impl Measures {
    /// A measure.
    pub fn get(&self, id: &str) -> Option<&Measure> {
        self.numbers.get(id).and_then(|number| self.measures.get(*number))
    }

    /// All of them, in the order of the contracts and of their files.
    pub fn iter(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter()
    }

    /// Those of a contract, in the order of its file.
    pub fn of_contract<'a>(&'a self, contract: &'a str) -> impl Iterator<Item = &'a Measure> {
        self.iter().filter(move |measure| measure.contract == contract)
    }

    /// The measure of a contract that counts an offence.
    pub fn of_offence(&self, contract: &str, offence: &str) -> Option<&Measure> {
        self.iter().find(|measure| measure.contract == contract && measure.offence.as_deref() == Some(offence))
    }

    /// The class that holds the same crimes as a measure, with the measure whose class it is.
    pub fn class_of(&self, id: &str) -> Option<(&Measure, &Class)> {
        let mut classes = self.iter().flat_map(|measure| measure.classes.iter().map(move |class| (measure, class)));
        classes.find(|(_, class)| class.same_as == id)
    }

    /// The definition of a class, where a count is one: by it the count bounds what its force counted under another.
    pub fn definition_of(&self, count: &Cells) -> Option<&str> {
        let (dimension, categories) = count.categories.as_ref()?;
        let [category] = categories.as_slice() else { return None };
        let classes = &self.get(&count.measure)?.classes;
        let class = classes.iter().find(|class| class.dimension == *dimension && class.category == *category)?;
        Some(&class.definition)
    }

    /// The measures of a set of contracts, and what is wrong between them.
    pub(super) fn of(contracts: &Contracts, definitions: &Definitions, faults: &mut Faults) -> Self {
        let mut all = Self::default();
        for contract in contracts.iter() {
            for described in &contract.measures {
                if let Some(other) = all.get(&described.id) {
                    let what =
                        format!("the measure `{}` stands in the contract `{}` as well", described.id, other.contract);
                    faults.push(invalid(described, what, "give one of the two another id"));
                    continue;
                }
                all.numbers.insert(described.id.clone(), all.measures.len());
                all.measures.push(made(contracts, contract, described));
            }
        }
        for described in contracts.iter().flat_map(|contract| &contract.measures) {
            all.check(described, definitions, faults);
        }
        all
    }

    /// What a measure says of others must be so.
    fn check(&self, described: &Described, definitions: &Definitions, faults: &mut Faults) {
        let mut refuse = |what: String, remedy: String| faults.push(invalid(described, what, remedy));
        let id = &described.id;
        let known = |word: &str| match nearest(word, self.iter().map(|measure| measure.id.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add a [[measure]] with id = \"{word}\" to a contract, or mend the spelling"),
        };
        if !described.part_of.is_empty() {
            match self.get(&described.part_of) {
                None => {
                    let what = format!("`{id}` is part of the measure `{}`, which is not there", described.part_of);
                    refuse(what, known(&described.part_of));
                }
                Some(whole) if whole.unit != described.unit => refuse(
                    format!(
                        "`{id}` counts {}, and `{}`, of which it is part, {}",
                        described.unit, whole.id, whole.unit
                    ),
                    "name a measure of the same unit, or leave `part_of` out".to_owned(),
                ),
                Some(whole) if !whole.alike => refuse(
                    format!("`{id}` is part of `{}`, which forces do not count alike", whole.id),
                    "a ceiling must be counted alike: say alike = true of it if that is so, or leave `part_of` out"
                        .to_owned(),
                ),
                Some(_) => {}
            }
        }
        let no_definition = |id: &str, refuse: &mut dyn FnMut(String, String)| {
            if definitions.get(id).is_none() {
                let what = format!("the definition `{id}` has no file in {}", crate::definition::FOLDER);
                let remedy = match nearest(id, definitions.ids()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write the file, or name another".to_owned(),
                };
                refuse(what, remedy);
            }
        };
        if !described.definition.is_empty() {
            no_definition(&described.definition, &mut refuse);
        }
        for class in &described.classes {
            let breakdown = self.get(id).and_then(|measure| measure.breakdown(&class.dimension));
            let category = |breakdown: &Breakdown| breakdown.categories.iter().any(|one| one.id == class.category);
            if !breakdown.is_some_and(category) {
                let what = format!("`{id}` has no class `{}` of `{}`", class.category, class.dimension);
                refuse(what, "name a category of the code list of one of its dimensions".to_owned());
            }
            no_definition(&class.definition, &mut refuse);
            if !class.same_as.is_empty() && self.get(&class.same_as).is_none() {
                let what =
                    format!("a class of `{id}` is the same as the measure `{}`, which is not there", class.same_as);
                refuse(what, known(&class.same_as));
            }
        }
    }
}

fn made(contracts: &Contracts, contract: &Contract, described: &Described) -> Measure {
    let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let breakdowns = described.dimensions.iter().filter_map(|id| contract.dimension(id)).map(|dimension| {
        let codes = contracts.codelist_of(&contract.id, &dimension.codelist);
        let codes = codes.into_iter().flat_map(|list| list.codes());
        Breakdown {
            dimension: dimension.id.clone(),
            title: dimension.title.clone(),
            not_recorded: filled(&dimension.not_recorded),
            sensitive: dimension.sensitive,
            categories: codes.map(category).collect(),
        }
    });
    Measure {
        id: described.id.clone(),
        contract: contract.id.clone(),
        title: described.title.clone(),
        short: filled(&described.short).unwrap_or_else(|| described.title.clone()),
        note: filled(&described.note),
        published: filled(&described.published),
        unit: described.unit.clone(),
        offence: filled(&described.offence),
        by_force: described.by_force,
        alike: described.alike,
        part_of: filled(&described.part_of),
        breaks: filled(&described.breaks),
        periods: contract.coverage.periods,
        classes: described.classes.clone(),
        breakdowns: breakdowns.collect(),
    }
}

fn category(code: &Code) -> Category {
    let short = if code.short.is_empty() { lower_first(&code.title) } else { code.short.clone() };
    Category { id: code.id.clone(), within: !code.within.is_empty(), title: code.title.clone(), short }
}

/// A title as it goes on after a colon.
fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn invalid(described: &Described, what: String, remedy: impl Into<String>) -> Fault {
    Fault::new("contract-invalid", described.place.clone(), what, remedy)
}
