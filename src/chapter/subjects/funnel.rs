//! Forces around the national rate of a recorded offence.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::disclosure::Picture;
use crate::wording;

pub(super) const SUBJECT: Subject = Subject { facts, tables: |_, _| Vec::new() };

fn facts(facts: &mut Facts, picture: &Picture) {
    let Some(funnel) = picture.funnel.as_ref() else { return };
    let year = funnel.year.slug();
    let shown = funnel.forces.len();
    let mut add = |statistic: &str, text: String| {
        facts.add(format!("funnel.{statistic}.{year}"), text, &funnel.lineage);
    };
    add("forces-shown", shown.to_string());
    add("forces-outside-95", funnel.outside_inner().to_string());
    add("forces-outside-998", funnel.outside_outer().to_string());
    add("expected-outside-95", wording::rounded(shown as f64 * 0.05));
    add("dispersion", wording::decimal(funnel.dispersion.phi, 1));
    add("forces-under-minimum", funnel.below_minimum.to_string());
    add("rate", wording::decimal(funnel.centre, 2));
    add("mid-year", funnel.year.mid_year().to_string());
    let chance = if funnel.beyond_chance {
        "by more than chance alone would explain"
    } else {
        "by no more than chance alone would explain"
    };
    add("beyond-chance", chance.to_owned());
    let left_out: Vec<&str> = funnel.left_out.iter().map(|force| force.name.as_str()).collect();
    add("forces-left-out", left_out.join(", "));
}
