//! A cell of a table, typed to the last step: a number is kept as the digits that are printed, apart from its marker, so that
//! document, page, spreadsheet and CSV cannot say different things.
//!
//! In: published values. Out: what a cell prints, and its value, marker and words for a machine. A number keeps no digit that is not
//! printed, so nothing can be had of it that the chapter does not say.

use std::fmt;

use super::format;
use crate::disclosure::{Published, ROUNDED, WITHHELD};

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// As it is.
    Plain,
    /// With its sign, also where it is above zero.
    Signed,
    /// As a percentage; the digits are hundredths of the whole.
    Percent,
}

/// A number exactly as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    digits: i64,
    decimals: u8,
    style: Style,
}

/// Decimals that a number can have; more say nothing.
const MOST_DECIMALS: usize = 15;

impl Number {
    /// A whole number.
    pub fn count(count: i64) -> Self {
        Self { digits: count, decimals: 0, style: Style::Plain }
    }

    /// A number with this many decimals; none where it is no number, or too large to be printed to them.
    pub fn decimal(value: f64, decimals: usize) -> Option<Self> {
        let decimals = decimals.min(MOST_DECIMALS);
        let digits = format!("{value:.decimals$}").replace('.', "").parse().ok()?;
        Some(Self { digits, decimals: u8::try_from(decimals).ok()?, style: Style::Plain })
    }

    /// A number as a machine writes it, with the decimals that it has; none where the words are no such number.
    pub fn read(machine: &str) -> Option<Self> {
        let (whole, fraction) = machine.split_once('.').unwrap_or((machine, ""));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let sound = digits(whole.strip_prefix('-').unwrap_or(whole)) && (digits(fraction) || !machine.contains('.'));
        let number = Self {
            digits: format!("{whole}{fraction}").parse().ok()?,
            decimals: u8::try_from(fraction.len()).ok()?,
            style: Style::Plain,
        };
        (sound && number.machine() == machine).then_some(number)
    }

    /// The same, printed in another way.
    #[must_use]
    pub fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// How it is printed.
    pub fn style(self) -> Style {
        self.style
    }

    /// How many decimals it has.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// What it is more than another, to the last decimal of either; none where that is too large. A percentage less one is in points.
    pub fn less(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let digits = |of: Self| of.digits.checked_mul(10_i64.checked_pow(u32::from(decimals - of.decimals))?);
        Some(Self { digits: digits(self)?.checked_sub(digits(other)?)?, decimals, style: Style::Plain })
    }

    /// The whole number that it is; none where it is printed with decimals.
    pub fn whole(self) -> Option<i64> {
        (self.decimals == 0).then_some(self.digits)
    }

    /// Whether it is nought as printed.
    pub fn is_nought(self) -> bool {
        self.digits == 0
    }

    /// For a machine: no separators, a hyphen for minus, and the decimals that are printed. A percentage is in hundredths: `63`.
    pub fn machine(self) -> String {
        self.written(self.decimals, |whole| whole.to_string(), "-")
    }

    /// For a spreadsheet: the same, but a percentage as a part of one, `0.63`, which its display format makes a percentage again.
    pub fn stored(self) -> String {
        match self.style {
            Style::Percent => self.written(self.decimals + 2, |whole| whole.to_string(), "-"),
            Style::Plain | Style::Signed => self.machine(),
        }
    }

    fn written(self, decimals: u8, whole: impl Fn(u64) -> String, minus: &str) -> String {
        let one = 10_u64.saturating_pow(decimals.into());
        let magnitude = self.digits.unsigned_abs();
        let sign = if self.digits < 0 { minus } else { "" };
        let fraction = match decimals {
            0 => String::new(),
            _ => format!(".{:0width$}", magnitude % one, width = usize::from(decimals)),
        };
        format!("{sign}{}{fraction}", whole(magnitude / one))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plus = if self.style == Style::Signed && self.digits > 0 { "+" } else { "" };
        let percent = if self.style == Style::Percent { "%" } else { "" };
        write!(f, "{plus}{}{percent}", self.written(self.decimals, format::count, "−"))
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    content: Content,
    about: bool,
    marker: String,
    unsaid: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Content {
    #[default]
    Nothing,
    Words(String),
    Number(Number),
}

impl Cell {
    /// A cell of words.
    pub fn words(words: impl Into<String>) -> Self {
        Self { content: Content::Words(words.into()), ..Self::default() }
    }

    /// A marker in place of anything else.
    pub fn marker(marker: &str) -> Self {
        Self::default().marked(marker)
    }

    /// A number.
    pub fn number(number: Number) -> Self {
        Self { content: Content::Number(number), ..Self::default() }
    }

    /// A count.
    pub fn count(count: i64) -> Self {
        Self::number(Number::count(count))
    }

    /// A count of things in memory, such as forces.
    pub fn tally(tally: usize) -> Self {
        Self::count(i64::try_from(tally).unwrap_or(i64::MAX))
    }

    /// A change, with its sign.
    pub fn signed(change: i64) -> Self {
        Self::number(Number::count(change).styled(Style::Signed))
    }

    /// A number with this many decimals.
    pub fn decimal(value: f64, decimals: usize) -> Self {
        Number::decimal(value, decimals).map_or_else(|| Self::marker(super::NOT_AVAILABLE), Self::number)
    }

    /// A share in [0, 1] as a percentage with this many decimals, halves away from zero where it has none.
    pub fn percent(share: f64, decimals: usize) -> Self {
        let percent = if decimals == 0 { (share * 100.0).round() } else { share * 100.0 };
        let number = Number::decimal(percent, decimals).map(|number| number.styled(Style::Percent));
        number.map_or_else(|| Self::marker(super::NOT_AVAILABLE), Self::number)
    }

    /// A value that may be shown, or its marker.
    pub fn of<T>(value: &Published<T>, cell: impl FnOnce(&T) -> Self) -> Self {
        match value.value() {
            Some(shown) if value.is_rounded() => cell(shown).marked(ROUNDED),
            Some(shown) => cell(shown),
            None => Self::marker(WITHHELD),
        }
    }

    /// A count that may be shown.
    pub fn shown(count: &Published<i64>) -> Self {
        Self::of(count, |count| Self::count(*count))
    }

    /// A count that may be shown, in a table whose notes say for all its cells that they are rounded.
    pub fn of_rounded(count: &Published<i64>) -> Self {
        Self { unsaid: count.is_rounded(), ..Self::shown(count) }
    }

    /// Words in place of a number, which say what its marker would.
    pub fn instead(words: impl Into<String>, marker: &str) -> Self {
        Self { marker: marker.to_owned(), unsaid: true, ..Self::words(words) }
    }

    /// With a marker beside it.
    #[must_use]
    pub fn marked(mut self, marker: &str) -> Self {
        self.marker.push_str(marker);
        self
    }

    /// With a marker beside it, where there is a reason.
    #[must_use]
    pub fn marked_if(self, reason: bool, marker: &str) -> Self {
        if reason { self.marked(marker) } else { self }
    }

    /// With “about” before it, where there is a reason.
    #[must_use]
    pub fn about_if(self, reason: bool) -> Self {
        Self { about: reason, ..self }
    }

    /// The number, where there is one.
    pub fn value(&self) -> Option<Number> {
        match self.content {
            Content::Number(number) => Some(number),
            Content::Words(_) | Content::Nothing => None,
        }
    }

    /// The words; empty where there are none.
    pub fn said(&self) -> &str {
        match &self.content {
            Content::Words(words) => words,
            Content::Number(_) | Content::Nothing => "",
        }
    }

    /// Its markers one after the other, also those that are not printed as words say the same; empty where there is none.
    pub fn markers(&self) -> &str {
        &self.marker
    }

    /// Whether the number is said to be about right.
    pub fn is_about(&self) -> bool {
        self.about
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.about {
            f.write_str("about ")?;
        }
        match &self.content {
            Content::Nothing => {}
            Content::Words(words) => f.write_str(words)?,
            Content::Number(number) => number.fmt(f)?,
        }
        match self.content {
            _ if self.unsaid || self.marker.is_empty() => Ok(()),
            Content::Nothing => f.write_str(&self.marker),
            Content::Words(_) | Content::Number(_) => write!(f, " {}", self.marker),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_printed_as_a_sentence_prints_it_and_keeps_no_other_digit() {
        for (cell, printed, machine, stored) in [
            (Cell::count(12_804_035), super::super::count(12_804_035), "12804035", "12804035"),
            (Cell::count(-1_000), super::super::count(-1_000), "-1000", "-1000"),
            (Cell::signed(212), super::super::signed(212), "212", "212"),
            (Cell::signed(-31), super::super::signed(-31), "-31", "-31"),
            (Cell::signed(0), "0".to_owned(), "0", "0"),
            (Cell::decimal(0.699_9, 2), super::super::decimal(0.699_9, 2), "0.70", "0.70"),
            (Cell::decimal(1234.56, 1), super::super::quantity(1234.56, 1), "1234.6", "1234.6"),
            (Cell::decimal(-0.04, 1), "0.0".to_owned(), "0.0", "0.0"),
            (Cell::percent(0.625, 0), super::super::percent(0.625), "63", "0.63"),
            (Cell::percent(0.036_2, 1), super::super::percent_one_decimal(362, 10_000), "3.6", "0.036"),
            (Cell::percent(1.0, 0), "100%".to_owned(), "100", "1.00"),
        ] {
            let number = cell.value().map(|number| (number.machine(), number.stored()));
            assert_eq!((cell.to_string(), number), (printed, Some((machine.to_owned(), stored.to_owned()))));
        }
    }

    #[test]
    fn a_number_that_a_machine_wrote_is_read_to_the_digit_and_nothing_else_is() {
        for machine in ["0", "12804035", "-31", "0.70", "-0.5", "1234.56", "0.123456789012345678"] {
            assert_eq!(Number::read(machine).map(Number::machine).as_deref(), Some(machine));
        }
        for other in
            ["", "-", ".5", "5.", "1,000", "+3", "1e3", "2025/26", "[c]", "007", "-0", "0.12345678901234567890123"]
        {
            assert_eq!(Number::read(other), None, "{other}");
        }
    }

    #[test]
    fn a_difference_is_exact_in_the_last_decimal_of_either_and_none_where_it_is_too_large() {
        let less = |one: &str, other: &str| Number::read(one)?.less(Number::read(other)?).map(Number::machine);
        assert_eq!(less("963", "962").as_deref(), Some("1"));
        assert_eq!(less("0.7", "0.75").as_deref(), Some("-0.05"));
        assert_eq!(less("-3", "0.25").as_deref(), Some("-3.25"));
        assert_eq!(less("9000000000000000000", "0.001"), None);
        assert_eq!(less("9000000000000000000", "-9000000000000000000"), None);
        assert_eq!(Number::read("12").map(Number::whole), Some(Some(12)));
        assert_eq!(Number::read("12.0").map(|one| (one.whole(), one.is_nought())), Some((None, false)));
        assert!(Number::read("0.00").is_some_and(Number::is_nought));
    }

    #[test]
    fn what_is_no_number_is_not_printed_as_one() {
        for value in [f64::NAN, f64::INFINITY, 1e300] {
            let cell = Cell::decimal(value, 2);
            assert_eq!((cell.to_string().as_str(), cell.value(), cell.markers()), ("[x]", None, "[x]"));
        }
    }

    #[test]
    fn markers_stand_apart_and_are_printed_beside_what_they_mark() {
        let estimate = Cell::count(1_200).marked("[e]");
        assert_eq!((estimate.to_string().as_str(), estimate.markers()), ("1,200 [e]", "[e]"));
        let year = Cell::words("2025/26").marked_if(true, "[p]").marked_if(false, "[b]");
        assert_eq!((year.to_string().as_str(), year.said()), ("2025/26 [p]", "2025/26"));
        let open = Cell::instead("not identified", "[x]");
        assert_eq!((open.to_string().as_str(), open.markers(), open.value()), ("not identified", "[x]", None));
        assert_eq!(Cell::count(117_000).about_if(true).to_string(), "about 117,000");
        assert_eq!(Cell::marker("[z]").to_string(), "[z]");
    }
}
