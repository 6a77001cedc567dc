//! Names of people, by lists of common ones and by how names are written.

use super::days;
use super::words::{is_forename, is_ordinary, is_surname};

/// What the words of a cell are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Names {
    /// No name of a person.
    #[default]
    None,
    /// A common forename and a common surname, and nothing but names.
    Full,
    /// Both, among other words or where one is a word of places too; or a title and a name; or a name and a day.
    InText,
    /// A common forename alone.
    Forename,
    /// A common forename and one other word.
    Perhaps,
    /// Two or three words, written as names are.
    Written,
}

/// What the words of a cell are. Cells of more characters are searched for whole names only.
pub(super) fn names(cell: &str) -> Names {
    if cell.len() < 3 || !cell.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()) {
        return Names::None;
    }
    let tokens: Vec<&str> = cell.split(|letter: char| !is_of_name(letter)).filter(|word| !word.is_empty()).collect();
    // Codes such as `group_based` are joined by what does not stand between names of people.
    if tokens.is_empty() || tokens.len() > 400 {
        return Names::None;
    }
    let lower: Vec<String> = tokens.iter().map(|word| word.to_lowercase()).collect();
    let capital = |at: usize| tokens.get(at).is_some_and(|word| word.starts_with(char::is_uppercase));
    let forename = |at: usize| lower.get(at).is_some_and(|word| is_forename(word));
    let surname = |at: usize| lower.get(at).is_some_and(|word| is_surname(word));
    let place = |at: usize| lower.get(at).is_some_and(|word| is_ordinary(word));
    let alphabetic_only = !cell.contains(|letter: char| letter.is_ascii_digit());
    let all_capital = (0..tokens.len()).all(capital);
    let small = cell.chars().all(|letter| letter.is_lowercase() || letter == ' ') && tokens.len() == 2;
    let last = tokens.len() - 1;
    if (2..=4).contains(&tokens.len()) && all_capital {
        let forwards = forename(0) && surname(last) && !place(last);
        let apart = cell.contains(',') || !cell.contains(' ');
        if forwards || (apart && surname(0) && !place(0) && forename(last)) {
            return Names::Full;
        }
    }
    let pair = |at: usize| {
        forename(at) && surname(at + 1) && !(place(at) && place(at + 1)) && (capital(at) && capital(at + 1) || small)
    };
    if (0..last).any(pair) || titled(&lower, &capital) || with_day(cell, &tokens, &lower) {
        return Names::InText;
    }
    if !alphabetic_only || !capital(0) || tokens.len() > 4 || cell.contains(['_', ':', '(', '/', '&']) {
        return Names::None;
    }
    match (tokens.len(), all_capital) {
        (1, _) if forename(0) => Names::Forename,
        (1, _) => Names::None,
        (_, true) if forename(0) || (cell.contains(',') && forename(last)) => Names::Perhaps,
        (2..=3, true) if (0..=last).all(|at| written(tokens.get(at)) && !place(at)) => Names::Written,
        _ => Names::None,
    }
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '\'' | '’' | '-')
}

/// A title of a person before a word with a capital.
fn titled(lower: &[String], capital: &dyn Fn(usize) -> bool) -> bool {
    let titles = ["mr", "mrs", "miss", "ms", "mx", "pc", "dc", "dcs"];
    lower.iter().enumerate().any(|(at, word)| {
        titles.contains(&word.as_str())
            && capital(at)
            && capital(at + 1)
            && lower.get(at + 1).is_some_and(|next| next.len() > 2 && !is_ordinary(next))
    })
}

/// Two words written as names, and a day, with nothing else but signs between them.
fn with_day(cell: &str, tokens: &[&str], lower: &[String]) -> bool {
    tokens.len() == 2
        && cell.len() < 60
        && tokens.iter().all(|word| word.len() > 2 && word.starts_with(char::is_uppercase))
        && lower.iter().all(|word| !is_ordinary(word))
        && cell.split([' ', '|', ';', ',', '\t', '_', ':']).any(|part| part.len() > 7 && days::date(part).is_some())
}

/// Whether a word is written as a name: `Zbigniew`, `O'Neill`, `Mahmood-Aziz`, `SMITH`.
fn written(word: Option<&&str>) -> bool {
    let Some(word) = word else { return false };
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    letters > 2 && (capitals == letters || capitals <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_by_what_they_are_made_of() {
        let cases = [
            (
                Names::Full,
                ["John Smith", "PATEL, Sarah", "Mohammed Ali Khan", "SMITH|John|14032009", "Smith;John"].as_slice(),
            ),
            (
                Names::InText,
                &["seen with John Smith in town", "Mr Wojtyla", "Oyelaran Adegbite 14/03/2009", "john smith"],
            ),
            (Names::Forename, &["Amy", "MOHAMMED"]),
            (Names::Written, &["Zbigniewa Brzezicka", "Oyelaran Adegbite"]),
        ];
        for (expected, cells) in cases {
            for cell in cells {
                assert_eq!(names(cell), expected, "{cell}");
            }
        }
        for cell in [
            "West Yorkshire",
            "King's Lynn and West Norfolk",
            "Rape of a female child under 16",
            "Thames Valley Police",
            "Year ending 31/03/2024",
            "31 March 2024",
            "Asian Indian",
            "St Albans",
            "group_based_csae_crimes",
            "Devon & Cornwall",
            "White British",
            "Any Other",
        ] {
            assert_eq!(names(cell), Names::None, "{cell}");
        }
    }
}
