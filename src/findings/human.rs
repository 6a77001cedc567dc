//! Findings as text for a terminal, grouped by force.

use std::fmt::Write;

use super::{Asking, INVENTED, Report, STOPPED, state};
use crate::contract::State;
use crate::format;

/// The report as text. Writing to a `String` cannot fail, so its results are not looked at.
pub fn human(report: &Report<'_>) -> String {
    let mut out = String::new();
    for file in report.files {
        let _ = writeln!(out, "{}: {}", file.name, file.what);
    }
    if !report.files.is_empty() {
        out.push('\n');
    }
    for group in report.groups() {
        let code = if group.code.is_empty() || group.code == group.name {
            String::new()
        } else {
            format!(" ({})", group.code)
        };
        let _ = writeln!(out, "{}{code}", group.name);
        for judged in group.judged {
            let finding = &judged.finding;
            let _ =
                writeln!(out, "  {}[{}] {}: {}", finding.severity, finding.check, state(&judged.state), finding.what);
            for (at, place) in finding.places.iter().enumerate() {
                let _ = writeln!(out, "    {} {place}", if at == 0 { "-->" } else { "and" });
            }
            match &judged.state {
                State::Accepted(acceptance) => {
                    let _ = writeln!(
                        out,
                        "    accepted by {} on {} until {}: {}",
                        acceptance.by, acceptance.on, acceptance.until, acceptance.reason
                    );
                }
                State::Open | State::New => {
                    let _ = writeln!(out, "    remedy: {}", finding.remedy);
                }
            }
        }
        out.push('\n');
    }
    asking(&mut out, report.asking);
    let accepted = report.findings.accepted().count();
    let _ =
        writeln!(out, "{}; {accepted} accepted, {} gone since the record", report.tally(), report.findings.gone.len());
    if report.synthetic {
        let _ = writeln!(out, "{INVENTED}");
    }
    if report.stopped {
        let _ = writeln!(out, "{STOPPED}");
    }
    out
}

/// Whom to ask first: the rungs once, then a force in two lines.
fn asking(out: &mut String, asking: &Asking) {
    if asking.forces.is_empty() {
        return;
    }
    let _ =
        writeln!(out, "Whom to ask first: what each force adds to the width of the national range, {}", asking.year);
    for (words, rung) in asking.rungs.iter().zip(1..) {
        let _ = writeln!(out, "  rung {rung}: if also {words}");
    }
    for force in &asking.forces {
        let counted = force.definition.as_ref().map_or_else(|| "no return".to_owned(), |id| format!("counted `{id}`"));
        let _ = writeln!(out, "  {} ({}), {counted}: {}", force.name, force.code, force.remedy);
        let told = |(rung, (width, read)): (usize, &(Option<i64>, Option<i64>))| {
            let at = if rung == 0 { "range".to_owned() } else { format!("rung {rung}") };
            let width = width.map_or_else(|| "no upper end".to_owned(), |width| format::count(width.unsigned_abs()));
            let read = read
                .map(|read| format!(", or read {} records", format::count(read.unsigned_abs())))
                .unwrap_or_default();
            format!("{at} {width}{read}")
        };
        let told: Vec<String> = force.added.iter().enumerate().map(told).collect();
        let _ = writeln!(out, "    {}", told.join("; "));
    }
    out.push('\n');
}
