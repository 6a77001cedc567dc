//! Findings as text for a terminal, grouped by force.

use std::fmt::Write;

use super::{INVENTED, Report, STOPPED, state};
use crate::contract::State;

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
