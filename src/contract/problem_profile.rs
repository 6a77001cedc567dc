//! Problem-profile returns: what a force's latest profile covers and how old it is. Aggregated, one row a force.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::format::{Kind, Record, Records};
use crate::fault::{Fault, Place};

/// A force's latest problem profile.
#[derive(Clone, Debug)]
pub struct ProblemProfile {
    /// Where its row stands.
    pub place: Place,
    /// Where the answers stand that checks speak of, by column.
    pub cells: BTreeMap<&'static str, Place>,
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
    /// First day of the period it covers; none where not stated.
    pub starts: Option<Date>,
    /// Last day of that period.
    pub ends: Option<Date>,
    /// Whether it rests on a sample of records and not on all of them.
    pub sample: bool,
    /// Networks suspected, and of these networks of three people or more; none where not assessed.
    pub networks: Option<(i64, i64)>,
    /// Records read when the exploitation flag was audited, and of these records whose flag was wrong; none where it was not.
    pub flags: Option<(i64, i64)>,
    /// What the other recommendations ask of the force, by column: whether it does so, where it says.
    pub steps: BTreeMap<&'static str, bool>,
}

/// Days that cannot be before another: column, the other column, and what is then wrong.
pub const NOT_BEFORE: [(&str, &str, &str); 2] = [
    ("period_end", "period_start", "the period of the profile ends before it starts"),
    ("signed_off", "period_end", "the profile was signed off before its period ended"),
];

/// Numbers that are part of another: column, and that other column.
pub const PARTS: [(&str, &str); 2] =
    [("suspected_networks_three_or_more", "suspected_networks"), ("flag_audit_wrong", "flag_audit_read")];

/// Questions of which the answer is yes or no, beside those on partners: recommendations 4, 8 and 9 and the area for improvement.
pub const STEPS: [&str; 6] =
    ["flag_field", "flag_audit", "hydrant_training", "language_audit", "makesafe", "disruption_partners"];

/// Columns that checks speak of.
const CHECKED: [&str; 8] = [
    "profile_class",
    "signed_off",
    "period_end",
    "definition",
    "health",
    "sample",
    "suspected_networks_three_or_more",
    "flag_audit_wrong",
];

const PARTNERS: [&str; 6] = ["health", "childrens_services", "education", "voluntary", "licensing", "housing"];

impl ProblemProfile {
    /// The profile returns of a reading.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut profiles = Vec::new();
        for records in files {
            records.needs(&[
                ("force_code", Kind::Codelist),
                ("profile_class", Kind::Codelist),
                ("definition", Kind::Codelist),
                ("signed_off", Kind::Date),
                ("period_start", Kind::Date),
                ("period_end", Kind::Date),
                ("sample", Kind::Codelist),
                ("suspected_networks", Kind::Count),
                ("suspected_networks_three_or_more", Kind::Count),
                ("flag_audit_read", Kind::Count),
                ("flag_audit_wrong", Kind::Count),
            ])?;
            records.needs(&STEPS.map(|step| (step, Kind::YesNo)))?;
            records.needs(&PARTNERS.map(|partner| (partner, Kind::YesNo)))?;
            profiles.extend(records.iter().map(|record| Self::of(&record)));
        }
        Ok(profiles)
    }

    fn of(record: &Record<'_>) -> Self {
        let class = record.text("profile_class");
        Self {
            place: record.row_place(),
            cells: CHECKED.into_iter().map(|column| (column, record.place(column))).collect(),
            force: record.text("force_code").to_owned(),
            exploitation: matches!(class, "cse" | "group_based"),
            group_based: class == "group_based",
            signed_off: record.date("signed_off"),
            definition: record.text("definition").to_owned(),
            partner_data: PARTNERS.iter().any(|partner| record.yes(partner) == Some(true)),
            starts: record.date("period_start"),
            ends: record.date("period_end"),
            sample: record.text("sample") == "sample",
            networks: record.number("suspected_networks").zip(record.number("suspected_networks_three_or_more")),
            flags: record.number("flag_audit_read").zip(record.number("flag_audit_wrong")),
            steps: STEPS.into_iter().filter_map(|step| Some((step, record.yes(step)?))).collect(),
        }
    }

    /// First and last day of the period it covers.
    pub fn covers(&self) -> Option<(Date, Date)> {
        self.starts.zip(self.ends)
    }

    /// Where an answer stands.
    pub fn cell(&self, column: &str) -> Place {
        self.cells.get(column).cloned().unwrap_or_else(|| self.place.column(column))
    }

    /// A day of [`NOT_BEFORE`] by its column.
    pub fn day(&self, column: &str) -> Option<Date> {
        match column {
            "period_start" => self.starts,
            "period_end" => self.ends,
            "signed_off" => self.signed_off,
            _ => None,
        }
    }

    /// A whole of [`PARTS`] and its part, by the column of the part.
    pub fn whole_and_part(&self, part: &str) -> Option<(i64, i64)> {
        match part {
            "suspected_networks_three_or_more" => self.networks,
            "flag_audit_wrong" => self.flags,
            _ => None,
        }
    }

    /// Age in days at a date; none where there is no profile.
    pub fn age(&self, at: Date) -> Option<i64> {
        let signed_off = self.signed_off?;
        at.since(signed_off).ok().map(|span| i64::from(span.get_days()))
    }
}
