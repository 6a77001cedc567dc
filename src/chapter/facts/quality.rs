//! Facts on the quality of the data: how many findings are open or accepted, how current the profiles are, how much is recorded.

use super::Facts;
use crate::chapter::tables::quality::SEVERITIES;
use crate::chapter::wording;
use crate::disclosure::Picture;

pub(super) fn add(facts: &mut Facts, picture: &Picture) {
    let lineage = picture.agreed.lineage.and(&picture.profiles.lineage);
    for (severity, word) in SEVERITIES {
        let number = picture.findings.count(severity);
        facts.add(format!("quality.open-{word}"), wording::count(i64::try_from(number).unwrap_or(i64::MAX)), &lineage);
    }
    let checks: std::collections::BTreeSet<&str> = picture.findings.open.iter().map(|open| open.check).collect();
    facts.add("quality.open-checks", checks.len().to_string(), &lineage);
    let accepted = match picture.findings.accepted.len() {
        0 => "No finding was accepted".to_owned(),
        1 => "One finding was accepted".to_owned(),
        many => format!("{many} findings were accepted"),
    };
    facts.add("quality.accepted", accepted, &lineage);
    let profiles = &picture.profiles;
    facts.add("quality.profiles-current", profiles.current.to_string(), &profiles.lineage);
    let days = picture.edition.limits.profile_age_days;
    facts.add("quality.profile-days", days.to_string(), &profiles.lineage);
    for one in &picture.completeness {
        let id = format!("quality.recorded.{}.{}", one.variable.measure, one.variable.dimension).replace('_', "-");
        facts.add(id, one.recorded.print(|share| wording::percent(*share)), &lineage);
    }
}
