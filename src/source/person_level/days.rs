//! Days as people write them, and whether a column of them are days of birth.

use std::collections::BTreeSet;

use jiff::civil::Date;

/// Dates of birth, of children too, lie over at least this many years; dates of publication or signing over fewer.
const YEARS_OF_BIRTHS: i16 = 7;

/// Years of two digits up to this one are of this century.
const THIS_CENTURY: i16 = 30;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day: 2011-05-17, 17/05/2011, 17.05.11, 17052011, 20110517, 17 May 2011, 17-May-11.
pub(super) fn date(cell: &str) -> Option<Date> {
    if !(6..=30).contains(&cell.len()) || !cell.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    if cell.len() == 8 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |from: usize, to: usize| cell.get(from..to);
        let of = |year, month, day| {
            valid(number(part(year, year + 4)?)?, number(part(month, month + 2)?)?, number(part(day, day + 2)?)?)
        };
        return of(4, 2, 0).or_else(|| of(0, 4, 6));
    }
    let day = cell.split('T').next().filter(|day| day.len() > 7).unwrap_or(cell);
    let mut parts = day.split([' ', '-', '/', '.', ',']).filter(|part| !part.is_empty());
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    let month = number(two).or_else(|| {
        let name = two.get(..3)?.to_ascii_lowercase();
        MONTHS.iter().position(|month| *month == name).and_then(|at| i16::try_from(at + 1).ok())
    })?;
    match (one.len(), three.len()) {
        (4, 1..=2) => valid(number(one)?, month, number(three)?),
        (1..=2, 4) => valid(number(three)?, month, number(one)?),
        (1..=2, 2) => {
            let year = number(three)?;
            valid(if year <= THIS_CENTURY { 2000 + year } else { 1900 + year }, month, number(one)?)
        }
        _ => None,
    }
}

fn number(part: &str) -> Option<i16> {
    part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
}

fn valid(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1900..=2100).contains(&year).then_some(date)
}

/// Dates of births are days of any kind, over many years, in no order. Period ends fall on few days of the month, series of days or
/// weeks are in order, and days of publication or signing lie within a few years.
pub(super) fn are_births(dates: &[Date], filled: usize) -> bool {
    if dates.len() < 3 || 2 * dates.len() < filled {
        return false;
    }
    let ordinary: BTreeSet<i8> = dates.iter().map(|date| date.day()).filter(|day| (2..28).contains(day)).collect();
    let mut years: Vec<i16> = dates.iter().map(|date| date.year()).collect();
    years.sort_unstable();
    // Nine in ten: one very old profile does not make a list of births.
    let tail = years.len() / 10;
    let middle = years.get(tail..years.len() - tail).unwrap_or_default();
    let span = middle.last().zip(middle.first()).map_or(0, |(last, first)| last - first);
    let in_order = dates.len() > 4 && (dates.is_sorted() || dates.iter().rev().is_sorted());
    // Two people are seldom born on one day; publications and changes of boundaries often share theirs.
    let distinct: BTreeSet<&Date> = dates.iter().collect();
    5 * distinct.len() >= 4 * dates.len() && ordinary.len() > 2 && span >= YEARS_OF_BIRTHS && !in_order
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn a_day_is_known_however_it_is_written() {
        let day = jiff::civil::date(2009, 3, 14);
        for cell in [
            "2009-03-14",
            "14/03/2009",
            "14.03.09",
            "14-3-2009",
            "14032009",
            "20090314",
            "14 March 2009",
            "14-Mar-09",
            "2009-03-14T00:00:00",
            "14/03/2009 00:00",
        ] {
            assert_eq!(date(cell), Some(day), "{cell}");
        }
        for cell in ["2024/25", "12.5", "1847031", "E23000001", "99/99/2024", "31 of them", "1,204.50"] {
            assert_eq!(date(cell), None, "{cell}");
        }
    }
}
