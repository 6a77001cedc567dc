//! Where a number comes from, carried by the number: the sources it rests on and whether any of them is synthetic.
//!
//! Combining two numbers combines their lineages, so one synthetic source taints everything made from it. Nothing
//! removes a source from a lineage.

use std::collections::BTreeSet;

/// The sources a value rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    sources: BTreeSet<String>,
    synthetic: bool,
}

impl Lineage {
    /// A value read from one source.
    pub fn of(source: &str, synthetic: bool) -> Self {
        Self { sources: BTreeSet::from([source.to_owned()]), synthetic }
    }

    /// A value made from both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            sources: self.sources.union(&other.sources).cloned().collect(),
            synthetic: self.synthetic || other.synthetic,
        }
    }

    /// Identifiers of the sources, sorted.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(String::as_str)
    }

    /// Whether any source is synthetic: the stamp of the figure, table or page follows from this alone.
    pub fn synthetic(&self) -> bool {
        self.synthetic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_synthetic_source_taints_the_whole() {
        let real = Lineage::of("population", false);
        let invented = Lineage::of("returns", true);
        assert!(real.and(&invented).synthetic());
        assert!(invented.and(&real).synthetic());
        assert!(!real.and(&real).synthetic());
        assert_eq!(real.and(&invented).sources().collect::<Vec<_>>(), ["population", "returns"]);
    }
}
