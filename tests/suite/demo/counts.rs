//! The counts: totals, parts and ceilings.

use std::collections::{BTreeMap, BTreeSet};

use super::{GROUP, Line, PARENT, PERIODS, assert_within, force_period, forces, of, sums, table, value, years};

#[test]
fn every_force_and_year_is_in_the_parent_and_in_cocad() {
    let (parent, group) = (table(PARENT), table(GROUP));
    let codes: BTreeSet<String> = forces().into_iter().map(|force| force.code).collect();
    assert_eq!(codes.len(), 44);
    for lines in [of(&parent, "csae_crimes", "total"), of(&group, "group_based_csae_crimes", "total")] {
        assert_eq!(lines.len(), 44 * 5 * 5);
        assert!(lines.iter().all(|line| value(line).is_some()));
        let seen: BTreeSet<String> = lines.iter().map(|line| line["force_code"].clone()).collect();
        assert_eq!(seen, codes);
    }
}

#[test]
fn national_totals_follow_the_published_figures() {
    let (parent, group) = (table(PARENT), table(GROUP));
    let by_period = |lines: &[&Line]| sums(&years(lines), |line| line["period"].clone());
    let parents = by_period(&of(&parent, "csae_crimes", "total"));
    let groups = by_period(&of(&group, "group_based_csae_crimes", "total"));
    let chapter = by_period(&of(&group, "group_based_cse_crimes", "total"));
    for (year, period) in PERIODS.iter().enumerate() {
        let planned = 105_000.0 + 5_000.0 * year as f64;
        assert_within("parent", parents[*period] as f64, planned * 0.97, planned * 1.03);
        let planned = 3_900.0 * libm::pow(1.05, year as f64);
        assert_within("group-based", groups[*period] as f64, planned * 0.94, planned * 1.06);
        assert_within("chapter's measure", chapter[*period] as f64, 650.0, 950.0);
        let share = 100.0 * groups[*period] as f64 / parents[*period] as f64;
        assert_within("group-based share", share, 3.4, 4.1);
    }
}

#[test]
fn contexts_sum_to_the_total_and_have_the_published_shares() {
    let group = table(GROUP);
    let totals = years(&of(&group, "group_based_csae_crimes", "total"));
    let contexts = of(&group, "group_based_csae_crimes", "context");
    assert_eq!(sums(&contexts, force_period), sums(&totals, force_period));
    let national = sums(&contexts, |line| (line["period"].clone(), line["category"].clone()));
    let all = sums(&totals, |line| line["period"].clone());
    for period in PERIODS {
        let share = |category: &str| {
            let count = national[&(period.to_owned(), category.to_owned())];
            100.0 * count as f64 / all[period] as f64
        };
        assert_within("cse", share("cse"), 15.0, 19.0);
        assert_within("familial", share("familial"), 24.0, 28.0);
    }
}

#[test]
fn quarters_sum_to_the_year() {
    for lines in [table(GROUP), table(PARENT)] {
        let mut blocks: BTreeMap<_, Vec<&Line>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line["dimension"] == "total") {
            blocks.entry((force_period(line), line["measure"].clone())).or_default().push(line);
        }
        for (key, block) in blocks {
            assert_eq!(block.len(), 5, "{key:?}");
            let quarters = block.iter().filter(|line| line["quarter"] != "year");
            let summed: Option<u64> = quarters.map(|line| value(line)).sum();
            assert_eq!(summed, value(years(&block)[0]), "{key:?}");
        }
    }
}

#[test]
fn no_count_exceeds_its_parent() {
    let (parent, group) = (table(PARENT), table(GROUP));
    let key = |line: &Line| (force_period(line), line["quarter"].clone());
    let ceilings = sums(&of(&parent, "csae_crimes", "total"), key);
    for measure in ["group_based_csae_crimes", "group_based_cse_crimes"] {
        for line in of(&group, measure, "total") {
            assert!(value(line).unwrap_or_default() <= ceilings[&key(line)], "{line:?}");
        }
    }
}

#[test]
fn suspects_agree_over_the_breakdowns_and_have_the_published_shares() {
    let group = table(GROUP);
    let dimension = |name| of(&group, "group_based_cse_suspects", name);
    let ethnicity = dimension("suspect_ethnicity");
    let (age, sex) = (dimension("suspect_age_band"), dimension("suspect_sex"));
    assert_eq!(sums(&ethnicity, force_period), sums(&age, force_period));
    assert_eq!(sums(&ethnicity, force_period), sums(&sex, force_period));
    let by_category = |lines: &[&Line]| sums(lines, |line| line["category"].clone());
    let known = |parts: &BTreeMap<String, u64>| {
        let all: u64 = parts.values().sum();
        (all, (all - parts["not_recorded"]) as f64)
    };

    let parts = by_category(&ethnicity);
    assert_eq!(parts.len(), 6);
    let (all, recorded) = known(&parts);
    assert_within("ethnicity known", 100.0 * recorded / all as f64, 29.0, 38.0);
    for (category, published) in [("white", 83.0), ("asian", 7.0), ("black", 5.0), ("mixed", 3.0)] {
        let share = 100.0 * parts[category] as f64 / recorded;
        assert_within(category, share, published - 3.0, published + 3.0);
    }
    let parts = by_category(&age);
    let (_, recorded) = known(&parts);
    assert_within("under 18", 100.0 * parts["under_18"] as f64 / recorded, 45.0, 51.0);
    let parts = by_category(&sex);
    let (_, recorded) = known(&parts);
    assert_within("male", 100.0 * parts["male"] as f64 / recorded, 79.0, 85.0);
}
