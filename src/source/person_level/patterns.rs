//! Fixed patterns: what a single cell gives away by its form, however it is separated and whatever its case.
//!
//! In: the text of a cell. Out: a kind and whether tables about no person have it too. The patterns are looked for in one pass; what
//! matches is then held against what a pattern cannot say: check digits, areas of postcodes, letters that are never used.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexSet};

use super::Kind;

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

/// First pairs of letters that no National Insurance number has.
const BARRED: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

/// What follows a number in words and has the form of the end of a postcode.
const ORDINALS: [&str; 4] = ["ST", "ND", "RD", "TH"];

/// A pattern, and what it tells.
struct Pattern {
    kind: Kind,
    /// Whether tables about no person have it too.
    asked: bool,
    text: &'static str,
    /// Whether what matched is what it looks like.
    holds: fn(&str) -> bool,
}

/// Between the parts of a number; `\b` and the classes are of ASCII, into which a cell is turned first.
const PATTERNS: [Pattern; 11] = [
    Pattern {
        kind: Kind::NhsNumber,
        asked: false,
        text: r"(?i)\b[0-9]{3}[ \-./_|]{1,3}[0-9]{3}[ \-./_|]{1,3}[0-9]{4}\b",
        holds: |text| has_nhs_check(text.bytes()),
    },
    Pattern { kind: Kind::NhsNumber, asked: false, text: r"(?i)\bnhs[^0-9]{0,20}[0-9]{10}\b", holds: |_| true },
    Pattern {
        kind: Kind::NationalInsurance,
        asked: false,
        text: r"(?i)\b[a-ceghj-prtw-z][a-ceghj-nprtw-z](?:[ \-./_|]{0,2}[0-9]{2}){3}[ \-./_|]{0,2}[a-d]\b",
        holds: |text| !BARRED.iter().any(|pair| starts_with(text, pair)) && is_set_alike(text),
    },
    Pattern {
        kind: Kind::PoliceIdentifier,
        asked: false,
        text: r"(?i)\b(?:(?:19|20)?[0-9]{2}/[0-9]{4,7}|(?:19|20)[0-9]{2}[ \-._|]{0,3}[0-9]{6,7}|[0-9]{2}[ \-._|]{1,3}[0-9]{6,7})[a-z]\b",
        holds: |_| true,
    },
    Pattern {
        // Of the fingerprint office: number, year, letter. `2012/13P` is a provisional year.
        kind: Kind::PoliceIdentifier,
        asked: false,
        text: r"(?i)\b[0-9]{3,6}/[0-9]{2}[a-z]\b",
        holds: |text| !(text.len() == 8 && (text.starts_with("19") || text.starts_with("20"))),
    },
    Pattern {
        kind: Kind::CrimeReference,
        asked: false,
        // `13/1234/24`, `06XX/12345/25`, `CRI/06XX/0012345/24`, `1234567/24`, `06XX-12345-25`, `XYZ-20240131-0123`.
        text: r"(?i)\b(?:(?:[a-z]{2,4}/)?[0-9]{1,4}[a-z]{0,3}/[0-9]{3,8}/(?:[0-9]{4}|[0-9]{2})|(?:[a-z]{2,4}/)?[0-9]{6,8}/(?:[0-9]{4}|[0-9]{2})|[0-9]{1,4}[a-z]{1,3}[\-._| ][0-9]{3,8}[\-._| ](?:[0-9]{4}|[0-9]{2})|(?:[a-z]{2,4}-)?[0-9]{8}-[0-9]{3,4})\b",
        holds: |_| true,
    },
    Pattern {
        kind: Kind::Postcode,
        asked: false,
        text: r"(?i)\b[a-z]{1,2}[0-9][0-9a-z]?[ \-./_|]{0,3}[0-9][abd-hjlnp-uw-z]{2}\b",
        holds: is_postcode,
    },
    Pattern {
        kind: Kind::Email,
        asked: true,
        text: r"(?i)[a-z0-9._%+'\-]+ ?(?:@|[(\[{<] ?at ?[)\]}>]) ?[a-z0-9\-]+(?: ?(?:\.|[(\[{<] ?dot ?[)\]}>]) ?[a-z0-9\-]{2,})+|\b[a-z0-9._\-]+ at [a-z0-9\-]+ dot [a-z]{2,}",
        holds: |_| true,
    },
    Pattern {
        kind: Kind::Telephone,
        asked: true,
        text: r"(?i)(?:(?:\+|\b00)44[ ().\-/]{0,4}(?:0[ ().\-/]{0,3})?|(?:^|[^0-9.,/\-])\(?0)[1237](?:[ ().\-/]{0,2}[0-9]){9}(?:[^0-9.,/\-]|$)",
        holds: |_| true,
    },
    Pattern {
        kind: Kind::BirthDate,
        asked: false,
        text: r"(?i)\b(?:d\.? ?o\.? ?b\.?|date of birth)[^0-9a-z]{0,6}[0-9]{1,8}",
        holds: |_| true,
    },
    Pattern {
        kind: Kind::BirthDate,
        asked: true,
        text: r"(?i)\bborn(?: on)? [0-9]{1,2}(?:st|nd|rd|th)?[ \-./][0-9a-z]{1,9}[ \-./][0-9]{2,4}\b",
        holds: |_| true,
    },
];

/// One of them by itself, which is made when a cell is found to have it: few files have any.
type Alone = OnceLock<Option<Regex>>;

/// All of them at once, and each by itself.
static SET: LazyLock<Option<(RegexSet, Vec<Alone>)>> = LazyLock::new(|| {
    let set = RegexSet::new(PATTERNS.iter().map(|pattern| pattern.text)).ok()?;
    Some((set, PATTERNS.iter().map(|_| Alone::new()).collect()))
});

/// What the form of a cell gives away; `text` is [`plain`].
pub(super) fn kind(text: &str) -> Option<(Kind, bool)> {
    // Every pattern but the address has a digit in it; the address has `@` or a bracket or the word.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 && !text.contains(['@', '(', '[', '{', '<']) && !text.contains(" dot ") {
        return None;
    }
    if digits == text.len() && !(digits == 11 && text.starts_with('0')) {
        return None;
    }
    // A pattern that cannot be compiled is a fault of ours, and a test says so.
    let (set, each) = SET.as_ref()?;
    set.matches(text).into_iter().find_map(|at| {
        let pattern = PATTERNS.get(at)?;
        let regex = each.get(at)?.get_or_init(|| Regex::new(pattern.text).ok()).as_ref()?;
        let holds = regex
            .find_iter(text)
            .any(|found| (pattern.holds)(found.as_str()) && !is_dialled(pattern.kind, text, found.start()));
        holds.then_some((pattern.kind, pattern.asked))
    })
}

/// Whether the digits of what looks like an NHS number follow the code of the country: one telephone number in eleven has the check digit.
fn is_dialled(kind: Kind, text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end_matches([' ', '(', ')', '0', '.', '-']);
    kind == Kind::NhsNumber && (before.ends_with("+44") || before.ends_with("0044"))
}

/// Whether a cell is ten digits with a valid check digit, unspaced: one number in eleven has one by chance.
pub(super) fn may_be_nhs(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()) && has_nhs_check(text.bytes())
}

/// The cell with wide and invisible characters as the plain ones that they look like.
pub(super) fn plain(cell: &str) -> Cow<'_, str> {
    if cell.is_ascii() && !cell.contains(['\n', '\t', '\r']) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(cell.chars().filter_map(plain_character).collect())
}

fn plain_character(character: char) -> Option<char> {
    Some(match character {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
            return None;
        }
        // The wide forms of the visible ASCII characters.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2024}' => '.',
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        other if other.is_whitespace() => ' ',
        other => other,
    })
}

fn starts_with(text: &str, pair: &str) -> bool {
    text.get(..pair.len()).is_some_and(|start| start.eq_ignore_ascii_case(pair))
}

/// Whether letters are parted from digits, and pairs of digits from one another, alike throughout: `on 2010-11. A further` is no number.
fn is_set_alike(found: &str) -> bool {
    let is_part = |letter: &char| letter.is_ascii_alphanumeric();
    // Up to the first digit, between the three pairs, and after the last digit.
    let digits: Vec<usize> =
        found.char_indices().filter(|(_, letter)| letter.is_ascii_digit()).map(|(at, _)| at).collect();
    let gap = |from: usize, to: usize| -> String {
        let between = digits.get(from).zip(digits.get(to)).and_then(|(from, to)| found.get(from + 1..*to));
        between.unwrap_or_default().to_owned()
    };
    let outside = |part: &str| part.chars().filter(|letter| !is_part(letter)).collect::<String>();
    let before = digits.first().and_then(|first| found.get(..*first)).map(outside);
    let after = digits.last().and_then(|last| found.get(last + 1..)).map(outside);
    before == after && gap(1, 2) == gap(3, 4)
}

/// Area, district and the rest of a full postcode. Without anything between its parts the shortest are codes of something else.
fn is_postcode(found: &str) -> bool {
    let joined: String = found.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let area = joined.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let area = joined.get(..joined.len() - area.len()).unwrap_or_default();
    let end = joined.get(joined.len().saturating_sub(2)..).unwrap_or_default();
    AREAS.binary_search(&area).is_ok() && !ORDINALS.contains(&end) && (found.len() > joined.len() || joined.len() > 5)
}

/// Whether ten digits end in their check digit (modulus 11).
fn has_nhs_check(digits: impl Iterator<Item = u8>) -> bool {
    let digits: Vec<u32> = digits.filter(u8::is_ascii_digit).map(|byte| u32::from(byte - b'0')).collect();
    let Some((check, rest)) = digits.split_last() else { return false };
    let sum: u32 = rest.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    // Numbers of one repeated digit pass the sum and are not in use.
    rest.len() == 9 && (11 - sum % 11) % 11 == *check && rest.iter().any(|digit| digit != check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_give_a_person_away_are_known() {
        let cases = [
            (
                Kind::Postcode,
                ["LS1 4AP", "sw1a 2aa", "LS14AP", "12 High Street, EC1A 1BB", "W1A 0AX", "ls14ap", "LS1-4AP"]
                    .as_slice(),
            ),
            (
                Kind::CrimeReference,
                &["13/1234/24", "06XX/12345/25", "CRI/06XX/0012345/24", "1234567/24", "06xx-12345-25"],
            ),
            (Kind::PoliceIdentifier, &["2001/0123456X", "98/123456Q", "2001-0123456x", "20010123456X", "123456/09A"]),
            (
                Kind::NationalInsurance,
                &["AB123456C", "AB 12 34 56 C", "ab-12-34-56-c", "AB 123456 C", "AB 12-34-56 C", "AB.12.34.56.C"],
            ),
            (
                Kind::NhsNumber,
                &["943 476 5919", "943-476-5919", "943.476.5919", "NHS no. 9434765919", "９４３ 476 5919"],
            ),
            (Kind::Email, &["someone@example.org", "someone [at] example.org", "someone at example dot org"]),
            (
                Kind::Telephone,
                &["07700 900123", "+44 7700 900123", "01632 960001", "+44 (0)7700-900-123", "07700900123"],
            ),
            (Kind::BirthDate, &["DOB 14/03/09", "dob:14032009", "born 14 March 2009"]),
        ];
        for (kind, cells) in cases {
            for cell in cells {
                assert_eq!(super::kind(&plain(cell)).map(|found| found.0), Some(kind), "{cell}");
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
            "2012/13P",
            "2012/13 to 2014/15",
            "2012-2013",
            "E1 1st quarter",
            "PFA23CD",
            "LAD23NM",
            "LS1",
            "0.0123456789",
            "1,234,567 (12%)",
            "a decrease of 3% on 2010-11. A further 930 homes",
            "01/04/2024-31/03/2025",
            "Children born 2005 to 2010",
            "see the tables at example.org",
            "Version 1.0 of 2024-11-29 12:30",
            "[note 12]",
        ];
        for cell in cells {
            assert_eq!(kind(&plain(cell)), None, "{cell}");
        }
    }
}
