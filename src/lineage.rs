//! Where a number comes from, carried by the number: the sources it rests on and whether any of them is synthetic.
//!
//! Of each source it says which rows are meant, by measure, series or published figure, where that is known.
//! A file says itself that it is synthetic, in the column [`STATUS`]; the catalogue can add that, and cannot take it away.
//! Combining two numbers combines their lineages, so one synthetic source taints everything made from it. Nothing
//! removes a source from a lineage.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Column of a data file, whatever its contract, that says whether its numbers are invented.
pub const STATUS: &str = "data_status";

/// What stands in it beside an invented number, and beside a real one.
pub const SYNTHETIC: &str = "synthetic";
/// See [`SYNTHETIC`].
pub const REAL: &str = "real";

/// Rows of a source that are of one breakdown of a measure, as a lineage names them.
pub fn breakdown(measure: &str, dimension: &str) -> String {
    format!("{measure}/{dimension}")
}

/// The sources a value rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// By identifier.
    sources: BTreeMap<String, Rests>,
}

/// What of a source a value rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Rests {
    /// Whether its numbers are invented.
    synthetic: bool,
    /// The rows that are meant; all of them where none are named.
    parts: BTreeSet<String>,
}

impl Lineage {
    /// A value read from one source.
    pub fn of(source: &str, synthetic: bool) -> Self {
        Self { sources: BTreeMap::from([(source.to_owned(), Rests { synthetic, parts: BTreeSet::new() })]) }
    }

    /// The same, of these rows of its sources alone: a measure, a breakdown of one (`measure/dimension`), a series, a figure.
    #[must_use]
    pub fn only(&self, part: &str) -> Self {
        let parts = BTreeSet::from([part.to_owned()]);
        let rests = |rests: &Rests| Rests { synthetic: rests.synthetic, parts: parts.clone() };
        Self { sources: self.sources.iter().map(|(source, of)| (source.clone(), rests(of))).collect() }
    }

    /// A value made from both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut sources = self.sources.clone();
        for (source, other) in &other.sources {
            match sources.get_mut(source) {
                None => drop(sources.insert(source.clone(), other.clone())),
                Some(rests) => {
                    rests.synthetic |= other.synthetic;
                    if rests.parts.is_empty() || other.parts.is_empty() {
                        rests.parts.clear();
                    } else {
                        rests.parts.extend(other.parts.iter().cloned());
                    }
                }
            }
        }
        Self { sources }
    }

    /// Identifiers of the sources, sorted.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// The rows of a source that are meant, all where none are named; nothing of a source that is not in it.
    pub fn parts(&self, source: &str) -> Option<&BTreeSet<String>> {
        self.sources.get(source).map(|rests| &rests.parts)
    }

    /// Identifiers of those whose numbers are invented, sorted.
    pub fn synthetic_sources(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().filter(|(_, rests)| rests.synthetic).map(|(source, _)| source.as_str())
    }

    /// A source line under this lineage. It says "(synthetic)" where the lineage does and nowhere else, whoever wrote the words.
    pub fn source_line(&self, words: &str) -> String {
        let plain = words.replace(" (synthetic)", "");
        if !self.synthetic() {
            return plain;
        }
        match plain.strip_suffix('.') {
            Some(plain) => format!("{plain} (synthetic)."),
            None => format!("{plain} (synthetic)"),
        }
    }

    /// Whether any source is synthetic: the stamp of the figure, table or page follows from this alone.
    pub fn synthetic(&self) -> bool {
        self.sources.values().any(|rests| rests.synthetic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_of_two_rests_on_the_rows_of_both_and_on_all_where_one_does() {
        let all = Lineage::of("crime", false);
        let (rape, abuse) = (all.only("rape"), all.only("abuse"));
        let parts = |lineage: &Lineage| lineage.parts("crime").unwrap().iter().cloned().collect::<Vec<_>>();
        assert_eq!(parts(&rape.and(&abuse)), ["abuse", "rape"]);
        assert_eq!(parts(&rape.and(&all)), [""; 0]);
        assert_eq!(parts(&all.and(&rape)), [""; 0]);
        assert!(rape.parts("population").is_none());
        assert!(Lineage::of("returns", true).only("rape").and(&all).synthetic());
    }

    #[test]
    fn one_synthetic_source_taints_the_whole() {
        let real = Lineage::of("population", false);
        let invented = Lineage::of("returns", true);
        assert!(real.and(&invented).synthetic());
        assert!(invented.and(&real).synthetic());
        assert!(!real.and(&real).synthetic());
        assert_eq!(real.and(&invented).sources().collect::<Vec<_>>(), ["population", "returns"]);
        assert_eq!(real.and(&invented).synthetic_sources().collect::<Vec<_>>(), ["returns"]);
        assert_eq!(real.source_line("Force returns (synthetic)."), "Force returns.");
        assert_eq!(invented.source_line("Force returns."), "Force returns (synthetic).");
        assert_eq!(invented.source_line("Force returns (synthetic)"), "Force returns (synthetic)");
        // The same source, read twice: what it once said of itself stays.
        assert!(invented.and(&Lineage::of("returns", false)).synthetic());
    }
}
