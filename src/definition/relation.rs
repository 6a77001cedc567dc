//! The relation of one definition to another, derived from their criteria, with the reasons in words.
//!
//! Every criterion admits a set of cases, and a definition admits a case if every criterion does. So one definition lies
//! within another exactly if each of its sets lies within the other's. What is not known may turn out either way: a
//! relation other than overlapping is given only where that cannot matter, and at least one criterion shows it surely.

use super::Definition;
use super::cases::Effect;
use super::criteria::{Criterion, Entry};

/// How a force's definition relates to the agreed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It counts what the agreed definition counts.
    Same,
    /// It counts only part of what the agreed definition counts.
    Narrower,
    /// It counts all that the agreed definition counts, and more.
    Broader,
    /// Neither contains the other.
    Overlapping,
    /// It counts something else, such as custody events; the count is never combined with others.
    DifferentUnit,
    /// The force made no return.
    NoReturn,
}

/// How a count under one definition stands to a count under another, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The relation.
    pub relation: Relation,
    /// The written reason, where the relation was stated in a file and not derived.
    pub overridden: Option<String>,
    /// The criteria on which the two differ in words or in effect.
    pub differences: Vec<Difference>,
    /// Of these, the criteria whose value was not checked against a source, for either definition.
    pub unverified: Vec<Criterion>,
    /// Whether both are one definition.
    pub(super) itself: bool,
}

/// What two definitions say under one criterion, and what it does to the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The criterion.
    pub criterion: Criterion,
    /// What the definition counted says, in words.
    pub counted: &'static str,
    /// What the agreed definition says, in words.
    pub agreed: &'static str,
    /// What it does to the count.
    pub effect: Effect,
    /// Kinds of cases surely left out, in words.
    pub leaves_out: Vec<&'static str>,
    /// Kinds of cases surely added, in words.
    pub adds: Vec<&'static str>,
    /// Whether the value of the definition counted is not wholly known.
    counted_unsure: bool,
    /// Whether the value of the agreed definition is not wholly known.
    agreed_unsure: bool,
}

impl Difference {
    fn between(counted: Entry, agreed: Entry) -> Self {
        let criterion = counted.criterion;
        Self {
            criterion,
            counted: counted.words,
            agreed: agreed.words,
            effect: counted.cases.effect_on(agreed.cases),
            leaves_out: criterion.named(counted.cases.left_out_of(agreed.cases)).collect(),
            adds: criterion.named(agreed.cases.left_out_of(counted.cases)).collect(),
            counted_unsure: counted.cases.is_unsure(),
            agreed_unsure: agreed.cases.is_unsure(),
        }
    }
}

/// Each criterion of the one beside that of the other.
fn pairs(counted: &Definition, agreed: &Definition) -> impl Iterator<Item = (Entry, Entry)> {
    counted.criteria.entries(counted.unit).into_iter().zip(agreed.criteria.entries(agreed.unit))
}

/// The relation that the criteria show.
pub(super) fn derive(counted: &Definition, agreed: &Definition) -> Relation {
    let effects = || pairs(counted, agreed).map(|(one, other)| (one.criterion, one.cases.effect_on(other.cases)));
    if effects().any(|effect| effect == (Criterion::Unit, Effect::Both)) {
        return Relation::DifferentUnit;
    }
    let shown = |wanted: Effect| effects().any(|(_, effect)| effect == wanted);
    let adds_none = effects().all(|(_, effect)| effect.adds_none());
    let misses_none = effects().all(|(_, effect)| effect.misses_none());
    match (adds_none, misses_none) {
        (true, true) => Relation::Same,
        (true, false) if shown(Effect::LeavesOut) => Relation::Narrower,
        (false, true) if shown(Effect::Adds) => Relation::Broader,
        _ => Relation::Overlapping,
    }
}

/// The criteria on which the two differ in words, or may differ in the cases they admit.
pub(super) fn differences(counted: &Definition, agreed: &Definition) -> Vec<Difference> {
    pairs(counted, agreed)
        .map(|(one, other)| Difference::between(one, other))
        .filter(|difference| difference.effect != Effect::Same || difference.counted != difference.agreed)
        .collect()
}

/// The same relation seen from the other definition.
pub(super) const fn inverse(relation: Relation) -> Relation {
    match relation {
        Relation::Narrower => Relation::Broader,
        Relation::Broader => Relation::Narrower,
        Relation::Same | Relation::Overlapping | Relation::DifferentUnit | Relation::NoReturn => relation,
    }
}

impl Derived {
    /// The reason in one or two sentences for the annex, where "it" is the definition counted.
    pub fn reason(&self) -> String {
        if self.itself {
            return "This is the agreed definition.".to_owned();
        }
        if let Some(reason) = &self.overridden {
            return reason.clone();
        }
        match self.relation {
            Relation::Same => self.same(),
            Relation::DifferentUnit => self.different_unit(),
            _ => {
                let sentences: Vec<String> = [self.known(), self.unknown()].into_iter().flatten().collect();
                match sentences.is_empty() {
                    true => "Nothing is known of how the two compare.".to_owned(),
                    false => sentences.join(" "),
                }
            }
        }
    }

    /// A sentence on the criteria that were not checked against a source, where there are any.
    pub fn caution(&self) -> Option<String> {
        let nouns: Vec<&str> = self.unverified.iter().map(|criterion| criterion.noun()).collect();
        (!nouns.is_empty()).then(|| format!("Not checked against a source: {}.", list(&nouns)))
    }

    fn same(&self) -> String {
        let nouns: Vec<&str> = self.differences.iter().map(|difference| difference.criterion.noun()).collect();
        match nouns.is_empty() {
            true => "It counts the same.".to_owned(),
            false => format!("It counts the same; only its wording differs, on {}.", list(&nouns)),
        }
    }

    fn different_unit(&self) -> String {
        let units = self.differences.iter().find(|difference| difference.criterion == Criterion::Unit);
        let (counted, agreed) = units.map_or(("", ""), |units| (units.counted, units.agreed));
        format!("It counts {counted}, the agreed definition {agreed}; the two are never added or compared.")
    }

    /// What it surely leaves out and adds.
    fn known(&self) -> Option<String> {
        let all = |kinds: fn(&Difference) -> &Vec<&'static str>| -> Vec<&'static str> {
            self.differences.iter().flat_map(kinds).copied().collect()
        };
        let leaves_out = all(|difference| &difference.leaves_out);
        let adds = all(|difference| &difference.adds);
        match (leaves_out.is_empty(), adds.is_empty()) {
            (true, true) => None,
            (false, true) => Some(format!("It leaves out {}.", list(&leaves_out))),
            (true, false) => Some(format!("It also counts {}.", list(&adds))),
            (false, false) => Some(format!("It leaves out {}; it also counts {}.", list(&leaves_out), list(&adds))),
        }
    }

    /// What is not known, and whether it matters.
    fn unknown(&self) -> Option<String> {
        let unsure = |counted: bool, agreed: bool| -> Vec<&'static str> {
            self.differences
                .iter()
                .filter(|difference| difference.effect.is_open())
                .filter(|difference| (difference.counted_unsure, difference.agreed_unsure) == (counted, agreed))
                .map(|difference| difference.criterion.noun())
                .collect()
        };
        let subjects = [("it treats", unsure(true, false)), ("the agreed definition treats", unsure(false, true))];
        let both = ("either treats", unsure(true, true));
        let clauses: Vec<String> = subjects
            .into_iter()
            .chain([both])
            .filter(|(_, nouns)| !nouns.is_empty())
            .map(|(subject, nouns)| format!("how {subject} {}", list(&nouns)))
            .collect();
        let first = clauses.first()?;
        let mut sentence = clauses.join(", and ");
        // The first letter is an ASCII "h", so one byte is one letter.
        sentence.replace_range(..1, &first[..1].to_uppercase());
        Some(format!("{sentence} is not known{}.", self.consequence()))
    }

    fn consequence(&self) -> &'static str {
        let all = |holds: fn(Effect) -> bool| self.differences.iter().all(|difference| holds(difference.effect));
        let leaves_out = self.differences.iter().any(|difference| !difference.leaves_out.is_empty());
        let adds = self.differences.iter().any(|difference| !difference.adds.is_empty());
        match self.relation {
            Relation::Narrower | Relation::Broader => ", which does not change the relation",
            // Each counts cases that the other leaves out, whatever the rest may say.
            _ if leaves_out && adds => "",
            _ if all(Effect::adds_none) => ", so it may count the same or less",
            _ if all(Effect::misses_none) => ", so it may count the same or more",
            _ => ", so neither can be taken to hold the other",
        }
    }
}

/// Words as a list: "a", "a and b", "a, b and c".
fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_as_a_sentence_does() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn the_inverse_of_an_inverse_is_the_relation() {
        let every =
            [Relation::Same, Relation::Narrower, Relation::Broader, Relation::Overlapping, Relation::DifferentUnit];
        for relation in every {
            assert_eq!(inverse(inverse(relation)), relation);
        }
    }
}
