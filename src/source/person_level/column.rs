//! What the cells of one column look like, counted by kind.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::names::{Names, names};
use super::{Kind, days, patterns};

/// What one cell looks like. The same text looks the same in every column.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    kind: Option<(Kind, bool)>,
    names: Names,
    may_be_nhs: bool,
    date: Option<Date>,
}

impl Look {
    /// Looks at a cell.
    pub(super) fn at(cell: &str) -> Self {
        let text = patterns::plain(cell);
        let text = text.trim();
        let (names, date) = (names(text), days::date(text));
        let kind = match (patterns::kind(text), names) {
            (Some(found), _) => Some(found),
            (None, Names::Full) => Some((Kind::Name, false)),
            (None, Names::InText) => Some((Kind::Name, true)),
            _ => None,
        };
        Self { kind, names, may_be_nhs: patterns::may_be_nhs(text), date }
    }

    /// Whether a short cell cannot be about a person: most cells of a table are small numbers.
    pub(super) fn is_idle(cell: &str) -> bool {
        cell.len() < 6 && cell.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The day it is, where it gives nothing else away.
    pub(super) fn day(&self) -> Option<Date> {
        self.date.filter(|_| self.kind.is_none())
    }

    /// What the cell alone gives away, and whether tables about no person have it too.
    pub(super) fn kind(&self) -> Option<(Kind, bool)> {
        self.kind
    }
}

/// A column while it is looked through.
#[derive(Debug, Default)]
pub(super) struct Column<'a> {
    filled: usize,
    matches: BTreeMap<(Kind, bool), usize>,
    /// Cells with a common forename and some other word, and single forenames.
    perhaps_names: usize,
    forenames: BTreeSet<&'a str>,
    forename_cells: usize,
    /// Cells written as names are, with no word of places or categories.
    written: BTreeSet<&'a str>,
    written_cells: usize,
    /// Ten digits with a valid check digit, unspaced: one number in eleven has one by chance.
    perhaps_nhs: usize,
    dates: Vec<Date>,
}

impl<'a> Column<'a> {
    /// Takes a text that is not empty, what it looks like (none for one that is idle), and in how many cells it stands. Days are not
    /// counted here, as their order tells.
    pub(super) fn see(&mut self, cell: &'a str, look: Option<&Look>, times: usize) {
        self.filled += times;
        let Some(look) = look else { return };
        if let Some(found) = look.kind {
            *self.matches.entry(found).or_default() += times;
            return;
        }
        self.perhaps_nhs += if look.may_be_nhs { times } else { 0 };
        match look.names {
            Names::Forename => {
                self.forenames.insert(cell);
                self.forename_cells += times;
            }
            Names::Perhaps => self.perhaps_names += times,
            Names::Written => {
                self.written.insert(cell);
                self.written_cells += times;
            }
            Names::None | Names::Full | Names::InText => {}
        }
    }

    /// Takes the name of the column: what it gives away by itself counts as a cell would.
    pub(super) fn see_name(&mut self, look: Option<&Look>) {
        if let Some(found) = look.and_then(Look::kind) {
            *self.matches.entry(found).or_default() += 1;
        }
    }

    /// Takes the day that stands in a cell; cells come in the order of the file.
    pub(super) fn see_day(&mut self, look: Option<&Look>) {
        self.dates.extend(look.and_then(Look::day));
    }

    /// What the column looks like: kind, whether it is to be asked, and the share of its filled cells in percent.
    pub(super) fn evidence(&self) -> Vec<(Kind, bool, u8)> {
        let filled = self.filled.max(1);
        let percent = |count: usize| u8::try_from((100 * count).div_ceil(filled).min(100)).unwrap_or(100);
        let mut found: Vec<(Kind, bool, u8)> =
            self.matches.iter().map(|((kind, asked), count)| (*kind, *asked, percent(*count))).collect();
        let (perhaps, forenames, written) = (self.perhaps_names, self.forename_cells, self.written_cells);
        let is_named = perhaps > 1 && 5 * perhaps >= filled
            || forenames > 1 && 2 * forenames >= filled && self.forenames.len() > 1
            || self.written.len() > 2 && 10 * (written + perhaps) >= 8 * filled && 2 * self.written.len() > written;
        if is_named && !found.iter().any(|(kind, _, _)| *kind == Kind::Name) {
            found.push((Kind::Name, true, percent(perhaps.max(forenames).max(written))));
        }
        if self.perhaps_nhs > 2 && 2 * self.perhaps_nhs >= filled {
            found.push((Kind::NhsNumber, false, percent(self.perhaps_nhs)));
        }
        if days::are_births(&self.dates, self.filled) {
            found.push((Kind::BirthDate, true, percent(self.dates.len())));
        }
        found
    }
}
