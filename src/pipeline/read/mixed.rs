//! An edition that has some kinds of change from another and the rest from itself: the steps of a comparison.
//!
//! In: the rows of the old edition and of the new one. Out: the old one's rows with one kind of change after another taken over. After
//! all of them nothing of the old is left.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use super::Rows;
use crate::contract::{AdrReturn, BridgeStudy, ProblemProfile};
use crate::period::FinancialYear;
use crate::publish::comparison::Cause;

/// A return: contract, force and year.
type Key = (String, String, FinancialYear);

impl Rows {
    /// These rows with one kind of change taken over from others; none where the two do not differ in it.
    pub(in crate::pipeline) fn taking(&self, other: &Self, cause: Cause) -> Option<Self> {
        let mut mixed = self.clone();
        match cause {
            Cause::DataRevised => mixed.revise(other),
            Cause::ReturnAdded => mixed.keep(other, |here, there, _| here || there),
            Cause::ReturnWithdrawn => mixed.keep(other, |here, there, aside| here && (there || aside)),
            Cause::ReturnSetAside => mixed.keep(other, |here, there, _| here && there),
            Cause::Definition => {
                mixed.definitions = other.definitions.clone();
                mixed.edition.agreed_definition = other.edition.agreed_definition.clone();
            }
            Cause::Assumption => mixed.assumptions = other.assumptions.clone(),
            Cause::Method => {
                let (policy, releases) = (mixed.policy, mixed.releases);
                let (text, terms, judgements) = (mixed.text, mixed.terms, mixed.judgements);
                mixed = Self { policy, releases, text, terms, judgements, ..other.clone() };
            }
            Cause::Disclosure => {
                mixed.policy = other.policy.clone();
                mixed.releases = other.releases.clone();
            }
            Cause::Text => mixed = other.clone(),
        }
        (!same(&mixed, self)).then_some(mixed)
    }

    /// Public data, and what is another value in a return that both have.
    fn revise(&mut self, other: &Self) {
        self.population = other.population.clone();
        self.recorded = other.recorded.clone();
        self.national_offences = other.national_offences.clone();
        self.published = other.published.clone();
        self.recommendations = other.recommendations.clone();
        self.series = other.series.clone();
        // Sums of many rows are taken over as a whole: which force sent which row is not told apart.
        self.summed = other.summed.clone();
        for (contract, rows) in &mut self.returned {
            let theirs = other.returned.get(contract).map(Vec::as_slice).unwrap_or_default();
            let both: BTreeSet<Key> = keys(contract, theirs).intersection(&keys(contract, rows)).cloned().collect();
            rows.retain(|row| !both.contains(&key(contract, row)));
            rows.extend(theirs.iter().filter(|row| both.contains(&key(contract, row))).cloned());
        }
        let studied = |study: &BridgeStudy| (study.force.clone(), study.year);
        self.bridges = revised(&self.bridges, &other.bridges, studied);
        self.profiles = revised(&self.profiles, &other.profiles, |one: &ProblemProfile| one.force.clone());
    }

    /// The returns of either that are kept, by whether each is here and there, and whether the other sets it aside.
    fn keep(&mut self, other: &Self, kept: fn(bool, bool, bool) -> bool) {
        let contracts: BTreeSet<&String> = self.returned.keys().chain(other.returned.keys()).collect();
        let aside = |key: &Key| other.edition.set_aside.iter().any(|one| one.covers(&key.0, &key.1, key.2));
        let mut returned = BTreeMap::new();
        for contract in contracts {
            let here = self.returned.get(contract).map(Vec::as_slice).unwrap_or_default();
            let there = other.returned.get(contract).map(Vec::as_slice).unwrap_or_default();
            let (ours, theirs) = (keys(contract, here), keys(contract, there));
            let stays = |key: &Key| kept(ours.contains(key), theirs.contains(key), aside(key));
            let mut rows: Vec<AdrReturn> = here.iter().filter(|row| stays(&key(contract, row))).cloned().collect();
            let new = there.iter().filter(|row| !ours.contains(&key(contract, row)) && stays(&key(contract, row)));
            rows.extend(new.cloned());
            returned.insert(contract.clone(), rows);
        }
        self.returned = returned;
        let studied = |study: &BridgeStudy| (study.force.clone(), study.year);
        if kept(false, true, false) {
            self.bridges.extend(only(&other.bridges, &self.bridges, studied));
            self.profiles.extend(only(&other.profiles, &self.profiles, |one: &ProblemProfile| one.force.clone()));
        } else {
            self.bridges = other.bridges.clone();
            self.profiles = other.profiles.clone();
        }
    }
}

/// Whether two editions would give the same numbers, as all that they are computed from is the same.
fn same(one: &Rows, other: &Rows) -> bool {
    fn alike(one: &impl Debug, other: &impl Debug) -> bool {
        format!("{one:?}") == format!("{other:?}")
    }
    one.summed == other.summed
        && alike(&one.returned, &other.returned)
        && alike(&(&one.recorded, &one.national_offences), &(&other.recorded, &other.national_offences))
        && alike(&(&one.population, &one.published, &one.series), &(&other.population, &other.published, &other.series))
        && alike(&(&one.recommendations, &one.bridges), &(&other.recommendations, &other.bridges))
        && alike(&(&one.profiles, &one.forces, &one.offences), &(&other.profiles, &other.forces, &other.offences))
        && alike(&(&one.definitions, &one.edition), &(&other.definitions, &other.edition))
        && alike(&(&one.contracts, &one.registry), &(&other.contracts, &other.registry))
        && alike(&(&one.assumptions, &one.policy), &(&other.assumptions, &other.policy))
        && alike(&(&one.releases, &one.settings), &(&other.releases, &other.settings))
        && alike(&(&one.text, &one.judgements, &one.figures), &(&other.text, &other.judgements, &other.figures))
}

fn key(contract: &str, row: &AdrReturn) -> Key {
    (contract.to_owned(), row.force.clone(), row.year)
}

fn keys(contract: &str, rows: &[AdrReturn]) -> BTreeSet<Key> {
    rows.iter().map(|row| key(contract, row)).collect()
}

/// Ours, each as the others have it where they have it.
fn revised<T: Clone, K: PartialEq>(ours: &[T], theirs: &[T], key: impl Fn(&T) -> K) -> Vec<T> {
    let as_there = |one: &T| theirs.iter().find(|other| key(other) == key(one)).unwrap_or(one).clone();
    ours.iter().map(as_there).collect()
}

/// What is theirs alone.
fn only<T: Clone, K: PartialEq>(theirs: &[T], ours: &[T], key: impl Fn(&T) -> K) -> Vec<T> {
    theirs.iter().filter(|one| !ours.iter().any(|other| key(other) == key(one))).cloned().collect()
}
