//! What stands in one entry cell.

use super::super::form::Form;
use crate::fault::{Fault, Place, nearest, shape};
use crate::source::Value;

/// A cell that can be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// Nothing.
    Missing,
    /// A whole number.
    Count(i64),
    /// Why there is no count: the identifier of a marker.
    Marker(String),
}

/// Reads an entry cell. Text is a number only where it is nothing but digits, as when a program stored a number as text.
pub(super) fn read(value: &Value, place: &Place, form: &Form) -> Result<Read, Fault> {
    let fault = |id, what: String, remedy: &str| Err(Fault::new(id, place.clone(), what, remedy));
    match value {
        Value::Empty => Ok(Read::Missing),
        Value::Integer(count) => Ok(Read::Count(*count)),
        Value::Number(number) => fault(
            "template-value-decimal",
            format!("a count is a whole number, and this is {number}"),
            "enter the whole number that was counted; an average or a share is not a count",
        ),
        Value::Text(text) => read_text(text, place, form),
        Value::Date(_) => fault(
            "template-value-date",
            "a count is due, and the cell holds a date".to_owned(),
            "the program took what was typed, such as 1-2 or 3/4, for a date: clear the cell with its format, and type the number",
        ),
        Value::Boolean(_) => {
            fault("template-value-text", "a count is due, and the cell holds a yes or no".to_owned(), NUMBER)
        }
        Value::Error(error) => fault(
            "template-value-formula",
            format!("a count is due, and the cell holds a formula without a usable result ({error})"),
            "type the number in place of the formula",
        ),
    }
}

const NUMBER: &str = "enter a whole number without words, or a reason from the list where there is no count";

fn read_text(text: &str, place: &Place, form: &Form) -> Result<Read, Fault> {
    let given = text.trim();
    if given.is_empty() {
        return Ok(Read::Missing);
    }
    if let Some(marker) = form.markers.iter().find(|marker| marker.id.eq_ignore_ascii_case(given)) {
        return Ok(Read::Marker(marker.id.clone()));
    }
    if let Some(count) = digits(given) {
        return Ok(Read::Count(count));
    }
    if given.starts_with('[') || given.len() == 1 {
        return Err(unknown_marker(given, place, form));
    }
    Err(Fault::new(
        "template-value-text",
        place.clone(),
        format!("a count is due, and the cell holds {}", shape(given)),
        NUMBER,
    ))
}

/// A marker of the column of reasons: none where it is empty.
pub(super) fn reason(value: &Value, place: &Place, form: &Form) -> Result<Option<String>, Fault> {
    let text = value.text();
    let given = text.trim();
    if given.is_empty() {
        return Ok(None);
    }
    let found = form.markers.iter().find(|marker| marker.id.eq_ignore_ascii_case(given));
    found.map(|marker| Some(marker.id.clone())).ok_or_else(|| unknown_marker(given, place, form))
}

fn unknown_marker(given: &str, place: &Place, form: &Form) -> Fault {
    let known: Vec<&str> = form.markers.iter().map(|marker| marker.id.as_str()).collect();
    let guess = nearest(given, known.iter().copied());
    let hint = guess.map_or_else(String::new, |guess| format!("; did you mean {guess}?"));
    Fault::new(
        "template-marker-unknown",
        place.clone(),
        format!("{} is not a reason why there is no count{hint}", shape(given)),
        format!("use one of {}, or enter a count", known.join(", ")),
    )
}

/// Digits, with a sign and with thousands separated as they should be, or nothing.
fn digits(text: &str) -> Option<i64> {
    let body = text.strip_prefix(['-', '\u{2212}']);
    let (negative, body) = (body.is_some(), body.unwrap_or(text));
    let mut groups = body.split(',');
    let first = groups.next()?;
    let grouped = body.contains(',');
    let all_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(first) || (grouped && first.len() > 3) || !groups.all(|group| group.len() == 3 && all_digits(group))
    {
        return None;
    }
    let number: i64 = body.replace(',', "").parse().ok()?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn thousands_are_read_only_where_they_are_separated_as_thousands() {
        let read = ["12", "1,234", "-3", "12,34", "1,2", "1234,567", "about 5", "5.0", ""].map(digits);
        assert_eq!(read, [Some(12), Some(1234), Some(-3), None, None, None, None, None, None]);
    }
}
