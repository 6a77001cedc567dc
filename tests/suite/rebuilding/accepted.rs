//! Counts that are released unproven: by name, each with its reason, or not at all.

use crate::project::{Project, assess, said};

use super::edition;

const FILE: &str = "report/2027/unproven.toml";

/// The lines of counts, all with one reason.
fn lines<'a>(counts: impl IntoIterator<Item = &'a str>, reason: &str) -> String {
    let line = |count| format!("[[unproven]]\ncount = \"{count}\"\nreason = \"{reason}\"\n");
    counts.into_iter().map(line).collect()
}

/// Without any effort nothing is proven, and every count has to be named.
#[test]
fn what_is_not_proven_is_released_only_by_name() {
    let project = Project::copy();
    let audit = || assess(project.root(), &["audit", "--rebuilds", "0"]);
    let refused = audit();
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("counts are not proven"), "{}", said(&refused));
    let names: Vec<String> = edition().counts().iter().map(ToString::to_string).collect();
    let reason = "The search was given no time at all.";
    project.write(FILE, lines(names.iter().skip(1).map(String::as_str), reason));
    // Public counts need no proof, so a line too many is told.
    let named = audit();
    let told = said(&named);
    assert!(told.contains(&format!("a reader, and 43 forces that know their own: {reason}")), "{told}");
    assert!(told.contains("is proven, so its line can go"), "{told}");
    project.write(FILE, lines(names.iter().map(String::as_str), reason));
    assert_eq!(audit().status.code(), Some(0));
}

#[test]
fn a_line_without_a_reason_or_of_no_count_is_refused() {
    let project = Project::copy();
    let count = edition().counts()[0].to_string();
    for (text, told) in [
        (lines([count.as_str()], "ok"), "no sentence says why"),
        (lines([count.as_str(), count.as_str()], "It was looked at by hand."), "is named twice"),
        (lines(["E23000099 crimes 2021/22 year"], "It was looked at by hand."), "is no count of the returns"),
        ("[[unproved]]\n".to_owned(), "unproved"),
    ] {
        project.write(FILE, text);
        let refused = assess(project.root(), &["audit", "--rebuilds", "0"]);
        assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
        assert!(said(&refused).contains("settings-invalid") && said(&refused).contains(told), "{}", said(&refused));
        assert!(said(&refused).contains(FILE), "{}", said(&refused));
    }
}
