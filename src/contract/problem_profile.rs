//! Problem-profile returns: what a force's latest profile covers and how old it is. Aggregated, one row a force.

use jiff::civil::Date;

use super::format::{Kind, Record, Records};
use crate::fault::Fault;

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
            ])?;
            records.needs(&PARTNERS.map(|partner| (partner, Kind::YesNo)))?;
            profiles.extend(records.iter().map(|record| Self::of(&record)));
        }
        Ok(profiles)
    }

    fn of(record: &Record<'_>) -> Self {
        let class = record.text("profile_class");
        Self {
            line: record.line(),
            force: record.text("force_code").to_owned(),
            exploitation: matches!(class, "cse" | "group_based"),
            group_based: class == "group_based",
            signed_off: record.date("signed_off"),
            definition: record.text("definition").to_owned(),
            partner_data: PARTNERS.iter().any(|partner| record.yes(partner) == Some(true)),
            covers: record.date("period_start").zip(record.date("period_end")),
            sample: record.text("sample") == "sample",
            networks: record.number("suspected_networks").zip(record.number("suspected_networks_three_or_more")),
        }
    }

    /// Age in days at a date; none where there is no profile.
    pub fn age(&self, at: Date) -> Option<i64> {
        let signed_off = self.signed_off?;
        at.since(signed_off).ok().map(|span| i64::from(span.get_days()))
    }
}
