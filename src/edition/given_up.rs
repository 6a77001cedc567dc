//! Numbers whose protection an edition gives up, each by its name and with its reason: what an earlier release printed already gives them
//! away, and nothing that is withheld now would hide them.
//!
//! In: `[[give-up]]` of the edition, whose lines the fault `disclosure-unprotectable` offers. Whether there is such a number is known to
//! disclosure control.

use schemars::JsonSchema;
use serde::Deserialize;

use super::check::Check;
use crate::fault::Place;
use crate::source::Spanned;

use super::aside::LEAST_REASON;

/// A number whose protection is given up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUp {
    /// The number, as the fault names it.
    pub number: String,
    /// Why; no release prints it.
    pub reason: String,
    /// Where it is said.
    #[serde(skip)]
    pub place: Place,
}

impl GiveUp {
    /// The lines of an edition that give up a number.
    pub fn lines(number: &str) -> String {
        format!("[[give-up]]\nnumber = \"{number}\"\nreason = \"\"")
    }
}

impl Check<'_> {
    /// What is given up: each number once, and each with a reason.
    pub(super) fn given_up(&mut self, entries: Vec<Spanned<GiveUp>>) -> Vec<GiveUp> {
        let mut read: Vec<GiveUp> = Vec::new();
        for entry in entries {
            let span = entry.span();
            let entry = GiveUp { place: self.settings.place(&span), ..entry.into_inner() };
            if entry.reason.trim().chars().count() < LEAST_REASON {
                let what =
                    format!("the reason why the protection of `{}` is given up is too short to be one", entry.number);
                self.refuse(
                    &span,
                    what,
                    "say what gives it away already, and who decided that it is released all the same",
                );
            }
            if read.iter().any(|other| other.number == entry.number) {
                let what = format!("the protection of `{}` is given up twice", entry.number);
                self.refuse(&span, what, "keep one of the two");
            }
            read.push(entry);
        }
        read
    }
}
