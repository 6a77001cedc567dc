//! Words, from the lists beside this file: column names that only a table about persons has or may have, attributes of persons,
//! common names of people, and words that stand in the names of places and categories.
//!
//! Names of people that are also places, months or ordinary words (Chelsea, Kent, April, Lincoln) are left out of the lists.

use std::collections::BTreeSet;
use std::sync::LazyLock;

type Words = LazyLock<BTreeSet<&'static str>>;

fn list(text: &'static str) -> BTreeSet<&'static str> {
    text.lines().collect()
}

/// Column names that only a table about persons has, without spaces and signs.
static REFUSED: Words = LazyLock::new(|| list(include_str!("words/refused_headers.txt")));
/// Column names that a table about persons has, and some others too.
static ASKED: Words = LazyLock::new(|| list(include_str!("words/asked_headers.txt")));
static ATTRIBUTES: Words = LazyLock::new(|| list(include_str!("words/attributes.txt")));
static FORENAMES: Words = LazyLock::new(|| list(include_str!("words/forenames.txt")));
static SURNAMES: Words = LazyLock::new(|| list(include_str!("words/surnames.txt")));
static ORDINARY: Words = LazyLock::new(|| list(include_str!("words/ordinary.txt")));
/// Both kinds of column names, by their letters and digits alone.
static HEADERS: LazyLock<std::collections::BTreeMap<String, Header>> = LazyLock::new(|| {
    let of =
        |words: &'static Words, asked| words.iter().map(move |&word| (word.replace('_', ""), Header { word, asked }));
    of(&ASKED, true).chain(of(&REFUSED, false)).collect()
});

/// The same, after a word that says whose they are: `victim_surname`, `suspect dob`.
const OWN: [&str; 5] = ["surname", "name", "id", "urn", "ref"];

/// Whose.
const WHOSE: [&str; 11] = [
    "victim",
    "suspect",
    "offender",
    "perpetrator",
    "child",
    "person",
    "nominal",
    "complainant",
    "witness",
    "accused",
    "parent",
];

/// Endings of names of places.
const PLACES: [&str; 30] = [
    "shire", "ton", "ham", "ford", "bury", "borough", "wick", "ley", "field", "mouth", "chester", "caster", "minster",
    "pool", "port", "stead", "worth", "wood", "side", "dale", "thorpe", "gate", "bridge", "well", "wells", "hurst",
    "stow", "wich", "sea", "land",
];

/// A known column name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The word it is.
    pub(super) word: &'static str,
    /// Whether tables have it that are about no person.
    pub(super) asked: bool,
}

/// Letters and digits of a name in small letters; the rest, and steps of camel case, become one underscore.
pub(super) fn normalised(name: &str) -> String {
    let mut found = String::new();
    let mut small = false;
    for letter in name.trim().chars() {
        if letter.is_uppercase() && small {
            found.push('_');
        }
        small = letter.is_lowercase();
        if letter.is_alphanumeric() {
            found.extend(letter.to_lowercase());
        } else if letter != '\'' && letter != '’' && letter != '.' && !found.ends_with('_') {
            found.push('_');
        }
    }
    found.trim_matches('_').to_owned()
}

/// The known word that a column name is, where a table about persons has it.
pub(super) fn header(name: &str) -> Option<Header> {
    // The longest known name has fewer characters; a paragraph is no name.
    if name.len() > 60 {
        return None;
    }
    let name = normalised(name);
    let known = |name: &str| HEADERS.get(&name.replace('_', "")).copied();
    if let Some(found) = known(&name).or_else(|| (name == OWN[0]).then_some(Header { word: OWN[0], asked: false })) {
        return Some(found);
    }
    WHOSE.iter().find_map(|whose| {
        let rest = name.strip_prefix(whose)?;
        let rest = rest.strip_prefix("s_").or_else(|| rest.strip_prefix('_'))?;
        let own = OWN.iter().find(|word| **word == rest).map(|word| Header { word, asked: false });
        known(rest).map(|found| Header { asked: false, ..found }).or(own)
    })
}

/// Whether a column name is an attribute of a person.
pub(super) fn is_attribute(name: &str) -> bool {
    let name = normalised(name);
    let bare = WHOSE.iter().find_map(|whose| name.strip_prefix(whose)?.strip_prefix('_')).unwrap_or(&name);
    ATTRIBUTES.contains(bare)
}

/// Whether a word, in small letters, is a common forename.
pub(super) fn is_forename(word: &str) -> bool {
    FORENAMES.contains(word)
}

/// Whether a word, in small letters, is a common surname.
pub(super) fn is_surname(word: &str) -> bool {
    SURNAMES.contains(word)
}

/// Whether a word, in small letters, stands in names of places and categories rather than of people.
pub(super) fn is_ordinary(word: &str) -> bool {
    ORDINARY.contains(word) || PLACES.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::{header, is_attribute};

    #[test]
    fn a_column_name_is_known_however_it_is_written() {
        for name in ["Date of Birth", "DateOfBirth", "D.O.B.", "dob", "VICTIM_DOB", "suspect surname", "Child's Name"] {
            assert!(header(name).is_some_and(|found| !found.asked), "{name}");
        }
        for name in ["Email", "e-mail address", "Phone", "Address", "Postcode", "Forename"] {
            assert!(header(name).is_some_and(|found| found.asked), "{name}");
        }
        assert!(header("victim e-mail").is_some_and(|found| !found.asked));
        for name in ["force_name", "short_name", "category", "measure", "name_of_force", "aliases", "ref_period"] {
            assert!(header(name).is_none(), "{name}");
        }
    }

    #[test]
    fn attributes_are_known_with_and_without_whose_they_are() {
        assert!(is_attribute("Sex") && is_attribute("suspect_ethnicity") && !is_attribute("suspect_count"));
    }
}
