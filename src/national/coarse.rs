//! How a number that is no sum of counts is rounded where not every count may be seen, and which values are then printed alike.
//!
//! An estimate, and an end that a ratio gives, move with the counts of the few forces that did not count the agreed definition. So
//! coarse they leave each of these forces room, and what they are put together; whether enough is what `assess audit` shows. The
//! lower limit of an estimate mostly is the lower end of the range, which is printed.

use crate::statistics::Interval;

/// Which multiple of the step is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Nearest,
    Down,
    Up,
}

/// A step of rounding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    way: Way,
    size: f64,
    /// The value is multiplied by this before it is rounded, so that a hundredth is the number nearest to it.
    of: f64,
}

/// An estimated total.
pub const TOTAL: Step = Step { way: Way::Nearest, size: 50.0, of: 1.0 };
/// The lower limit of an estimate.
pub const LOWER: Step = Step { way: Way::Down, size: 20.0, of: 1.0 };
/// The upper limit of an estimate.
pub const UPPER: Step = Step { way: Way::Up, size: 50.0, of: 1.0 };
/// The part of an estimate that is imputed, which is said to be at most that.
pub const SHARE: Step = Step { way: Way::Up, size: 5.0, of: 100.0 };
/// An upper end that a ratio gives.
pub const RATIO_END: Step = Step { way: Way::Up, size: 20.0, of: 1.0 };

impl Step {
    /// The value as it is printed.
    pub fn printed(self, value: f64) -> f64 {
        self.multiple(value) * self.size / self.of
    }

    /// The least and the most of the values that are printed as this one is.
    pub fn alike(self, value: f64) -> (f64, f64) {
        let (below, above) = match self.way {
            Way::Nearest => (0.5, 0.5),
            Way::Down => (0.0, 1.0),
            Way::Up => (1.0, 0.0),
        };
        let multiple = self.multiple(value);
        ((multiple - below) * self.size / self.of, (multiple + above) * self.size / self.of)
    }

    fn multiple(self, value: f64) -> f64 {
        let steps = value * self.of / self.size;
        match self.way {
            Way::Nearest => steps.round(),
            Way::Down => steps.floor(),
            Way::Up => steps.ceil(),
        }
    }
}

/// Limits as they are printed: outwards, and not below nought.
pub fn outwards(lower: f64, upper: f64) -> Interval {
    Interval { lower: LOWER.printed(lower).max(0.0), upper: UPPER.printed(upper) }
}

#[cfg(test)]
mod tests {
    use super::{LOWER, RATIO_END, SHARE, Step, TOTAL, UPPER, outwards};

    #[test]
    fn what_is_printed_alike_is_all_that_is() {
        let within = |step: Step, value: f64| {
            let (least, most) = step.alike(value);
            let (printed, eighth) = (step.printed(value), (most - least) / 8.0);
            for part in 1..8 {
                assert_eq!(step.printed(least + eighth * f64::from(part)), printed, "{step:?} {value}");
            }
            assert!(
                step.printed(least - eighth) < printed && step.printed(most + eighth) > printed,
                "{step:?} {value}"
            );
        };
        for step in [TOTAL, LOWER, UPPER, RATIO_END] {
            [893.0, 938.4, 1061.0, 7.0].into_iter().for_each(|value| within(step, value));
        }
        [0.0566, 0.131, 0.62].into_iter().for_each(|share| within(SHARE, share));
    }

    #[test]
    fn numbers_are_rounded_the_way_that_claims_less() {
        assert_eq!((TOTAL.printed(893.0), TOTAL.printed(925.0)), (900.0, 950.0));
        assert_eq!((SHARE.printed(0.0566), SHARE.printed(0.0), SHARE.printed(0.15)), (0.1, 0.0, 0.15));
        let limits = outwards(884.0, 914.2);
        assert_eq!((limits.lower, limits.upper), (880.0, 950.0));
        assert_eq!((outwards(-3.0, 0.0).lower, RATIO_END.printed(933.0)), (0.0, 940.0));
    }
}
