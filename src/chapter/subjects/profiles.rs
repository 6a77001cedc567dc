//! Problem profiles against the recommendation of the inspectorate.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, PERCENT, number, share, text};
use crate::disclosure::Picture;
use crate::wording::{self, Cell, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    let profiles = &picture.profiles;
    let mut add = |id: &str, text: String| facts.add(format!("profiles.{id}"), text, &profiles.lineage);
    add("expected", profiles.expected.to_string());
    add("any", profiles.any.to_string());
    add("meeting-recommendation-2", profiles.all_parts.to_string());
    for (step, count) in &profiles.steps {
        add(&step.replace('_', "-"), count.to_string());
    }
    let parts = [
        (profiles.partner_data, "partner data"),
        (profiles.group_based, "an assessment of group-based CSE"),
        (profiles.current, "an update within the year"),
    ];
    let missed = parts.iter().min_by_key(|(count, _)| *count).map_or("", |(_, name)| name);
    add("most-missed-part", missed.to_owned());
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let profiles = &picture.profiles;
    let row = |name: &str, count: usize| {
        let share = (profiles.expected > 0).then(|| count as f64 / profiles.expected as f64);
        vec![Cell::words(name), Cell::tally(count), self::share(share)]
    };
    vec![DataTable {
        id: "problem-profiles",
        title: "Problem profiles against the inspectorate’s recommendation".to_owned(),
        subtitle: format!(
            "Territorial forces of England and Wales, at the data cut-off, {}",
            wording::date(picture.edition.cut_off)
        ),
        columns: vec![
            text("Part of the recommendation", 5),
            number("Forces meeting it", "forces", 2),
            number("Share of forces", PERCENT, 2),
        ],
        rows: phrases::profile_steps(profiles)
            .into_iter()
            .chain([("Also uses the agreed definition (not asked for)", profiles.agreed_definition)])
            .chain(profiles.steps.iter().filter_map(|(step, count)| Some((asked(step)?, *count))))
            .map(|(name, count)| row(name, count))
            .collect(),
        source: profiles.lineage.source_line("Problem-profile returns."),
        notes: vec![
            "Each part is counted among forces with a CSE problem profile; what other recommendations ask among all territorial \
             forces."
                .to_owned(),
        ],
        lineage: profiles.lineage.clone(),
    }]
}

/// What another recommendation asks, as a row.
fn asked(step: &str) -> Option<&'static str> {
    Some(match step {
        "flag_field" => "Recommendation 4: records have a field for group-based offending",
        "flag_audit" => "Recommendation 4: the exploitation flag was audited",
        "hydrant_training" => "Recommendation 8: training of the Hydrant Programme was taken",
        "language_audit" => "Recommendation 9: records were audited for victim-blaming language",
        "makesafe" => "Area for improvement: Operation Makesafe or its kind is run",
        "disruption_partners" => "Area for improvement: partners take part in disruption",
        _ => return None,
    })
}
