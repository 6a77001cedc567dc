//! How the year stands, as text for a terminal.

use std::fmt::Write;

use super::{HANDLING, Return, SEVERITIES, Standing};

/// The text. Writing to a `String` cannot fail, so its results are not looked at.
pub fn human(standing: &Standing<'_>) -> String {
    let mut out = String::new();
    let Standing { edition, year, on, cut_off, release, .. } = standing;
    let _ = writeln!(out, "{HANDLING}");
    let _ = writeln!(
        out,
        "Edition {edition} on {on}: data cut-off {cut_off}, {}; release {release}, {}",
        standing.when(*cut_off),
        standing.when(*release)
    );
    let _ = writeln!(out, "\nReturns for {year}");
    for one in standing.returns {
        let Return { contract, sent, in_part, aside, awaited, unreadable, .. } = one;
        if *unreadable {
            let _ = writeln!(
                out,
                "  {contract}: cannot be read, so who has sent is not known; `assess check` says what is wrong"
            );
            continue;
        }
        let _ = writeln!(
            out,
            "  {contract}: {} sent, {} of them in part, {} {}, {} set aside",
            sent.len(),
            in_part.len(),
            awaited.len(),
            standing.missing(),
            aside.len()
        );
        // Where nobody has sent, their names tell nothing.
        if !awaited.is_empty() && !sent.is_empty() {
            let names: Vec<&str> = awaited.iter().map(|code| standing.name(code)).collect();
            let _ = writeln!(out, "    {}: {}", standing.missing(), names.join(", "));
        }
        if !in_part.is_empty() {
            let names: Vec<&str> = in_part.iter().map(|code| standing.name(code)).collect();
            let _ = writeln!(out, "    in part: {}", names.join(", "));
        }
    }
    for aside in standing.aside {
        let period = aside.period.map_or_else(|| "every year".to_owned(), |period| period.to_string());
        let _ = writeln!(
            out,
            "  set aside: {}, {}, {period}: {}",
            standing.name(&aside.force),
            aside.contract,
            aside.reason.trim()
        );
    }
    let _ = writeln!(out, "\nOpen findings");
    if standing.stopped {
        let _ = writeln!(out, "  data cannot be read, so the checks on what they say did not run");
    }
    let open = standing.open();
    let line = |name: &str, [errors, warnings, notes]: [usize; 3]| {
        format!("  {name:<40} errors {errors:>4}  warnings {warnings:>4}  notes {notes:>4}")
    };
    let all = SEVERITIES.map(|severity| standing.findings.count(severity));
    let _ = writeln!(out, "{}", line("All", all));
    for (code, counts) in codes(standing).filter_map(|code| Some((code, *open.get(code)?))) {
        let name = if code.is_empty() { "The edition as a whole" } else { standing.name(code) };
        let _ = writeln!(out, "{}", line(name, counts));
    }
    if standing.decisions > 0 {
        let _ = writeln!(out, "\nDecisions that nobody has taken: {}", standing.decisions);
    }
    out
}

/// The edition, then the forces in their order.
fn codes<'a>(standing: &'a Standing<'_>) -> impl Iterator<Item = &'a str> {
    std::iter::once("").chain(standing.forces.iter().map(|(code, _)| code.as_str()))
}
