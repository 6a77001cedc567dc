//! Forces around the national rate of a recorded offence.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::disclosure::Picture;
use crate::national::funnel::Funnel;
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
    let (chance_inner, chance_outer) = funnel.outside_chance();
    add("forces-outside-95-by-chance", chance_inner.to_string());
    add("forces-outside-998-by-chance", chance_outer.to_string());
    add("said", said(funnel));
    add("expected-outside-95", wording::rounded(shown as f64 * 0.05));
    add("dispersion", wording::decimal(funnel.dispersion.phi, 1));
    add("forces-under-minimum", funnel.below_minimum.to_string());
    add("rate", wording::decimal(funnel.centre, 2));
    let span = |from: String, to: String| if funnel.first == funnel.year { to } else { format!("{from} to {to}") };
    add("years", span(funnel.first.to_string(), funnel.year.to_string()));
    add("mid-years", span(funnel.first.mid_year().to_string(), funnel.year.mid_year().to_string()));
    let chance = if funnel.beyond_chance {
        "by more than chance alone would explain"
    } else {
        "by no more than chance alone would explain"
    };
    add("beyond-chance", chance.to_owned());
    let left_out: Vec<&str> = funnel.left_out.iter().map(|force| force.name.as_str()).collect();
    add("forces-left-out", left_out.join(", "));
}

/// How many forces lie outside which limits, in sentences without the last full stop.
fn said(funnel: &Funnel) -> String {
    let shown = funnel.forces.len();
    let (chance_inner, chance_outer) = funnel.outside_chance();
    let expected = wording::rounded(shown as f64 * 0.05);
    let outside = |number: usize| if number == 0 { "none".to_owned() } else { number.to_string() };
    format!(
        "Limits of chance alone would leave {} of {shown} forces outside at 95% and {} at 99.8%, where chance would put about \
         {expected} and none. To lie outside them marks nobody: crimes come in groups, and forces record differently. The limits \
         drawn allow for that spread. Outside them at 95% {} of {shown} forces, and at 99.8% {}",
        outside(chance_inner),
        outside(chance_outer),
        match funnel.outside_inner() {
            0 => "lies none".to_owned(),
            1 => "lies 1".to_owned(),
            many => format!("lie {many}"),
        },
        outside(funnel.outside_outer()),
    )
}
