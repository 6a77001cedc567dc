//! The registry of statistics: its numbers against published totals, sums made here from the files, and values worked by
//! another method; its facts and its table.

mod asked;
mod refused;

use std::collections::BTreeMap;
use std::fs;

use assess::national::registry::{Absence, Statistic, Value};
use assess::pipeline::Prepared;

use crate::numbers::{OFFENCE_71, prepared};
use crate::project::{built, repository};

pub(crate) type Line = BTreeMap<String, String>;

/// A file of the repository, by column.
pub(crate) fn table(path: &std::path::Path) -> Vec<Line> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(|line| line.unwrap()).collect()
}

/// Offence 71 of 2024/25 by force, put together from the quarters of the publisher's file; British Transport Police has no area.
pub(crate) fn offence_71_in_2024_25() -> BTreeMap<String, i64> {
    let data = repository().join("data");
    let forces = table(&data.join("reference/forces.csv"));
    let code = |name: &str| {
        let called = |force: &&Line| {
            ["force_name", "short_name"].iter().any(|column| force[*column] == name)
                || force["aliases"].split('|').any(|alias| alias == name)
        };
        forces.iter().find(called).unwrap_or_else(|| panic!("{name}"))["force_code"].clone()
    };
    let mut counts = BTreeMap::new();
    for line in table(&data.join("public/recorded_crime_force_quarter.csv")) {
        let wanted = line["Financial Year"] == "2024/25" && line["Offence Code"] == "71";
        if wanted && line["Force Name"] != "British Transport Police" {
            *counts.entry(code(&line["Force Name"])).or_default() += line["Number of Offences"].parse::<i64>().unwrap();
        }
    }
    assert_eq!(counts.len(), 43);
    counts
}

fn edition() -> &'static Prepared {
    prepared()
}

fn fact(id: &str) -> &'static str {
    &edition().facts.get(id).unwrap_or_else(|| panic!("no fact {id}")).text
}

/// The statistic of an entry at a period, in its only area.
fn statistic(id: &str, period: &str) -> &'static Statistic {
    let found = |statistic: &&Statistic| statistic.id == id && statistic.period.to_string() == period;
    edition().statistics.iter().find(found).unwrap_or_else(|| panic!("no {id} of {period}"))
}

pub(crate) fn number(statistic: &Statistic) -> f64 {
    match &statistic.value {
        Value::Count(count) => *count as f64,
        Value::Number(number) => *number,
        Value::Absent(absence) => panic!("{}: {absence:?}", statistic.id),
    }
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
}

fn limits(statistic: &Statistic) -> (f64, f64) {
    let limits = statistic.interval.unwrap();
    (limits.lower, limits.upper.unwrap())
}

#[test]
fn counts_are_the_published_ones_and_an_incomplete_year_has_none() {
    for (year, count) in OFFENCE_71 {
        assert_eq!(statistic("recorded.offence-71.count", year).value, Value::Count(count), "{year}");
    }
    let incomplete = &statistic("recorded.offence-71.count", "2025/26").value;
    let reason = "every force has only 3 quarters of 2025/26".to_owned();
    assert_eq!(*incomplete, Value::Absent(Absence::NotAvailable(reason)));
    // "All" and "last-complete" end with the last complete year.
    let rates = edition().statistics.iter().filter(|statistic| statistic.id == "recorded.offence-71.rate-england");
    let years: Vec<String> = rates.map(|statistic| statistic.period.to_string()).collect();
    assert_eq!(years, ["2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25"]);
}

/// Byar's limits for a count of 962, as far from it as its quarters vary more than chance, as worked in `numbers`.
#[test]
fn a_rate_has_the_interval_of_the_formula() {
    let rate = statistic("recorded.offence-71.rate", "2024/25");
    let per = 10_000.0 / 12_804_035.0;
    close(number(rate), 962.0 * per);
    assert!((limits(rate).0 - 834.701887 * per).abs() < 1e-8 && (limits(rate).1 - 1095.522097 * per).abs() < 1e-8);
    assert_eq!(fact("recorded.offence-71.rate.2024-25"), "0.75");
    assert_eq!(fact("recorded.offence-71.rate-interval.2024-25"), "0.65 to 0.86");
    // The statistics that the program has always computed are the same by this road.
    for (id, before) in [("rate-england", "rate"), ("rate-england-interval", "rate-interval")] {
        let before = fact(&format!("offence-71.{before}.2021-22.england"));
        assert_eq!(fact(&format!("recorded.offence-71.{id}.2021-22")), before);
    }
}

/// Regions from the files: offences and children by force, put together by the region of the force.
#[test]
fn regions_add_up_to_the_nation_and_have_their_own_rates() {
    let data = repository().join("data");
    let regions: BTreeMap<String, String> = table(&data.join("reference/forces.csv"))
        .into_iter()
        .map(|force| (force["force_code"].clone(), force["region"].clone()))
        .collect();
    let mut expected: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (force, offences) in offence_71_in_2024_25() {
        expected.entry(&regions[&force]).or_default().0 += offences;
    }
    for line in table(&data.join("public/child_population.csv")) {
        if line["mid_year"] == "2024" {
            expected.entry(&regions[&line["force_code"]]).or_default().1 += line["children"].parse::<i64>().unwrap();
        }
    }
    assert_eq!(expected["London"], (34, 1_916_086));
    let of = |id: &str| edition().statistics.iter().filter(|statistic| statistic.id == id).collect::<Vec<_>>();
    let (counts, rates) = (of("recorded.offence-71.count-region"), of("recorded.offence-71.rate-region"));
    assert_eq!((counts.len(), rates.len()), (10, 10));
    for (count, rate) in counts.iter().zip(rates) {
        let (offences, children) = expected[count.area.name.as_str()];
        assert_eq!(count.value, Value::Count(offences));
        close(number(rate), offences as f64 / children as f64 * 10_000.0);
    }
    assert_eq!(counts.iter().map(|count| number(count)).sum::<f64>(), 962.0);
    assert_eq!(fact("recorded.offence-71.count-region.2024-25.yorkshire-and-the-humber"), "160");
}

/// By Newton's method on both coefficients in another program (the fit here brackets one), with Student's t of 2.446912 on
/// six and 2.776445 on four degrees of freedom.
#[test]
fn average_change_is_that_of_another_method() {
    let found = statistic("recorded.offence-71.average-change", "2017/18 to 2024/25");
    close(number(found), 0.18329648246240068);
    let (lower, upper) = limits(found);
    assert!((lower + 2.8674675663489864).abs() < 1e-8 && (upper - 3.3298797284915436).abs() < 1e-8);
    let rate = statistic("recorded.offence-71.average-change-england", "2019/20 to 2024/25");
    close(number(rate), -1.446992515819138);
    assert!((limits(rate).0 + 7.5488250548373745).abs() < 1e-8, "{:?}", limits(rate));
    assert_eq!(fact("recorded.offence-71.average-change-per-year.2017-18.2024-25"), "+0.2% a year");
    assert_eq!(fact("recorded.offence-71.average-change-england-interval.2019-20.2024-25"), "−7.5% to 5.1%");
    assert_eq!(fact("recorded.offence-71.average-change-direction.2017-18.2024-25"), "showed no clear change");
    assert_eq!(fact("recorded.offence-71.average-change-forces.2017-18.2024-25"), "43 of 43");
}

/// By hand on 1056, 949, 990, 1029, 1132, 1163, 988, 962: fourteen pairs rise and fourteen fall, so S = 0 and p = 1. Of the
/// 28 slopes the middle two are −0.5 and 2.1667, whose mean is 0.8333; with a variance of 8 · 7 · 21 / 18 the limits
/// are the sixth and the twenty-third, −33 and 53.5.
#[test]
fn a_monotone_trend_is_that_worked_by_hand() {
    let counts: Vec<f64> = OFFENCE_71[5..].iter().map(|(_, count)| *count as f64).collect();
    let mut slopes = Vec::new();
    for (at, earlier) in counts.iter().enumerate() {
        slopes.extend(counts.iter().enumerate().skip(at + 1).map(|(to, later)| (later - earlier) / (to - at) as f64));
    }
    slopes.sort_by(f64::total_cmp);
    assert_eq!(slopes.iter().filter(|slope| **slope > 0.0).count(), 14);
    let found = statistic("recorded.offence-71.trend", "2017/18 to 2024/25");
    close(number(found), (slopes[13] + slopes[14]) / 2.0);
    assert_eq!(limits(found), (slopes[5], slopes[22]));
    assert_eq!(limits(found), (-33.0, 53.5));
    assert_eq!(found.detail.probability, Some(1.0));
    assert_eq!(fact("recorded.offence-71.trend-per-year.2017-18.2024-25"), "+0.8 offences a year");
    assert_eq!(fact("recorded.offence-71.trend-direction.2017-18.2024-25"), "showed no clear change");
}

#[test]
fn changes_are_those_of_the_picture_and_none_crosses_the_break() {
    for (code, id) in [("71", "recorded.offence-71.change"), ("88A", "recorded.offence-88a.change")] {
        let changes = &edition().picture.offence(code).unwrap().changes;
        assert!(changes.len() >= 11);
        for change in changes {
            let found = statistic(id, &format!("{} to {}", change.earlier, change.later));
            assert_eq!(Some(number(found)), change.change.ratio);
            assert_eq!(limits(found), (change.change.interval.lower, change.change.interval.upper.unwrap()));
            assert_eq!(found.detail.direction, Some(change.change.direction));
        }
    }
    let across = statistic("recorded.offence-88a.change", "2016/17 to 2017/18");
    assert!(matches!(&across.value, Value::Absent(Absence::Break(reason)) if reason.contains("April 2017")));
    assert_eq!(fact("recorded.offence-88a.change.2016-17.2017-18"), "[b]");
}

fn returns(file: &str) -> Vec<Line> {
    table(&repository().join("data/demo").join(file))
}

/// Sum of a measure's totals over all forces, for one part of one year.
fn part(lines: &[Line], measure: &str, year: &str, quarter: &str) -> i64 {
    let wanted = |line: &&Line| {
        line["measure"] == measure
            && line["dimension"] == "total"
            && line["period"] == year
            && line["quarter"] == quarter
    };
    lines.iter().filter(wanted).map(|line| line["value"].parse::<i64>().unwrap()).sum()
}

#[test]
fn calendar_years_are_their_four_quarters() {
    for (file, measure, id) in [
        ("adr_parent.csv", "csae_crimes", "returns.csae.calendar"),
        ("adr_group_based.csv", "group_based_csae_crimes", "returns.group-based-csae.calendar"),
    ] {
        let lines = returns(file);
        let expected: i64 = [("2023/24", "Q4"), ("2024/25", "Q1"), ("2024/25", "Q2"), ("2024/25", "Q3")]
            .iter()
            .map(|(year, quarter)| part(&lines, measure, year, quarter))
            .sum();
        assert_eq!(statistic(id, "2024").value, Value::Count(expected));
        // Four calendar years are five financial years less the quarters at both ends.
        let years = ["2021/22", "2022/23", "2023/24", "2024/25", "2025/26"];
        let all: i64 = years.iter().map(|year| part(&lines, measure, year, "year")).sum();
        let first: i64 = ["Q1", "Q2", "Q3"].iter().map(|quarter| part(&lines, measure, "2021/22", quarter)).sum();
        let last = part(&lines, measure, "2025/26", "Q4");
        let calendar: f64 = ["2022", "2023", "2024", "2025"].iter().map(|year| number(statistic(id, year))).sum();
        assert_eq!(calendar as i64, all - first - last);
    }
    // Not every force counted the agreed definition, so its calendar years are not known, and the reason names a force, by its
    // made-up name.
    let absent = statistic("returns.group-based-cse.calendar", "2025");
    let Value::Absent(Absence::NotAvailable(reason)) = &absent.value else { panic!("{:?}", absent.value) };
    assert!(reason.starts_with("Force 03 has no count for Q4 of 2024/25; also without"), "{reason}");
    let share = statistic("returns.group-based-csae.share", "2024");
    let parts = ["returns.group-based-csae.calendar", "returns.csae.calendar"].map(|id| number(statistic(id, "2024")));
    close(number(share), 100.0 * parts[0] / parts[1]);
}

/// Shares from the file: suspects of the forces that counted the agreed definition.
#[test]
fn shares_of_suspects_are_bounded_by_what_is_not_recorded() {
    let lines = returns("adr_group_based.csv");
    let sum = |dimension: &str, category: &str| -> f64 {
        let wanted = |line: &&Line| {
            line["definition"] == "iicsa-organised-network"
                && line["period"] == "2025/26"
                && line["dimension"] == dimension
                && (category == "all" || line["category"] == category)
        };
        lines.iter().filter(wanted).filter_map(|line| line["value"].parse::<f64>().ok()).sum()
    };
    for (id, dimension, category, shown) in [
        ("returns.suspects.ethnicity.white", "suspect_ethnicity", "white", false),
        ("returns.suspects.age.under-18", "suspect_age_band", "under_18", true),
        ("returns.suspects.sex.male", "suspect_sex", "male", true),
    ] {
        let found = statistic(id, "2025/26");
        let (count, unknown, all) = (sum(dimension, category), sum(dimension, "not_recorded"), sum(dimension, "all"));
        close(limits(found).0, 100.0 * count / all);
        close(limits(found).1, 100.0 * (count + unknown) / all);
        close(found.detail.coverage.unwrap(), (all - unknown) / all);
        match &found.value {
            Value::Number(share) if shown => close(*share, 100.0 * count / (all - unknown)),
            Value::Absent(Absence::CannotSay(_)) if !shown => {}
            other => panic!("{id}: {other:?}"),
        }
    }
    assert_eq!(fact("returns.suspects.ethnicity.white.2025-26"), "[x]");
    assert_eq!(fact("returns.suspects.ethnicity.white-coverage.2025-26"), "33%");
    assert_eq!(fact("returns.suspects.ethnicity.white-forces.2025-26"), "39 of 44");
    assert!(fact("returns.suspects.ethnicity.white-reason.2025-26").contains("the data do not support a figure"));
}

/// Mean, and 2.66 times the mean moving range, of the quarters as summed here from the file.
#[test]
fn the_chart_of_quarters_has_the_limits_of_the_formula() {
    let lines = returns("adr_group_based.csv");
    let mut values = Vec::new();
    for year in ["2021/22", "2022/23", "2023/24", "2024/25", "2025/26"] {
        for quarter in ["Q1", "Q2", "Q3", "Q4"] {
            values.push(part(&lines, "group_based_csae_crimes", year, quarter) as f64);
        }
    }
    let mean = values.iter().sum::<f64>() / 20.0;
    let range = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>() / 19.0;
    let id = "returns.group-based-csae.quarters";
    let chart = statistic(id, "2021/22 to 2025/26");
    close(number(chart), mean);
    close(limits(chart).0, mean - 2.66 * range);
    close(limits(chart).1, mean + 2.66 * range);
    let outside = values.iter().filter(|value| (*value - mean).abs() > 2.66 * range).count();
    assert!(chart.detail.signals.as_ref().unwrap().len() >= outside);
    assert!(!chart.detail.provisional);
    for (quarter, value) in ["2021/22 Q1", "2021/22 Q2"].iter().zip(&values) {
        assert_eq!(statistic(id, quarter).value, Value::Count(*value as i64));
    }
}

/// Ends of the range on each rung as a second program has them from the committed files; of the last, which rests on a ratio, an
/// OFFICIAL release prints the next twenty.
#[test]
fn the_numbers_of_the_picture_stand_in_the_registry() {
    for (year, lower, group, outside) in [("2024/25", 900.0, 1_628.0, 1_338.0), ("2025/26", 884.0, 1_204.0, 1_071.0)] {
        assert_eq!(limits(statistic("returns.group-based-cse.rung.group-based", year)), (lower, group));
        let outside_families = statistic("returns.group-based-cse.rung.outside-family-and-institution", year);
        assert_eq!(limits(outside_families), (lower, outside));
    }
    let [group, ratio] = ["group-based", "like-adopters"]
        .map(|rung| statistic(&format!("returns.group-based-cse.rung.{rung}"), "2025/26"));
    let (held, tested) = group.detail.forces.unwrap();
    assert!(held == tested && tested >= 39);
    assert_eq!(limits(ratio), (884.0, 933.0));
    let unused = statistic("returns.group-based-cse.rung.like-adopters", "2021/22");
    assert!(matches!(&unused.value, Value::Absent(Absence::CannotSay(reason)) if reason.ends_with("it is not used")));

    let picture = &edition().picture;
    for year in &picture.agreed.years {
        let period = year.year.to_string();
        let found = statistic("returns.group-based-cse.estimate", &period);
        let Some(expected) = year.outcome.value().estimate() else {
            assert!(matches!(found.value, Value::Absent(_)), "{period}");
            continue;
        };
        assert_eq!(number(found), expected.total);
        assert_eq!(limits(found), (expected.interval.lower, expected.interval.upper));
        for percent in [20, 100] {
            let id = format!("returns.group-based-cse.estimate-if-{percent}-percent-more");
            let (_, total) = year.if_imputed_differ.value().iter().find(|(by, _)| *by == percent).unwrap();
            assert_eq!(number(statistic(&id, &period)), *total);
        }
    }
    for point in &picture.index.points {
        let found = statistic("returns.group-based-cse.index", &point.year.to_string());
        assert_eq!(number(found), *point.index.as_ref().unwrap().value());
    }

    // As the text and the chart print them, and no finer.
    let lines = table(&built().join("statistics.official.embargoed.csv"));
    let line = |id: &str| {
        let wanted =
            |line: &&Line| line["id"] == format!("returns.group-based-cse.{id}") && line["period"] == "2025/26";
        lines.iter().find(wanted).unwrap()
    };
    let shown = |id: &str| ["value", "lower", "upper"].map(|column| line(id)[column].clone());
    assert_eq!(shown("rung.like-adopters"), ["", "884", "960"]);
    assert_eq!(shown("estimate"), ["900", "880", "950"]);
    let said = fact("group-based-cse.estimate-or-absence.2025-26");
    assert!(said.contains("An estimate of 900 [e] (95% interval 880 to 950)"), "{said}");
    for (percent, words) in [(20, "a fifth more than the model says, it would still be"), (100, "if twice as much,")] {
        let value = &line(&format!("estimate-if-{percent}-percent-more"))["value"];
        assert!(said.contains(&format!("{words} {value}")), "{said}");
    }
    assert_eq!(format!("{}{}", line("index")["value"], line("index")["marker"]), fact("group-based-cse.index.2025-26"));
}

#[test]
fn the_table_of_a_release_holds_every_statistic_and_says_what_is_synthetic() {
    let text = fs::read_to_string(built().join("statistics.official.embargoed.csv")).unwrap();
    let head =
        "id,title,measure,definition,breakdown,category,area,period,value,lower,upper,unit,method,marker,data_status";
    assert!(text.starts_with(head), "{}", text.lines().next().unwrap());
    let lines = table(&built().join("statistics.official.embargoed.csv"));
    assert_eq!(lines.len(), edition().statistics.len());
    for line in &lines {
        let recorded = line["measure"].starts_with("offence-");
        assert_eq!(line["data_status"], if recorded { "real" } else { "synthetic" }, "{line:?}");
        // No count of the returns below national level, whatever is asked for.
        assert!(recorded || line["area"] == "England and Wales", "{line:?}");
        assert_eq!(line["value"].is_empty(), !line["marker"].is_empty(), "{line:?}");
        assert_eq!(line["reason"].is_empty(), line["marker"].is_empty(), "{line:?}");
    }
    let white = lines.iter().find(|line| line["category"] == "white" && line["period"] == "2025/26").unwrap();
    assert_eq!((white["value"].as_str(), white["lower"].as_str(), white["upper"].as_str()), ("", "27", "94"));
    let fell = lines.iter().find(|line| line["id"] == "recorded.offence-71.average-change-england").unwrap();
    assert_eq!((fell["value"].as_str(), fell["lower"].as_str()), ("-1.4", "-7.5"));
}
