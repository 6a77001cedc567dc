//! The checks of an edition file, entry by entry; each fault has its line.
//!
//! In: entries as they were written. Out: entries that the rest of the program may rely on, and what is wrong with them.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::{Break, Breakdown, FileLimits, LOCAL_TIME, Limits, Periods, SetAside, aside};
use crate::definition::Definitions;
use crate::fault::{Faults, nearest};
use crate::source::{Settings, Spanned};

/// The checks of one edition file, collecting faults with their lines.
pub(super) struct Check<'a> {
    /// The file.
    pub(super) settings: &'a Settings,
    /// What was found.
    pub(super) faults: Faults,
}

impl Check<'_> {
    pub(super) fn refuse(&mut self, span: &Range<usize>, what: impl Into<String>, remedy: &str) {
        self.faults.push(self.settings.fault("edition-invalid", span, what, remedy));
    }

    pub(super) fn parsed<T: std::str::FromStr>(&mut self, text: &Spanned<String>, expected: &str) -> Option<T> {
        let value = text.get_ref().parse().ok();
        if value.is_none() {
            let what = format!("`{}` is not {expected}", text.get_ref());
            self.refuse(&text.span(), what, &format!("write {expected}"));
        }
        value
    }

    /// The instant must carry its own offset: a local time without one would mean another instant on another machine.
    pub(super) fn release(&mut self, text: &Spanned<String>) -> Option<(DateTime, Timestamp)> {
        let expected = "an instant with its offset, such as 2027-05-27T09:30:00+01:00";
        let written = text.get_ref();
        let instant = self.parsed::<Timestamp>(text, expected)?;
        let local = written.get(..LOCAL_TIME).and_then(|local| local.parse().ok());
        if local.is_none() {
            let what = format!("`{written}` is not {expected}");
            self.refuse(&text.span(), what, &format!("write {expected}"));
        }
        Some((local?, instant))
    }

    pub(super) fn definition(&mut self, id: &Spanned<String>, definitions: &Definitions) {
        if definitions.get(id.get_ref()).is_none() {
            let what = format!("the agreed definition `{}`", id.get_ref());
            self.no_definition(&id.span(), &what, id.get_ref(), definitions);
        }
    }

    pub(super) fn periods(&mut self, periods: Spanned<Periods>) -> Periods {
        let span = periods.span();
        let periods = periods.into_inner();
        if periods.first > periods.last {
            let what = format!("the periods end in {} before they start in {}", periods.last, periods.first);
            self.refuse(&span, what, "exchange first and last");
        }
        periods
    }

    pub(super) fn limits(&mut self, file: &FileLimits) -> Limits {
        for percent in [&file.imputed_share_percent, &file.known_coverage_percent] {
            if *percent.get_ref() > 100 {
                let what = format!("{} is not a percentage", percent.get_ref());
                self.refuse(&percent.span(), what, "give a whole number from 0 to 100");
            }
        }
        if *file.minimum_forces.get_ref() < 2 {
            let what = "an estimate needs at least two forces to say how much forces differ";
            self.refuse(&file.minimum_forces.span(), what, "give 2 or more; the default of the method is 10");
        }
        Limits {
            imputed_share_percent: *file.imputed_share_percent.get_ref(),
            minimum_forces: *file.minimum_forces.get_ref(),
            minimum_bridge_sample: file.minimum_bridge_sample,
            known_coverage_percent: *file.known_coverage_percent.get_ref(),
            minimum_rate_count: file.minimum_rate_count,
            minimum_rate_children: file.minimum_rate_children,
            profile_age_days: file.profile_age_days,
        }
    }

    pub(super) fn a_break(&mut self, entry: Spanned<Break>) -> Break {
        if entry.get_ref().reason.trim().is_empty() {
            self.refuse(&entry.span(), "a break without a reason", "say what changed; the reader is told");
        }
        Break { place: self.settings.place(&entry.span()), ..entry.into_inner() }
    }

    pub(super) fn set_aside(
        &mut self,
        entries: Vec<Spanned<SetAside>>,
        sources: &BTreeMap<String, Vec<String>>,
    ) -> Vec<SetAside> {
        let mut read: Vec<SetAside> = Vec::new();
        for entry in entries {
            let span = entry.span();
            let entry = SetAside { place: self.settings.place(&span), ..entry.into_inner() };
            if entry.reason.trim().chars().count() < aside::LEAST_REASON {
                let what = format!("the reason why `{}` is set aside is too short to be one", entry.force);
                self.refuse(&span, what, "say what is wrong with the return, and what the force was told");
            }
            if !sources.contains_key(&entry.contract) {
                let what =
                    format!("a return under `{}` is set aside, of which the edition names no source", entry.contract);
                let remedy = match nearest(&entry.contract, sources.keys().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "name a contract that stands under [sources]".to_owned(),
                };
                self.refuse(&span, what, &remedy);
            }
            let same = |other: &SetAside| {
                (&other.force, &other.contract, other.period) == (&entry.force, &entry.contract, entry.period)
            };
            if read.iter().any(same) {
                let what = format!("the return of `{}` under `{}` is set aside twice", entry.force, entry.contract);
                self.refuse(&span, what, "keep one of the two");
            }
            read.push(entry);
        }
        read
    }

    pub(super) fn breakdown(&mut self, entry: Spanned<Breakdown>, definitions: &Definitions) -> Breakdown {
        let span = entry.span();
        let breakdown = Breakdown { place: self.settings.place(&span), ..entry.into_inner() };
        if let Some(id) = breakdown.definition.as_deref().filter(|id| definitions.get(id).is_none()) {
            self.no_definition(&span, &format!("the definition `{id}`"), id, definitions);
        }
        breakdown
    }

    fn no_definition(&mut self, span: &Range<usize>, what: &str, id: &str, definitions: &Definitions) {
        let remedy = match nearest(id, definitions.ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("give one of {}", definitions.ids().collect::<Vec<_>>().join(", ")),
        };
        self.refuse(span, format!("{what} has no file in data/definitions"), &remedy);
    }
}
