//! The second edition, of `benches/national-scale`: its numbers against a second method on invented counts, some of which are missing.

use std::collections::BTreeMap;

use assess::national::registry::{Statistic, Value};
use assess::pipeline::{self, Order, Silent};
use assess::source::Project as Input;

use super::generated::{BREAKDOWNS, Counts, QUARTERS, YEARS};
use crate::project::{Project, repository};

/// The second edition laid over a project: its contract and statistics, and the data it names.
pub(crate) fn laid_over(project: &Project) {
    let folder = repository().join("benches/national-scale");
    let text = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap();
    project.write("data/contracts/force-quarters.toml", text("data/contracts/force-quarters.toml"));
    let append = |path: &str, more: &str| project.write(path, format!("{}\n{more}", project.text(path)));
    append("data/sources.toml", &text("data/sources.toml"));
    append("report/2027/statistics.toml", &text("report/2027/statistics.toml"));
    project.replace("report/2027/edition.toml", "[sources]\n", "[sources]\nforce-quarters = [\"force-quarters\"]\n");
    project.replace("report/2027/edition.toml", "minimum_rate_count = 20 ", "minimum_rate_count = 1 ");
    project.replace("report/2027/edition.toml", "minimum_rate_children = 10000", "minimum_rate_children = 1");
}

/// A number of the edition: its value and interval, by statistic, period and area.
type Numbers = BTreeMap<(String, String, String), (f64, Option<(f64, f64)>)>;

fn numbers(root: &std::path::Path) -> Numbers {
    let mut input = Input::open(root).unwrap();
    let prepared = pipeline::prepare(&mut input, Order::edition(2027), &mut Silent);
    let prepared = prepared.unwrap_or_else(|failure| panic!("{failure}"));
    let of = |statistic: &Statistic| {
        let value = match &statistic.value {
            Value::Count(count) => *count as f64,
            Value::Number(number) => *number,
            Value::Absent(_) => return None,
        };
        let key = (statistic.id.clone(), statistic.period.slug(), statistic.area.name.clone());
        let interval = statistic.interval.and_then(|limits| Some((limits.lower, limits.upper?)));
        Some((key, (value, interval)))
    };
    prepared.statistics.iter().filter(|statistic| statistic.id.starts_with("scale.")).filter_map(of).collect()
}

fn byar(count: f64) -> (f64, f64) {
    let z = 1.959_963_984_540_054;
    let cube = |base: f64, sign: f64| base * (1.0 - 1.0 / (9.0 * base) + sign * z / (3.0 * base.sqrt())).powi(3);
    (cube(count, -1.0), cube(count + 1.0, 1.0))
}

fn wilson(part: f64, whole: f64) -> (f64, f64, f64) {
    let z = 1.959_963_984_540_054_f64;
    let (share, below) = (part / whole, 1.0 + z * z / whole);
    let middle = (share + z * z / (2.0 * whole)) / below;
    let half = z * (share * (1.0 - share) / whole + z * z / (4.0 * whole * whole)).sqrt() / below;
    (share, middle - half, middle + half)
}

/// The interpolated quantile of the Poisson distribution, by adding its terms one by one.
fn poisson_limit(mean: f64, p: f64) -> f64 {
    let (mut count, mut term, mut sum) = (0.0_f64, -mean, 0.0_f64);
    loop {
        sum += term.exp();
        if sum >= p {
            return (count - (sum - p) / term.exp()).max(0.0);
        }
        count += 1.0;
        term += mean.ln() - count.ln();
    }
}

#[test]
fn the_numbers_of_the_second_edition_are_those_of_a_second_method() {
    let counts = Counts::seeded(20);
    let project = Project::copy();
    laid_over(&project);
    let mut returns = Vec::new();
    counts.returns(3, &mut returns).unwrap();
    project.write("data/scale/returns.csv", returns);
    project.write("data/public/child_population.csv", counts.population());
    let found = numbers(project.root());
    let mut held = 0;
    let mut is = |id: &str, period: &str, area: &str, value: f64, interval: Option<(f64, f64)>| {
        let key = (id.to_owned(), period.to_owned(), area.to_owned());
        let (number, limits) = found.get(&key).unwrap_or_else(|| panic!("{key:?} is not there"));
        let close = |one: f64, other: f64| (one - other).abs() <= 1e-9 * other.abs().max(1.0);
        assert!(close(*number, value), "{key:?}: {number} and not {value}");
        if let Some((lower, upper)) = interval {
            let (low, high) = limits.unwrap_or_else(|| panic!("{key:?} has no interval"));
            assert!(close(low, lower) && close(high, upper), "{key:?}: {low} to {high} and not {lower} to {upper}");
        }
        held += 1;
    };
    let nation = "England and Wales";
    let all = 0..counts.forces.len();
    let of_year = |force: usize, year: usize| (4 * year..4 * year + 4).map(move |at| (at, force));
    let year = |force: usize, year: usize| -> (i64, i64) {
        let held: Vec<i64> = of_year(force, year).filter_map(|(quarter, force)| counts.total(force, quarter)).collect();
        (held.iter().sum(), held.len() as i64)
    };
    let matched: Vec<usize> =
        all.clone().filter(|force| (0..QUARTERS).all(|quarter| counts.total(*force, quarter).is_some())).collect();
    assert!((10..40).contains(&matched.len()), "{}", matched.len());
    let children = |force: usize, at: usize| (counts.children[force] + (YEARS.start + at) as i64) as f64;
    for at in 0..YEARS.len() {
        let period = format!("{}-{:02}", YEARS.start + at, (YEARS.start + at + 1) % 100);
        let of = |forces: &mut dyn Iterator<Item = usize>| {
            forces.fold((0.0, 0.0, 0.0), |(offences, quarters, exposed), force| {
                let (count, reported) = year(force, at);
                let exposure = children(force, at) * reported as f64 / 4.0;
                (offences + count as f64, quarters + reported as f64, exposed + exposure)
            })
        };
        let rate = |count: f64, exposed: f64| {
            let (lower, upper) = byar(count);
            (1e4 * count / exposed, Some((1e4 * lower / exposed, 1e4 * upper / exposed)))
        };
        let (offences, quarters, exposed) = of(&mut all.clone());
        is("scale.count", &period, nation, offences, None);
        is("scale.quarters", &period, nation, quarters, None);
        let (value, interval) = rate(offences, exposed);
        is("scale.rate", &period, nation, value, interval);
        let (offences, _, exposed) = of(&mut matched.iter().copied());
        is("scale.matched", &period, nation, offences, None);
        let (value, interval) = rate(offences, exposed);
        is("scale.matched-rate", &period, nation, value, interval);
        for (number, category) in BREAKDOWNS[1].1.iter().enumerate() {
            let unmarked = |number: usize| -> i64 {
                let held = all.clone().flat_map(|force| of_year(force, at));
                let held = held.filter(|(quarter, force)| counts.total(*force, *quarter).is_some());
                let held = held.filter(|(quarter, force)| (*force, *quarter, number) != counts.hidden);
                held.map(|(quarter, force)| counts.parts[force][quarter][1][number]).sum()
            };
            let whole: i64 = (0..6).map(unmarked).sum();
            let (share, lower, upper) = wilson(unmarked(number) as f64, whole as f64);
            let slug = category.replace(" - ", "-").replace(' ', "-");
            is(&format!("scale.part.outcome.{slug}"), &period, nation, unmarked(number) as f64, None);
            let interval = Some((100.0 * lower, 100.0 * upper));
            is(&format!("scale.share.outcome.{slug}"), &period, nation, 100.0 * share, interval);
        }
    }
    let last = YEARS.len() - 1;
    let exposed = |force: usize| children(force, last) * year(force, last).1 as f64 / 4.0;
    let (offences, exposure) =
        all.clone().fold((0.0, 0.0), |sum, force| (sum.0 + year(force, last).0 as f64, sum.1 + exposed(force)));
    for (force, name) in [(0, "Metropolitan"), (1, "Cumbria"), (39, "North Wales")] {
        let here = exposed(force);
        for (id, tail) in [("scale.funnel-inner", 0.025), ("scale.funnel-outer", 0.001)] {
            let limit = |p: f64| 1e4 * poisson_limit(offences / exposure * here, p) / here;
            let limits = Some((limit(tail), limit(1.0 - tail)));
            is(id, "2024-25", name, 1e4 * offences / exposure, limits);
        }
    }
    let points: Vec<f64> = (0..QUARTERS)
        .map(|quarter| matched.iter().filter_map(|force| counts.total(*force, quarter)).sum::<i64>() as f64)
        .collect();
    let centre = points.iter().sum::<f64>() / QUARTERS as f64;
    let moved = points.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>() / (QUARTERS - 1) as f64;
    let limits = ((centre - 2.66 * moved).max(0.0), centre + 2.66 * moved);
    is("scale.chart", "2019-20.2024-25", nation, centre, Some(limits));
    assert!(held > 100, "only {held} numbers were held against the second method");
}

/// Prints the numbers of the edition of a project, to the last digit.
#[test]
#[ignore = "needs SCALE_PROJECT, a project over which the second edition is laid"]
fn numbers_of_a_project() {
    let root = std::env::var("SCALE_PROJECT").unwrap();
    for ((id, period, area), (value, interval)) in numbers(root.as_ref()) {
        let limits = interval.map_or_else(String::new, |(lower, upper)| format!("{lower:?}\t{upper:?}"));
        println!("{id}\t{period}\t{area}\t{value:?}\t{limits}");
    }
}
