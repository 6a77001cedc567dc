//! Where a number comes from, carried by the number: the sources it rests on and whether any of them is synthetic.
//!
//! A file says itself that it is synthetic, in the column [`STATUS`]; the catalogue can add that, and cannot take it away.
//! Combining two numbers combines their lineages, so one synthetic source taints everything made from it. Nothing
//! removes a source from a lineage.

use std::collections::BTreeMap;

/// Column of a data file, whatever its contract, that says whether its numbers are invented.
pub const STATUS: &str = "data_status";

/// What stands in it beside an invented number, and beside a real one.
pub const SYNTHETIC: &str = "synthetic";
/// See [`SYNTHETIC`].
pub const REAL: &str = "real";

/// The sources a value rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// Identifiers, each with whether its numbers are invented.
    sources: BTreeMap<String, bool>,
}

impl Lineage {
    /// A value read from one source.
    pub fn of(source: &str, synthetic: bool) -> Self {
        Self { sources: BTreeMap::from([(source.to_owned(), synthetic)]) }
    }

    /// A value made from both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut sources = self.sources.clone();
        for (source, synthetic) in &other.sources {
            *sources.entry(source.clone()).or_default() |= synthetic;
        }
        Self { sources }
    }

    /// Identifiers of the sources, sorted.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// Identifiers of those whose numbers are invented, sorted.
    pub fn synthetic_sources(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().filter(|(_, synthetic)| **synthetic).map(|(source, _)| source.as_str())
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
        self.sources.values().any(|synthetic| *synthetic)
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
        assert_eq!(real.and(&invented).synthetic_sources().collect::<Vec<_>>(), ["returns"]);
        assert_eq!(real.source_line("Force returns (synthetic)."), "Force returns.");
        assert_eq!(invented.source_line("Force returns."), "Force returns (synthetic).");
        assert_eq!(invented.source_line("Force returns (synthetic)"), "Force returns (synthetic)");
        // The same source, read twice: what it once said of itself stays.
        assert!(invented.and(&Lineage::of("returns", false)).synthetic());
    }
}
