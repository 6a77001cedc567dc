//! Recorded offences by quarter: the level and limits of their variation, what is a signal, and the year that runs beside the same
//! months of the year before.

use super::Subject;
use super::recorded::home_office;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, absent, number, text};
use crate::disclosure::Picture;
use crate::lineage::Lineage;
use crate::national::picture::Recorded;
use crate::national::quarterly::{QuarterCount, Quarterly, ToDate};
use crate::wording::{self, Cell, format, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    for recorded in picture.recorded.iter() {
        let name = &recorded.national.measure;
        let mut add = |id: &str, text: String| facts.add(format!("{name}.{id}"), text, &recorded.national.lineage);
        let to_date = recorded.quarterly.as_ref().and_then(|quarterly| quarterly.to_date.as_ref());
        add("to-date-said", to_date.map_or_else(not_compared, to_date_said));
        let Some(quarterly) = &recorded.quarterly else { continue };
        let quarter = |one: Option<&QuarterCount>| one.map(|one| phrases::months(one.quarter));
        add("quarters-first", quarter(quarterly.quarters.first()).unwrap_or_default());
        add("quarters-last", quarter(quarterly.quarters.last()).unwrap_or_default());
        add("quarters-centre", wording::rounded(quarterly.limits.centre));
        add("quarters-signals", quarterly.signals().count().to_string());
        add("quarters-said", quarters_said(quarterly));
        add("quarters-message", message(quarterly).to_owned());
        add("dispersion-over-time", wording::decimal(quarterly.over_time.widening.phi(), 1));
    }
}

fn not_compared() -> String {
    "The same months of the year before are not held, so the number is compared with none".to_owned()
}

/// The year that runs beside the year before, in sentences without the last full stop.
fn to_date_said(to_date: &ToDate) -> String {
    let ToDate { earlier, before, now, change, of_one_force, .. } = to_date;
    let one = of_one_force.map_or_else(String::new, |added| {
        let (added, whole) = (wording::signed(added), wording::signed(now - before));
        format!(". One force alone accounts for {added} of the difference, {whole}")
    });
    format!(
        "In the same months of {earlier} there were {}. The number {}, at {} times that of the year before{one}",
        wording::count(*before),
        phrases::verdict(change),
        phrases::ratio(change)
    )
}

/// Level, limits and signals in sentences without the last full stop.
fn quarters_said(quarterly: &Quarterly) -> String {
    let limits = &quarterly.limits;
    let signals: Vec<String> = quarterly
        .signals()
        .map(|one| format!("{} ({})", phrases::months(one.quarter), phrases::rules(one.signals).join(", ")))
        .collect();
    let signals = match signals.as_slice() {
        [] => "No quarter meets a rule that marks a change of level".to_owned(),
        some => format!("A change of level is marked by {}", format::list(some)),
    };
    format!(
        "A quarter held {} offences on average. By how much neighbouring quarters differ, a count from {} to {} shows no change by itself. {signals}",
        wording::rounded(limits.centre),
        wording::rounded(limits.lower_for_counts()),
        wording::rounded(limits.upper)
    )
}

/// Headline of a control chart.
fn message(quarterly: &Quarterly) -> &'static str {
    match quarterly.signals().count() {
        0 => "Quarters vary around one level, and none is a signal of change",
        1 => "One quarter is a signal of change",
        _ => "Some quarters are signals of change",
    }
}

fn tables(picture: &Picture, facts: &Facts) -> Vec<DataTable> {
    let running: Vec<(&Recorded, &ToDate)> = picture
        .recorded
        .iter()
        .filter_map(|recorded| Some((recorded, recorded.quarterly.as_ref()?.to_date.as_ref()?)))
        .collect();
    let Some((_, first)) = running.first() else { return Vec::new() };
    let lineage = running.iter().fold(Lineage::default(), |all, (one, _)| all.and(&one.national.lineage));
    let row = |(recorded, to_date): &(&Recorded, &ToDate)| {
        let measure = picture.measures.get(&recorded.national.measure);
        let upper = to_date.change.interval.upper;
        vec![
            Cell::words(measure.map_or(&recorded.national.measure, |measure| &measure.short)),
            Cell::count(to_date.before),
            Cell::count(to_date.now),
            to_date.change.ratio.map_or_else(absent, |ratio| Cell::decimal(ratio, 2)),
            Cell::decimal(to_date.change.interval.lower, 2),
            upper.map_or_else(absent, |upper| Cell::decimal(upper, 2)),
            Cell::words(wording::capitalised(to_date.change.direction.word())),
        ]
    };
    vec![DataTable {
        id: "recorded-to-date",
        title: format!("{} of {} beside the same months of {}", phrases::months_to_date(first.quarters), first.later, first.earlier),
        subtitle: format!("Offences recorded, {}, and their ratio with its 95% interval", wording::ENGLAND_AND_WALES),
        columns: vec![
            text("Offence", 5),
            number(first.earlier.to_string(), "offences", 2),
            number(first.later.to_string(), "offences", 2),
            number("Ratio", "ratio", 2),
            number("Lower limit", "ratio", 2),
            number("Upper limit", "ratio", 2),
            text("The number", 4),
        ],
        rows: running.iter().map(row).collect(),
        source: home_office(facts),
        notes: vec![
            "Provisional. The interval allows for how much quarters vary over time and forces between them, whichever is more."
                .to_owned(),
        ],
        lineage,
    }]
}
