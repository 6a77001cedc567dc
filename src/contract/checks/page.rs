//! The part of `docs/checks.md` that the declarations of the checks make.
//!
//! In: the page, whose other parts are written by hand, and the declarations. Out: the page with the part between its two marks made
//! anew. The reports show the same text as help.

use super::declaration::{Check, Scope};
use super::registry;

/// Where the page stands.
pub const PAGE: &str = "docs/checks.md";

/// What stands between these lines is made.
const START: &str = "<!-- Made of the declarations in src/contract/checks, by `assess schemas`. -->\n";
const END: &str = "<!-- End of what is made. -->\n";

/// Lines of the page are broken here, as those written by hand are.
const WIDTH: usize = 120;

/// The page with the sections of all checks; nothing where it lacks the marks.
pub fn fill(page: &str) -> Option<String> {
    fill_with(registry(), page)
}

pub(super) fn fill_with(checks: impl Iterator<Item = &'static Check>, page: &str) -> Option<String> {
    let (before, rest) = page.split_once(START)?;
    let (_, after) = rest.split_once(END)?;
    let mut made = String::new();
    let mut family = None;
    for check in checks {
        if family.replace(check.family) != Some(check.family) {
            made += &format!("\n## {}\n", capitalised(check.family.name()));
        }
        made += &format!("\n### {}\n", check.id);
        for paragraph in paragraphs(check) {
            made += &format!("\n{}\n", wrapped(&paragraph));
        }
    }
    Some(format!("{before}{START}{made}\n{END}{after}"))
}

/// What the documentation says of a check, one paragraph after the other.
pub fn help(check: &Check) -> String {
    paragraphs(check).join("\n\n")
}

/// What a check looks for, as a title.
pub fn title(check: &Check) -> String {
    capitalised(check.catches)
}

fn paragraphs(check: &Check) -> Vec<String> {
    let guide = &check.guide;
    let scope = match check.scope {
        Scope::Force => "one force at a time",
        Scope::Forces => "the forces beside each other",
    };
    let told = match check.tells_a_count {
        true => " What it finds tells of counts: an OFFICIAL release leaves it out.",
        false => "",
    };
    let (severity, measures) = (check.severity, check.measures.words());
    vec![
        format!("{}. *Why:* {}", title(check), guide.why),
        format!("*Method:* {}", guide.method),
        format!("*Remedy:* {} *False alarms:* {}", guide.remedy, guide.false_alarms),
        format!("*Severity:* {severity}. *Looks at:* {measures}, {scope}.{told}"),
    ]
}

/// A paragraph in lines. A sign between two words stays on the line of the first: at the start of a line it would be Markdown.
fn wrapped(paragraph: &str) -> String {
    let sign = |word: &str| word.chars().all(|letter| letter.is_ascii_punctuation());
    let (mut text, mut column) = (String::new(), 0);
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH && !sign(word) {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text += word;
        column += length;
    }
    text
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
