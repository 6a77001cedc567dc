//! Problem-profile returns: what a force's latest profile covers and how old it is. Aggregated, one row a force.

use jiff::civil::Date;

use super::{Forces, Keys, table};
use crate::fault::{Fault, Faults};
use crate::source::{Cell, Project};

/// A force's latest problem profile.
#[derive(Clone, Debug)]
pub struct ProblemProfile {
    /// Line of its file, from 1.
    pub line: u64,
    /// Code of the force.
    pub force: String,
    /// Whether it has any profile of child sexual exploitation, group-based or not.
    pub exploitation: bool,
    /// Whether it covers group-based exploitation.
    pub group_based: bool,
    /// Day it was signed off; none where there is no profile.
    pub signed_off: Option<Date>,
    /// Definition it used; empty where none is stated.
    pub definition: String,
    /// Whether any partner agency contributed data.
    pub partner_data: bool,
    /// First and last day of the period it covers; none where not stated.
    pub covers: Option<(Date, Date)>,
    /// Whether it rests on a sample of records and not on all of them.
    pub sample: bool,
    /// Networks suspected, and of these networks of three people or more; none where not assessed.
    pub networks: Option<(i64, i64)>,
}

const COLUMNS: [&str; 21] = [
    "force_code",
    "profile_class",
    "signed_off",
    "period_start",
    "period_end",
    "next_review",
    "definition",
    "systems_searched",
    "area_covered_percent",
    "health",
    "childrens_services",
    "education",
    "voluntary",
    "licensing",
    "housing",
    "sample",
    "flag_audit",
    "investigations_open",
    "suspected_networks",
    "suspected_networks_three_or_more",
    "marker",
];

const PARTNERS: [&str; 6] = ["health", "childrens_services", "education", "voluntary", "licensing", "housing"];

impl ProblemProfile {
    /// Reads the profile returns.
    pub fn read(project: &mut Project, path: &str, forces: &Forces) -> Result<Vec<Self>, Vec<Fault>> {
        let table = table(project, path, &COLUMNS)?;
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut profiles = Vec::new();
        for row in table.rows() {
            let force = faults.keep(forces.code(&row.cell("force_code")));
            let classes = ["none", "csa", "cse", "group_based"];
            let class = faults.keep(row.cell("profile_class").one_of("word-unknown", &classes));
            let signed_off = faults.keep(date(&row.cell("signed_off")));
            let mut partner_data = false;
            for partner in PARTNERS {
                let answer = faults.keep(row.cell(partner).one_of("word-unknown", &["yes", "no", ""]));
                partner_data |= answer == Some("yes");
            }
            let start = faults.keep(date(&row.cell("period_start"))).flatten();
            let end = faults.keep(date(&row.cell("period_end"))).flatten();
            let sample = faults.keep(row.cell("sample").one_of("word-unknown", &["sample", "census", ""]));
            let networks = faults.keep(count(&row.cell("suspected_networks"))).flatten();
            let of_three = faults.keep(count(&row.cell("suspected_networks_three_or_more"))).flatten();
            if let (Some(force), Some(class), Some(signed_off)) = (force, class, signed_off) {
                faults.keep(keys.check(&row, force.clone()));
                profiles.push(Self {
                    line: row.line(),
                    force,
                    exploitation: matches!(class, "cse" | "group_based"),
                    group_based: class == "group_based",
                    signed_off,
                    definition: row.cell("definition").text().to_owned(),
                    partner_data,
                    covers: start.zip(end),
                    sample: sample == Some("sample"),
                    networks: networks.zip(of_three),
                });
            }
        }
        faults.into_result(profiles)
    }

    /// Age in days at a date; none where there is no profile.
    pub fn age(&self, at: Date) -> Option<i64> {
        let signed_off = self.signed_off?;
        at.since(signed_off).ok().map(|span| i64::from(span.get_days()))
    }
}

fn count(cell: &Cell<'_>) -> Result<Option<i64>, Fault> {
    match cell.text() {
        "" | "[x]" | "[z]" => Ok(None),
        _ => cell.count().map(Some),
    }
}

fn date(cell: &Cell<'_>) -> Result<Option<Date>, Fault> {
    match cell.text() {
        "" | "[x]" | "[z]" => Ok(None),
        _ => cell.parse("date-invalid", "a date such as 2026-10-31").map(Some),
    }
}
