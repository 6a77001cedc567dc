//! Sets of cases, as far as they are known, and how two of them stand to one another.
//!
//! A criterion divides all cases into a few kinds, one bit a kind. What a definition says of the criterion admits some
//! kinds surely and others possibly: where its source is silent, or was not found, more is possible than sure. Two such
//! sets are compared without guessing: an effect is reported only if it holds however the silence would be filled.

/// The kinds of cases that a definition admits under one criterion. Whatever is sure is also possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cases {
    sure: u8,
    possible: u8,
}

impl Cases {
    /// Exactly these kinds.
    pub(super) const fn exactly(kinds: u8) -> Self {
        Self { sure: kinds, possible: kinds }
    }

    /// These kinds surely, and perhaps the others too.
    pub(super) const fn unsure(sure: u8, perhaps: u8) -> Self {
        Self { sure, possible: sure | perhaps }
    }

    /// Whether something about the set is not known.
    pub(super) const fn is_unsure(self) -> bool {
        self.sure != self.possible
    }

    /// Kinds that this set surely leaves out and the other surely holds.
    pub(super) const fn left_out_of(self, other: Self) -> u8 {
        other.sure & !self.possible
    }

    /// How a count of this set stands to a count of the other, other criteria being equal.
    pub(super) const fn effect_on(self, other: Self) -> Effect {
        let within = self.possible & !other.sure == 0;
        let contains = other.possible & !self.sure == 0;
        let leaves_out = self.left_out_of(other) != 0;
        let adds = other.left_out_of(self) != 0;
        match (within, contains) {
            (true, true) => Effect::Same,
            (true, false) if leaves_out => Effect::LeavesOut,
            (true, false) => Effect::SameOrLeavesOut,
            (false, true) if adds => Effect::Adds,
            (false, true) => Effect::SameOrAdds,
            (false, false) if leaves_out && adds => Effect::Both,
            (false, false) => Effect::Unknown,
        }
    }
}

/// What one criterion does to a count, against the definition it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Both admit the same cases.
    Same,
    /// It leaves out cases that the other counts, and adds none.
    LeavesOut,
    /// It counts cases that the other leaves out, and misses none.
    Adds,
    /// It leaves out some cases and adds others.
    Both,
    /// It adds none; whether it leaves any out is not known.
    SameOrLeavesOut,
    /// It misses none; whether it adds any is not known.
    SameOrAdds,
    /// Not known.
    Unknown,
}

impl Effect {
    /// Whether no case is added, whatever is not known.
    pub(super) const fn adds_none(self) -> bool {
        matches!(self, Self::Same | Self::LeavesOut | Self::SameOrLeavesOut)
    }

    /// Whether no case is left out, whatever is not known.
    pub(super) const fn misses_none(self) -> bool {
        matches!(self, Self::Same | Self::Adds | Self::SameOrAdds)
    }

    /// Whether it depends on something that is not known.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::SameOrLeavesOut | Self::SameOrAdds | Self::Unknown)
    }

    /// The same seen from the other definition.
    pub const fn inverse(self) -> Self {
        match self {
            Self::LeavesOut => Self::Adds,
            Self::Adds => Self::LeavesOut,
            Self::SameOrLeavesOut => Self::SameOrAdds,
            Self::SameOrAdds => Self::SameOrLeavesOut,
            Self::Same | Self::Both | Self::Unknown => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: u8 = 3;

    /// Every set of three kinds, with every way of not knowing it.
    fn every() -> Vec<Cases> {
        let all = 0..1 << KINDS;
        all.clone().flat_map(|sure| all.clone().map(move |perhaps| Cases::unsure(sure, perhaps))).collect()
    }

    /// Every set that the cases could turn out to be.
    fn outcomes(cases: Cases) -> impl Iterator<Item = u8> {
        (0..1 << KINDS).filter(move |set| cases.sure & !set == 0 && set & !cases.possible == 0)
    }

    /// The effect by its meaning: what holds in every outcome.
    fn by_outcomes(cases: Cases, other: Cases) -> Effect {
        let pairs: Vec<(bool, bool)> = outcomes(cases)
            .flat_map(|set| outcomes(other).map(move |against| (set & !against == 0, against & !set == 0)))
            .collect();
        let always = |holds: fn(&(bool, bool)) -> bool| pairs.iter().all(holds);
        if always(|(within, contains)| *within && *contains) {
            Effect::Same
        } else if always(|(within, contains)| *within && !*contains) {
            Effect::LeavesOut
        } else if always(|(within, contains)| !*within && *contains) {
            Effect::Adds
        } else if always(|(within, contains)| !*within && !*contains) {
            Effect::Both
        } else if always(|(within, _)| *within) {
            Effect::SameOrLeavesOut
        } else if always(|(_, contains)| *contains) {
            Effect::SameOrAdds
        } else {
            Effect::Unknown
        }
    }

    #[test]
    fn an_effect_is_reported_exactly_if_it_holds_however_silence_is_filled() {
        for cases in every() {
            for other in every() {
                assert_eq!(cases.effect_on(other), by_outcomes(cases, other), "{cases:?} {other:?}");
                assert_eq!(cases.effect_on(other).inverse(), other.effect_on(cases), "{cases:?} {other:?}");
            }
        }
    }
}
