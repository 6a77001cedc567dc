//! Cells that look like something about one person: what each column holds, counted by kind.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Kind;
use super::words::{is_forename, is_surname};

/// Postcode areas of the United Kingdom.
const AREAS: [&str; 124] = [
    "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM", "CO", "CR",
    "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH", "EN", "EX", "FK", "FY",
    "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT",
    "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP",
    "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL",
    "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W",
    "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
];

/// Dates of birth, of children too, lie over at least this many years; dates of publication or signing over fewer.
const YEARS_OF_BIRTHS: i16 = 7;

/// What the cells of a column look like.
#[derive(Debug, Default)]
pub(super) struct Patterns<'a> {
    filled: usize,
    matches: BTreeMap<Kind, usize>,
    /// Cells with a common forename and some other word, and single forenames.
    perhaps_names: usize,
    forenames: BTreeSet<&'a str>,
    forename_cells: usize,
    /// Ten digits with a valid check digit, unspaced: one number in eleven has one by chance.
    perhaps_nhs: usize,
    dates: Vec<Date>,
    last: Option<(&'a str, Option<Kind>)>,
}

impl<'a> Patterns<'a> {
    /// Looks at one cell. A cell equal to the one above is not looked at twice.
    pub(super) fn see(&mut self, cell: &'a str, is_header: bool) {
        if cell.is_empty() {
            return;
        }
        self.filled += usize::from(!is_header);
        let kind = match self.last {
            Some((last, kind)) if last == cell => kind,
            _ => certain(cell),
        };
        self.last = Some((cell, kind));
        if let Some(kind) = kind {
            *self.matches.entry(kind).or_default() += 1;
            return;
        }
        if is_header {
            return;
        }
        if cell.len() == 10 && cell.bytes().all(|byte| byte.is_ascii_digit()) && has_nhs_check(cell.bytes()) {
            self.perhaps_nhs += 1;
        }
        match names(cell) {
            Names::None => {}
            Names::Forename => {
                self.forenames.insert(cell);
                self.forename_cells += 1;
            }
            Names::Perhaps => self.perhaps_names += 1,
        }
        self.dates.extend(date(cell));
    }

    /// What the column looks like, with the share of its filled cells in percent.
    pub(super) fn evidence(&self) -> Vec<(Kind, u8)> {
        let filled = self.filled.max(1);
        let percent = |count: usize| u8::try_from((100 * count).div_ceil(filled).min(100)).unwrap_or(100);
        let mut found: Vec<(Kind, u8)> = self.matches.iter().map(|(kind, count)| (*kind, percent(*count))).collect();
        let named = self.perhaps_names.max(self.forename_cells);
        let is_named =
            5 * self.perhaps_names >= filled || (2 * self.forename_cells >= filled && self.forenames.len() > 1);
        if is_named && named > 1 && !self.matches.contains_key(&Kind::Name) {
            found.push((Kind::Name, percent(named)));
        }
        if self.perhaps_nhs > 2 && 2 * self.perhaps_nhs >= filled {
            found.push((Kind::NhsNumber, percent(self.perhaps_nhs)));
        }
        if self.are_births() {
            found.push((Kind::BirthDate, percent(self.dates.len())));
        }
        found
    }

    /// Dates of births are days of any kind, over many years, in no order. Period ends fall on few days of the month, series
    /// of days or weeks are in order, and days of publication or signing lie within a few years.
    fn are_births(&self) -> bool {
        if self.dates.len() < 3 || 2 * self.dates.len() < self.filled {
            return false;
        }
        let ordinary: BTreeSet<i8> =
            self.dates.iter().map(|date| date.day()).filter(|day| (2..28).contains(day)).collect();
        let mut years: Vec<i16> = self.dates.iter().map(|date| date.year()).collect();
        years.sort_unstable();
        // Nine in ten: one very old profile does not make a list of births.
        let tail = years.len() / 10;
        let middle = years.get(tail..years.len() - tail).unwrap_or_default();
        let span = middle.last().zip(middle.first()).map_or(0, |(last, first)| last - first);
        let in_order = self.dates.len() > 4 && (self.dates.is_sorted() || self.dates.iter().rev().is_sorted());
        // Two people are seldom born on one day; publications and changes of boundaries often share theirs.
        let distinct: BTreeSet<&Date> = self.dates.iter().collect();
        5 * distinct.len() >= 4 * self.dates.len() && ordinary.len() > 2 && span >= YEARS_OF_BIRTHS && !in_order
    }
}

/// A kind that a single cell gives away.
fn certain(cell: &str) -> Option<Kind> {
    if cell.contains('@') {
        return is_email(cell).then_some(Kind::Email);
    }
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        return full_name(cell).then_some(Kind::Name);
    }
    if digits == cell.len() && !cell.starts_with('0') {
        return None;
    }
    let words: Vec<&str> = cell.split([' ', ',', ';', '(', ')', '\t', '\n']).filter(|word| !word.is_empty()).collect();
    if digits > 8 && is_telephone(cell) {
        return Some(Kind::Telephone);
    }
    if words.len() == 3 && words.iter().map(|word| word.len()).eq([3, 3, 4]) && has_nhs_check(words.concat().bytes()) {
        return Some(Kind::NhsNumber);
    }
    let joined = words.concat().to_ascii_uppercase();
    if is_national_insurance(&joined) {
        return Some(Kind::NationalInsurance);
    }
    let pairs = words.windows(2).any(|pair| is_postcode(&pair.concat(), true));
    if pairs || words.iter().any(|word| word.len() > 5 && is_postcode(word, false)) {
        return Some(Kind::Postcode);
    }
    words.iter().find_map(|word| {
        let word = word.trim_matches(['.', ':', '#']);
        if is_police_identifier(word) {
            Some(Kind::PoliceIdentifier)
        } else if is_crime_reference(word) {
            Some(Kind::CrimeReference)
        } else {
            None
        }
    })
}

fn is_email(cell: &str) -> bool {
    cell.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.split_once('.').is_some_and(|(name, end)| !name.is_empty() && end.len() > 1)
        })
    })
}

/// A telephone number of the United Kingdom: ten or eleven digits from 0, or after +44.
fn is_telephone(cell: &str) -> bool {
    if !cell.bytes().all(|byte| byte.is_ascii_digit() || b" +-()".contains(&byte)) {
        return false;
    }
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let national = if cell.starts_with("+44") || cell.starts_with("0044") {
        digits.trim_start_matches('0').strip_prefix("44").map(|rest| rest.trim_start_matches('0').to_owned())
    } else {
        digits.strip_prefix('0').map(str::to_owned)
    };
    national.is_some_and(|digits| digits.len() == 10 && digits.starts_with(['1', '2', '3', '7']))
}

/// Two letters, six digits and a letter from A to D; some letters are never used.
fn is_national_insurance(word: &str) -> bool {
    let bytes = word.as_bytes();
    let [one, two, digits @ .., last] = bytes else { return false };
    let barred = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];
    digits.len() == 6
        && digits.iter().all(u8::is_ascii_digit)
        && (b'A'..=b'D').contains(last)
        && one.is_ascii_uppercase()
        && two.is_ascii_uppercase()
        && !b"DFIQUV".contains(one)
        && !b"DFIOQUV".contains(two)
        && !barred.iter().any(|pair| word.starts_with(pair))
}

/// A full postcode: area, district, then a digit and two letters. Without the space it must be in capitals.
fn is_postcode(word: &str, spaced: bool) -> bool {
    if !(5..=7).contains(&word.len()) || !word.is_ascii() {
        return false;
    }
    let upper = if spaced { word.to_ascii_uppercase() } else { word.to_owned() };
    let (outward, inward) = upper.split_at(upper.len() - 3);
    let [digit, first, second] = inward.as_bytes() else { return false };
    let inward_letter = |letter: &u8| letter.is_ascii_uppercase() && !b"CIKMOV".contains(letter);
    if !(digit.is_ascii_digit() && inward_letter(first) && inward_letter(second)) {
        return false;
    }
    let area = outward.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let (area, letter) = match area.len() == outward.len() {
        // A letter after the district: EC1A, W1A.
        true => {
            let Some((head, tail)) = outward.split_at_checked(outward.len() - 1) else { return false };
            (head.trim_end_matches(|letter: char| letter.is_ascii_digit()), tail)
        }
        false => (area, ""),
    };
    let district = outward.len() - area.len() - letter.len();
    (1..=2).contains(&district) && AREAS.binary_search(&area).is_ok()
}

/// An identifier of the Police National Computer: year, stroke, up to seven digits, check letter.
fn is_police_identifier(word: &str) -> bool {
    let Some((year, rest)) = word.split_once('/') else { return false };
    let Some((number, letter)) = rest.split_at_checked(rest.len().saturating_sub(1)) else { return false };
    matches!(year.len(), 2 | 4)
        && is_digits(year)
        && (4..=7).contains(&number.len())
        && is_digits(number)
        && letter.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A reference of a crime: `13/1234/24`, `06XX/12345/25`, `CRI/06XX/0012345/24`, `1234567/24`.
fn is_crime_reference(word: &str) -> bool {
    let mut parts: Vec<&str> = word.split('/').collect();
    if parts.first().is_some_and(|part| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase())) {
        parts.remove(0);
    }
    let is_year = |part: &str| matches!(part.len(), 2 | 4) && is_digits(part);
    let is_area = |part: &str| {
        let letters = part.trim_start_matches(|letter: char| letter.is_ascii_digit());
        (2..=5).contains(&part.len()) && letters.len() < part.len() && letters.bytes().all(|b| b.is_ascii_uppercase())
    };
    match parts.as_slice() {
        [area, number, year] => is_area(area) && (3..=8).contains(&number.len()) && is_digits(number) && is_year(year),
        [number, year] => (6..=8).contains(&number.len()) && is_digits(number) && is_year(year),
        _ => false,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether ten digits end in their check digit (modulus 11).
fn has_nhs_check(digits: impl Iterator<Item = u8>) -> bool {
    let digits: Vec<u32> = digits.filter(u8::is_ascii_digit).map(|byte| u32::from(byte - b'0')).collect();
    let Some((check, rest)) = digits.split_last() else { return false };
    let sum: u32 = rest.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    // Numbers of one repeated digit pass the sum and are not in use.
    rest.len() == 9 && (11 - sum % 11) % 11 == *check && rest.iter().any(|digit| digit != check)
}

enum Names {
    None,
    Forename,
    Perhaps,
}

/// Words of a cell in small letters, if it is made of two to four words of letters alone.
fn name_words(cell: &str) -> Vec<String> {
    let mut words = Vec::new();
    if !cell.starts_with(char::is_uppercase) || cell.contains(|letter: char| letter.is_ascii_digit() || letter == '_') {
        return words;
    }
    for word in cell.split([' ', ',']).filter(|word| !word.is_empty()) {
        let letters = word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.'));
        if !letters || words.len() == 4 || !word.chars().next().is_some_and(char::is_uppercase) {
            return Vec::new();
        }
        words.push(word.to_lowercase());
    }
    words
}

/// A common forename with a common surname, in either order, and nothing else but middle names.
fn full_name(cell: &str) -> bool {
    let words = name_words(cell);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    words.len() > 1
        && ((is_forename(first) && is_surname(last)) || (cell.contains(',') && is_surname(first) && is_forename(last)))
}

fn names(cell: &str) -> Names {
    let words = name_words(cell);
    match words.as_slice() {
        [one] if is_forename(one) => Names::Forename,
        [first, .., last] if is_forename(first) || (cell.contains(',') && is_forename(last)) => Names::Perhaps,
        _ => Names::None,
    }
}

/// A day: 2011-05-17, 17/05/2011, 17-05-2011, 17.05.2011.
fn date(cell: &str) -> Option<Date> {
    if cell.len() < 8 || !cell.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let day = cell.split([' ', 'T']).next()?;
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let number = |part: &str| is_digits(part).then(|| part.parse::<i16>().ok()).flatten();
    let (year, month, day) = match (one.len(), three.len()) {
        (4, 1..=2) => (number(one)?, number(two)?, number(three)?),
        (1..=2, 4) => (number(three)?, number(two)?, number(one)?),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_give_a_person_away_are_known() {
        let cases = [
            (Kind::Postcode, ["LS1 4AP", "sw1a 2aa", "LS14AP", "12 High Street, EC1A 1BB", "W1A 0AX"].as_slice()),
            (Kind::CrimeReference, &["13/1234/24", "06XX/12345/25", "CRI/06XX/0012345/24", "1234567/24"]),
            (Kind::PoliceIdentifier, &["2001/0123456X", "98/123456Q"]),
            (Kind::NationalInsurance, &["AB123456C", "AB 12 34 56 C"]),
            (Kind::NhsNumber, &["943 476 5919"]),
            (Kind::Email, &["someone@example.org"]),
            (Kind::Telephone, &["07700 900123", "+44 7700 900123", "01632 960001"]),
            (Kind::Name, &["John Smith", "PATEL, Sarah", "Mohammed Ali Khan"]),
        ];
        for (kind, cells) in cases {
            for cell in cells {
                assert_eq!(certain(cell), Some(kind), "{cell}");
            }
        }
    }

    #[test]
    fn codes_periods_places_and_numbers_are_not_taken_for_persons() {
        let cells = [
            "E23000001",
            "W06000015",
            "2024/25",
            "2024-25",
            "19D",
            "88A",
            "E01000001",
            "K04000001",
            "1847031",
            "12,345",
            "30/06/2024",
            "2024-06-30",
            "St Albans",
            "King's Lynn and West Norfolk",
            "West Yorkshire",
            "Isle of Wight",
            "Rape of a female child under 16",
            "18_and_over",
            "group_based_csae_crimes",
            "0.5",
            "1e5",
            "2023/24 Q1",
            "Thames Valley Police",
            "John Lewis Partnership store in Reading town centre",
            "1234567890",
            "",
            "E12000007",
        ];
        for cell in cells {
            assert_eq!(certain(cell), None, "{cell}");
        }
    }
}
