//! What a cell says where a number is due: a number, however it is padded; a marker that stands for one; or neither.
//!
//! A marker is never zero. Which markers there are is a custom of official statistics (Government Statistical Service, “Using symbols in
//! tables”); bare letters and points are older, and count as markers only where numbers are due.

use std::borrow::Cow;

use crate::source::grid::Value;

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning<'a> {
    /// Nothing.
    Empty,
    /// A marker in place of a number, as it stands without blanks: `[c]`, `x`, `..`.
    Marker(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// Anything else, as it stands.
    Other(&'a Value),
}

/// Markers that stand without brackets.
const BARE: [&str; 21] = [
    "c",
    "x",
    "z",
    "k",
    "u",
    "low",
    "w",
    "~",
    ":",
    "..",
    ".",
    "…",
    "-",
    "–",
    "—",
    "*",
    "**",
    "n/a",
    "na",
    "not available",
    "not applicable",
];

/// What a cell says where a number is due.
pub fn meaning(value: &Value) -> Meaning<'_> {
    match value {
        Value::Empty => Meaning::Empty,
        Value::Integer(number) => Meaning::Integer(*number),
        Value::Number(number) => Meaning::Number(*number),
        Value::Text(text) => {
            let (bare, notes) = without_notes(trimmed(text));
            if bare.is_empty() {
                return match notes {
                    Some(notes) => Meaning::Marker(Cow::Borrowed(notes)),
                    None => Meaning::Empty,
                };
            }
            match number(bare) {
                Some(Number::Integer(number)) => Meaning::Integer(number),
                Some(Number::Float(number)) => Meaning::Number(number),
                None if is_bare_marker(bare) => Meaning::Marker(Cow::Borrowed(bare)),
                None => Meaning::Other(value),
            }
        }
        Value::Boolean(_) | Value::Date(_) | Value::Error(_) => Meaning::Other(value),
    }
}

/// Whether the cell is a marker in brackets, which is one in a column of text too.
pub fn is_bracketed_marker(text: &str) -> bool {
    let inner = trimmed(text).strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| (1..=4).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn is_bare_marker(text: &str) -> bool {
    // An arrow after a marker says which way a change went that is not given.
    let text = text.trim_end_matches(['↑', '↓', '→', '←']);
    BARE.iter().any(|marker| marker.eq_ignore_ascii_case(text))
}

/// Text without blanks around it, no-break blanks and invisible marks included.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}'))
}

/// Text without the notes in brackets after it, and those notes: `1,204 [r]`, `[note 3]`.
fn without_notes(text: &str) -> (&str, Option<&str>) {
    let mut bare = text;
    while let Some(at) = bare.ends_with(']').then(|| bare.rfind('[')).flatten() {
        bare = bare.get(..at).unwrap_or_default().trim_end();
    }
    let notes = text.get(bare.len()..).unwrap_or_default().trim_start();
    (bare, (!notes.is_empty()).then_some(notes))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Number {
    Integer(i64),
    Float(f64),
}

/// A number in digits: with a sign, with commas between thousands, with a decimal point. `-00` is zero, `007` is a code.
fn number(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    if grouped && !((1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)) {
        return None;
    }
    let whole: String = whole.chars().filter(|c| *c != ',').collect();
    if !all_digits(&whole) || !fraction.is_none_or(|fraction| all_digits(fraction) && !fraction.is_empty()) {
        return None;
    }
    if whole.is_empty() && fraction.is_none() {
        return None;
    }
    let padded = whole.len() > 1 && whole.starts_with('0');
    if padded && whole.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    if let Some(exponent) = exponent {
        // `19E1` may be a code; `1.9E+01` is how programs write numbers.
        let signed = exponent.strip_prefix(['+', '-']);
        if !(signed.is_some() || fraction.is_some()) || !all_digits(signed.unwrap_or(exponent)) || grouped {
            return None;
        }
        let number: f64 = format!("{sign}{mantissa}e{exponent}").parse().ok()?;
        return number.is_finite().then_some(Number::Float(number));
    }
    match fraction {
        None => format!("{sign}{whole}").parse().ok().map(Number::Integer),
        Some(fraction) if fraction.bytes().all(|byte| byte == b'0') && !whole.is_empty() => {
            format!("{sign}{whole}").parse().ok().map(Number::Integer)
        }
        Some(fraction) => format!("{sign}{whole}.{fraction}").parse().ok().map(Number::Float),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let value = Value::from_text(text);
        match meaning(&value) {
            Meaning::Empty => "nothing".to_owned(),
            Meaning::Marker(marker) => format!("marker {marker}"),
            Meaning::Integer(number) => format!("whole {number}"),
            Meaning::Number(number) => format!("number {number}"),
            Meaning::Other(_) => "other".to_owned(),
        }
    }

    #[test]
    fn a_padded_number_is_a_number() {
        let given =
            [" 66776 ", "170,002 ", "-00 ", "-45 ", "\u{a0}12\u{a0}", "0", "1.50", "−3", "1,204 [r]", "5.", "2.0"];
        let expected = [
            "whole 66776",
            "whole 170002",
            "whole 0",
            "whole -45",
            "whole 12",
            "whole 0",
            "number 1.5",
            "whole -3",
            "whole 1204",
            "other",
            "whole 2",
        ];
        assert_eq!(given.map(said), expected);
    }

    #[test]
    fn a_marker_is_never_zero() {
        for marker in [
            "[c]", "[x]", "[z]", "[k]", "[low]", "[u]", "c", "x", "z", "u", ":", "..", "-", "*", "N/a", "*↑",
            "[note 4]",
        ] {
            assert_eq!(said(marker), format!("marker {marker}"));
        }
    }

    #[test]
    fn a_code_is_no_number() {
        for code in ["007", "88A", "1,23", "12,3456", "19E1", "AF", "2012/13", "E23000001", "1.2.3", "£5", "12%", ""] {
            assert!(matches!(said(code).as_str(), "other" | "nothing"), "{code}");
        }
    }
}
