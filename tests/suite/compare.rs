//! Two releases or editions held against each other.

use std::collections::{BTreeMap, BTreeSet};

use assess::edition::Marking;
use assess::figure::Table;
use assess::pipeline::Order;
use assess::pipeline::compared::{Edition, steps};
use assess::publish::comparison::{Cause, Comparison, Key, Row, Side, Step, Steps, compared, statistics};
use assess::source::Project as Source;
use serde_json::Value;

use crate::project::{Project, assess, said, succeed};

const QUARTERS: &str = "data/public/recorded_crime_force_quarter.csv";

/// A number as a comparison prints it, in units of its last decimal.
fn units(text: &str, decimals: usize) -> i64 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{}{rest:0<decimals$}", whole.replace(['+', '−'], ""));
    let units: i64 = digits.parse().unwrap();
    if text.starts_with('−') { -units } else { units }
}

/// The parts of every statistic sum to its change; how many have parts.
pub(crate) fn parts_sum(comparison: &Comparison) -> usize {
    let with_parts = comparison.statistics.iter().filter(|one| !one.parts.is_empty());
    with_parts
        .inspect(|one| {
            let decimals = |text: &str| text.split_once('.').map_or(0, |(_, rest)| rest.len());
            let change = one.change.as_ref().unwrap();
            let most = one.parts.iter().map(|part| decimals(&part.change)).max().unwrap().max(decimals(change));
            let sum: i64 = one.parts.iter().map(|part| units(&part.change, most)).sum();
            assert_eq!(sum, units(change, most), "{one:?}");
        })
        .count()
}

pub(crate) fn sides(old: &Project, new: &Project, marking: Marking) -> (Side, Side, Steps) {
    let (mut old, mut new) = (Source::open(old.root()).unwrap(), Source::open(new.root()).unwrap());
    let order = Order { marking: Some(marking), ..Order::edition(2027) };
    steps(
        Edition { name: "old".to_owned(), project: &mut old, order },
        Edition { name: "new".to_owned(), project: &mut new, order },
    )
    .unwrap()
}

/// An edition in which a public count was revised, one return withdrawn and another set aside, another policy applied and a sentence
/// written.
fn revised() -> Project {
    let project = Project::brief();
    project.replace(
        QUARTERS,
        "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,9",
        "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,10",
    );
    project.replace("data/public/recorded_crime_national.csv", "2024/25,71,962,4", "2024/25,71,963,4");
    for file in ["data/demo/adr_group_based.csv", "data/demo/adr_parent.csv"] {
        let text = project.text(file);
        let kept = text.lines().filter(|line| !line.starts_with("E23000032,2025/26,"));
        project.write(file, kept.map(|line| format!("{line}\n")).collect::<String>());
    }
    let aside = |contract: &str| {
        format!(
            "[[set-aside]]\nforce = \"E23000031\"\ncontract = \"{contract}\"\nperiod = \"2025/26\"\nreason = \"Quarters were cumulated; the force was told.\"\n\n"
        )
    };
    let both = format!("{}{}[periods]", aside("adr-group-based"), aside("adr-csae-parent"));
    project.replace("report/2027/edition.toml", "[periods]", &both);
    project.replace("report/2027/sections/brief.typ", "forces were asked", "police forces were asked");
    project
}

#[test]
fn what_made_a_number_another_is_told_in_parts_that_sum_to_the_whole() {
    let (before, after) = (Project::brief(), revised());
    let (old, new, between) = sides(&before, &after, Marking::OfficialSensitive);
    let causes: Vec<&[Cause]> = between.steps.iter().map(|step| step.causes.as_slice()).collect();
    assert!(causes.contains(&[Cause::DataRevised].as_slice()), "{causes:?}");
    assert!(causes.iter().any(|causes| causes.contains(&Cause::ReturnWithdrawn)), "{causes:?}");
    assert!(causes.iter().any(|causes| causes.contains(&Cause::ReturnSetAside)), "{causes:?}");
    let open = compared(&old, &new, Some(&between));
    assert!(parts_sum(&open) > 5, "{:?}", open.statistics.len());
    let of = |comparison: &Comparison, id: &str, period: &str| {
        let found = comparison.statistics.iter().find(|one| one.key.id == id && one.key.period == period);
        found.cloned().unwrap_or_else(|| panic!("{id} of {period} did not change"))
    };
    let count = of(&open, "recorded.offence-71.count", "2024/25");
    assert_eq!((count.old.as_str(), count.new.as_str(), count.change.as_deref()), ("962", "963", Some("+1")));
    assert_eq!(count.parts.len(), 1);
    assert_eq!(
        (count.parts[0].causes.as_slice(), count.parts[0].change.as_str()),
        ([Cause::DataRevised].as_slice(), "+1")
    );
    // Two returns fewer: what one of them took away and what the other did.
    let of_returns = open.statistics.iter().filter(|one| between.of_returns.contains(&one.key) && one.parts.len() > 1);
    let of_returns: Vec<_> = of_returns.collect();
    assert!(!of_returns.is_empty());
    let words: BTreeSet<&str> = open.sentences.iter().map(|one| one.change).collect();
    assert_eq!(words, BTreeSet::from(["gone", "new"]));
    assert!(open.sentences.iter().any(|one| one.words.contains("police forces were asked")), "{:?}", open.sentences);

    // Whatever changed says what made it, a marker and a reason too.
    assert!(open.statistics.iter().all(|one| one.parts.is_empty() != one.made_by.is_empty()), "{:?}", open.statistics);

    // At OFFICIAL no part of a number of the returns is told: that of one return would be the count of a force.
    let official = Side { marking: Marking::Official, ..old };
    let closed = compared(&official, &Side { marking: Marking::Official, ..new }, Some(&between));
    let of_returns = closed.statistics.iter().filter(|one| between.of_returns.contains(&one.key));
    assert!(of_returns.clone().count() > 0);
    assert!(of_returns.clone().all(|one| one.parts.is_empty() && one.made_by.is_empty()));
    assert_eq!(of(&closed, "recorded.offence-71.count", "2024/25").parts.len(), 1);
}

/// Random numbers of any size and decimals, without editions: whatever each kind of change does to one, its parts sum to the whole, to the last
/// decimal. Pairs of whole editions stand in `compare_pairs`.
#[test]
fn the_parts_of_random_numbers_sum_to_the_whole() {
    let mut state = 20_261_129_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut tried = 0;
    for _ in 0..200 {
        let mut stages: Vec<BTreeMap<Key, Row>> = Vec::new();
        let decimals: Vec<usize> = (0..6).map(|_| next(3) as usize).collect();
        let mut values: Vec<i64> = decimals.iter().map(|_| next(20_000) as i64 - 4_000).collect();
        for _ in 0..=Cause::ALL.len() {
            let columns = ["id", "area", "period", "value", "unit"].map(str::to_owned).to_vec();
            let rows = values.iter().zip(&decimals).enumerate().map(|(at, (value, decimals))| {
                let sign = if *value < 0 { "-" } else { "" };
                let digits = format!("{:0width$}", value.abs(), width = decimals + 1);
                let (whole, rest) = digits.split_at(digits.len() - decimals);
                let point = if rest.is_empty() { "" } else { "." };
                ["a", "E", "2024/25", &format!("{sign}{whole}{point}{rest}"), "offences"]
                    .iter()
                    .enumerate()
                    .map(|(column, text)| if column == 0 { format!("{text}{at}") } else { (*text).to_owned() })
                    .collect()
            });
            stages.push(statistics(&Table { columns, rows: rows.collect() }.csv()).unwrap());
            for value in &mut values {
                *value += if next(3) == 0 { next(2_000) as i64 - 1_000 } else { 0 };
            }
        }
        let side = |statistics: &BTreeMap<Key, Row>| Side {
            name: String::new(),
            year: 2027,
            marking: Marking::OfficialSensitive,
            program: String::new(),
            inputs: BTreeMap::new(),
            statistics: statistics.clone(),
            facts: BTreeMap::new(),
            sentences: Vec::new(),
            figures: BTreeMap::new(),
        };
        let (old, new) = (side(&stages[0]), side(stages.last().unwrap()));
        let taken = Cause::ALL.iter().zip(&stages[1..]);
        let steps = Steps {
            begin: stages[0].clone(),
            steps: taken
                .map(|(cause, statistics)| Step { causes: vec![*cause], statistics: statistics.clone() })
                .collect(),
            of_returns: BTreeSet::new(),
        };
        let comparison = compared(&old, &new, Some(&steps));
        assert_eq!(parts_sum(&comparison), comparison.statistics.len());
        tried += comparison.statistics.len();
    }
    assert!(tried > 800, "{tried}");
}

#[test]
fn of_two_releases_old_and_new_are_told_and_no_cause_is_guessed() {
    let project = Project::brief_built();
    let packed = project.path("packed");
    project.replace(
        QUARTERS,
        "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,9",
        "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,39",
    );
    project.replace("data/public/recorded_crime_national.csv", "2024/25,71,962,4", "2024/25,71,992,4");
    let again = assess(project.root(), &["build", "--out", project.path("out/new").to_str().unwrap()]);
    assert!(again.status.success() && !said(&again).contains("changed:"), "{}", said(&again));
    let (old, new) = (project.path("out/2027"), project.path("out/new"));
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let told = succeed(project.root(), &["compare", old, new]);
    assert!(told.contains("split by cause: not known: of releases alone"), "{told}");
    assert!(told.contains(&format!("changed {QUARTERS} (can be: data revised)")), "{told}");
    assert!(told.contains("recorded.offence-71.count 2024/25, England and Wales: 962 → 992 (+30) offences"), "{told}");
    let json: Value =
        serde_json::from_str(&succeed(project.root(), &["compare", old, new, "--format", "json"])).unwrap();
    assert_eq!(json["version"], 1);
    let statistics = json["comparison"]["statistics"].as_array().unwrap();
    assert!(!statistics.is_empty() && statistics.iter().all(|one| one["parts"].is_null()), "{statistics:?}");

    // The same of the old one as it travels.
    let zip = std::fs::read_dir(&packed).unwrap().map(|entry| entry.unwrap().path());
    let zip = zip.max_by_key(|path| path.metadata().unwrap().len()).unwrap();
    assert!(zip.extension().is_some_and(|is| is == "zip"), "{}", zip.display());
    let of_zip: Value =
        serde_json::from_str(&succeed(project.root(), &["compare", zip.to_str().unwrap(), new, "--format", "json"]))
            .unwrap();
    for part in ["inputs", "statistics", "facts", "sentences", "figures"] {
        assert_eq!(of_zip["comparison"][part], json["comparison"][part], "{part}");
    }

    // As a page: old beside new, and each figure that changed on both sides, as it is in its release.
    let page = succeed(project.root(), &["compare", old, new, "--format", "html"]);
    assert!(page.contains("<td>962 ") || page.contains("<td>962</td>"), "{page}");
    let figures = json["comparison"]["figures"].as_array().unwrap();
    assert!(figures.iter().any(|one| one["id"] == "funnel-forces"), "{figures:?}");
    assert_eq!(page.matches("<img ").count(), 2 * figures.len());
    for folder in [old, new] {
        let path = std::path::Path::new(folder).join("figures/funnel-forces.official.embargoed.svg");
        let svg = std::fs::read_to_string(path).unwrap();
        let drawn = page.split("data:image/svg+xml,").skip(1).map(|rest| rest.split('"').next().unwrap());
        let plain = |text: &str| {
            url::form_urlencoded::parse(format!("a={}", text.replace('+', "%2B")).as_bytes())
                .next()
                .unwrap()
                .1
                .into_owned()
        };
        assert!(drawn.map(plain).any(|drawn| drawn == svg), "{folder}");
    }
    assert!(!page.contains("src=\"http") && !page.contains("<link"), "stands alone");

    // The same again over the first: the build says which numbers changed.
    let over = assess(project.root(), &["build", "--out", old]);
    let over = said(&over);
    assert!(over.contains("statistics changed") || over.contains("changed: "), "{over}");

    // What is no release as its manifest says is not compared, and neither is what does not exist.
    std::fs::write(project.path("out/new/numbers.official.embargoed.json"), "{}").unwrap();
    let spoilt = assess(project.root(), &["compare", old, new]);
    assert_eq!(spoilt.status.code(), Some(2));
    assert!(
        said(&spoilt).contains("is not as its manifest says: differs: numbers.official.embargoed.json"),
        "{}",
        said(&spoilt)
    );
    let nothing = assess(project.root(), &["compare", old, "2026"]);
    assert_eq!(nothing.status.code(), Some(2), "{}", said(&nothing));
    let nothing = assess(project.root(), &["compare", "nowhere", old]);
    assert!(said(&nothing).contains("neither a release, nor a project folder, nor the year"), "{}", said(&nothing));
}
