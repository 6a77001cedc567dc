//! Numbers and phrases as charts, tables and sentences print them, so that all three say a thing alike.

pub mod cell;
pub mod phrases;

use crate::disclosure::{Published, ROUNDED, WITHHELD};

pub use crate::format::{self, date, time};
pub use cell::Cell;

/// Marker of what is not available.
pub const NOT_AVAILABLE: &str = "[x]";
/// Marker of what does not apply.
pub const NOT_APPLICABLE: &str = "[z]";

/// Every marker that can stand beside a number or in its place, with what it means.
pub const MARKERS: [(&str, &str); 10] = [
    (WITHHELD, "Confidential: withheld to protect children"),
    (ROUNDED, "Rounded to protect children"),
    (NOT_AVAILABLE, "Not available"),
    (NOT_APPLICABLE, "Not applicable"),
    (phrases::ROUNDS_TO_ZERO, "Rounds to zero, and is not zero"),
    ("[p]", "Provisional"),
    ("[r]", "Revised"),
    ("[b]", "Break in the series: not comparable with what stands before"),
    ("[e]", "Estimated"),
    ("[u]", "Low reliability: rests on little"),
];

/// The place that most counts are for.
pub const ENGLAND_AND_WALES: &str = "England and Wales";

/// A count with thousands separators: `12,804,035`. Chart and text write it alike.
pub fn count(number: i64) -> String {
    let digits = format::count(number.unsigned_abs());
    if number < 0 { format!("−{digits}") } else { digits }
}

/// A count that may be shown, as a cell has it: the count, or its marker.
pub fn shown(count: &Published<i64>) -> String {
    count.print(|number| self::count(*number))
}

/// A count that may be shown, as a sentence has it. The words for one that is withheld are the same for all: that a small
/// number is withheld for its own sake and another to protect it must not be seen.
pub fn in_sentence(count: &Published<i64>) -> String {
    match count.value() {
        Some(number) if count.is_rounded() => format!("about {}", self::count(*number)),
        Some(number) => self::count(*number),
        None => format!("a number withheld {WITHHELD}"),
    }
}

/// A change that may be shown, as a sentence has it.
pub fn signed_in_sentence(change: &Published<i64>) -> String {
    match change.value() {
        Some(number) if change.is_rounded() => format!("about {}", signed(*number)),
        Some(number) => signed(*number),
        None => format!("a number withheld {WITHHELD}"),
    }
}

/// A signed change: `+212`, `−31`, `0`.
pub fn signed(number: i64) -> String {
    format::signed(number)
}

/// A number with this many decimals.
pub fn decimal(number: f64, decimals: usize) -> String {
    format!("{number:.decimals$}")
}

/// A number with this many decimals and thousands separators; a minus sign before what is not zero: `−1,234.5`.
pub fn quantity(number: f64, decimals: usize) -> String {
    let text = format::decimal(number.abs(), decimals);
    let minus = if number < 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "−" } else { "" };
    format!("{minus}{text}")
}

/// A number in its unit: a percent sign stands beside a percentage.
pub fn measured(number: f64, unit: &str, decimals: usize) -> String {
    let sign = if unit == "percent" { "%" } else { "" };
    format!("{}{sign}", quantity(number, decimals))
}

/// An interval: `0.70 to 0.80`.
pub fn interval(lower: f64, upper: f64, decimals: usize) -> String {
    format!("{} to {}", decimal(lower, decimals), decimal(upper, decimals))
}

/// A share in [0, 1] as a whole percentage, halves away from zero: `63%`.
pub fn percent(share: f64) -> String {
    format!("{}%", (share * 100.0).round())
}

/// A share in [0, 1] as a whole percentage that it does not exceed: `at most 6%`; `none` of nought.
pub fn at_most(share: f64) -> String {
    // A share of so many hundredths is as many percent, whatever its last digit is.
    let percent = (share * 100.0 - 1e-9).ceil().max(0.0);
    if percent > 0.0 { format!("at most {percent}%") } else { "none".to_owned() }
}

/// A share of whole numbers as a percentage with one decimal.
pub fn percent_one_decimal(part: i64, whole: i64) -> String {
    format!("{:.1}%", part as f64 * 100.0 / whole as f64)
}

/// Nearest whole number of an estimate, as a count.
pub fn rounded(number: f64) -> String {
    count(number.round() as i64)
}

/// Words as a row or a sentence begins with them.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Small numbers in words, as the text uses them for quarters.
pub fn word(number: i64) -> String {
    match number {
        1 => "one".to_owned(),
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        other => count(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separates_thousands_and_marks_signs() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(12_804_035), "12,804,035");
        assert_eq!(count(-1_000), "−1,000");
        assert_eq!(count(i64::MIN), "−9,223,372,036,854,775,808");
        assert_eq!((signed(212), signed(-31), signed(0)), ("+212".into(), "−31".into(), "0".into()));
    }

    #[test]
    fn writes_quantities_without_a_minus_before_zero() {
        assert_eq!(quantity(1234.56, 1), "1,234.6");
        assert_eq!(quantity(-1234.56, 0), "−1,235");
        assert_eq!((quantity(-0.04, 1), quantity(-0.05001, 1)), ("0.0".into(), "−0.1".into()));
    }
}
