use super::sentence::Sentence;
use super::{Check, Context, Find, Found, Pattern, pattern};
use crate::contract::Severity;

/// A share in words is a number as much as one in digits.
pub(super) const CHECK: Check = Check { id: "fraction-typed", severity: Severity::Warning, find: Find::Sentence(find) };

static FRACTION: Pattern = pattern(|| {
    regex::Regex::new(
        r"(?i)\b((a|one|two|three|four) (half|halves|thirds?|quarters? of|fifths?|tenths?)|half of|one in (two|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty)|\w+ in ten|twice as|three times|the majority|a minority|per cent|percent)\b",
    )
    .ok()
});

fn find(sentence: &Sentence, _: &Context<'_>) -> Vec<Found> {
    let found = FRACTION.as_ref().and_then(|fraction| fraction.find(&sentence.typed));
    let tell = |words: regex::Match<'_>| {
        Found::new(
            words.start(),
            format!("“{}” says a share in words that no statistic decides", words.as_str()),
            "bind it to a fact with #n(\"…\"), so that it moves with the data",
        )
    };
    found.map(tell).into_iter().collect()
}
