//! Names of columns and places without what publishers glue to them: footnote digits, `[note 4]`, line breaks, runs of blanks.

/// A name without its footnotes, and the footnotes: `Avon and Somerset8` is `Avon and Somerset` with `8`.
///
/// Digits are a footnote where they follow a word of four letters or more, or a closing bracket, at the end of the name; `Table P4`, `Q1`,
/// `E23000001` and `88A` keep theirs.
pub fn without_footnotes(text: &str) -> (String, Vec<String>) {
    let mut name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut footnotes = Vec::new();
    loop {
        let before = name.len();
        take_bracketed(&mut name, &mut footnotes);
        take_superscript(&mut name, &mut footnotes);
        take_digits(&mut name, &mut footnotes);
        if name.len() == before {
            return (name, footnotes);
        }
    }
}

/// `[note 4]`, `[notes 3, 5]`, `[Note 1][Note 2]`, anywhere in the name.
fn take_bracketed(name: &mut String, footnotes: &mut Vec<String>) {
    while let Some(start) = name.to_ascii_lowercase().find("[note") {
        let Some(length) = name.get(start..).and_then(|rest| rest.find(']')) else { return };
        let Some(note) = name.get(start + 1..start + length) else { return };
        footnotes.push(note.to_owned());
        name.replace_range(start..=start + length, "");
        *name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

/// Raised digits, anywhere in the name.
fn take_superscript(name: &mut String, footnotes: &mut Vec<String>) {
    let digit = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == c);
    let raised: String = name.chars().filter_map(digit).map(|digit| digit.to_string()).collect();
    if !raised.is_empty() {
        footnotes.push(raised);
        name.retain(|c| digit(c).is_none());
        let length = name.trim_end().len();
        name.truncate(length);
    }
}

/// `8` or `7,8` at the end, or inside a closing bracket at the end.
fn take_digits(name: &mut String, footnotes: &mut Vec<String>) {
    let (body, closing) = match name.strip_suffix(')') {
        Some(body) => (body, ")"),
        None => (name.as_str(), ""),
    };
    let bare = body.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',');
    let digits = body.get(bare.len()..).unwrap_or_default();
    let short = !digits.is_empty() && digits.split(',').all(|part| (1..=2).contains(&part.len()));
    let letters = bare.chars().rev().take_while(|c| c.is_alphabetic()).count();
    // A word that holds other signs, such as `page_number1`, is an identifier.
    let word = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '(' | ')' | '\'' | '’' | '&' | '/'));
    if short && plain && (letters >= 4 || bare.ends_with(')')) {
        footnotes.push(digits.to_owned());
        *name = format!("{bare}{closing}");
    }
}

/// A name for comparison: letters and digits in lower case, without footnotes.
pub fn comparable(text: &str) -> String {
    without_footnotes(text).0.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnotes_are_taken_off_and_kept() {
        let cases = [
            ("Avon and Somerset8", "Avon and Somerset", vec!["8"]),
            ("ENGLAND AND WALES7,8", "ENGLAND AND WALES", vec!["7,8"]),
            ("Total recorded crime (excluding fraud3)", "Total recorded crime (excluding fraud)", vec!["3"]),
            ("Humberside [note 4]", "Humberside", vec!["note 4"]),
            ("Percentage1", "Percentage", vec!["1"]),
            ("Dorset ", "Dorset", vec![]),
            ("Total\n  fraud²", "Total fraud", vec!["2"]),
            ("Rate [note 1] per 1,000", "Rate per 1,000", vec!["note 1"]),
        ];
        for (given, name, footnotes) in cases {
            assert_eq!(
                without_footnotes(given),
                (name.to_owned(), footnotes.iter().map(|f| (*f).to_owned()).collect())
            );
        }
    }

    #[test]
    fn digits_that_belong_to_a_name_stay() {
        for name in [
            "Table P4",
            "E23000001",
            "88A",
            "2012/13",
            "Q1",
            "year_2024",
            "ages 0 to 17",
            "mid-2024",
            "PFA23CD",
            "March 2019",
        ] {
            assert_eq!(without_footnotes(name), (name.to_owned(), vec![]));
        }
    }
}
