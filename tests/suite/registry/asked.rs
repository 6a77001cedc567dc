//! Entries that an analyst might write: what each answers, and the rules it cannot get round.

use assess::national::registry::{Absence, Statistic, Value};
use assess::panel::{Entry, Panel, Query};
use assess::period::{FinancialYear, Part};
use assess::pipeline;

use super::{Line, number, offence_71_in_2024_25, table};
use crate::project::{Project, repository};
use assess::pipeline::Silent;

/// The statistics of one entry, in a project that may be damaged before.
fn asked_of(project: &Project, entry: &str) -> Vec<Statistic> {
    let text = format!("[[statistic]]\nid = \"asked\"\ntitle = \"Asked\"\nunit = \"things\"\ndecimals = 0\n{entry}");
    // A later key of the entry stands for the common one.
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines().rev() {
        let key = |line: &str| line.split('=').next().unwrap_or_default().trim().to_owned();
        if !kept.iter().any(|other| key(other) == key(line)) {
            kept.push(line);
        }
    }
    kept.reverse();
    project.write("report/2027/statistics.toml", kept.join("\n"));
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    match pipeline::prepare(&mut opened, pipeline::Order::edition(2027), &mut Silent) {
        Ok(prepared) => prepared.statistics,
        Err(failure) => panic!("{failure}"),
    }
}

fn asked(entry: &str) -> Vec<Statistic> {
    asked_of(&Project::copy(), entry)
}

fn absence(statistic: &Statistic) -> &Absence {
    match &statistic.value {
        Value::Absent(absence) => absence,
        value => panic!("{}: {value:?}", statistic.area.name),
    }
}

#[test]
fn a_force_has_a_rate_only_with_enough_offences_and_enough_children() {
    let found = asked(
        "measure = \"offence-71\"\ndenominator = \"children\"\nmethod = \"rate\"\nper = 10000\ngeography = \"force\"\n\
         periods = \"2024/25\"\ndecimals = 2",
    );
    let data = repository().join("data/public");
    let population = table(&data.join("child_population.csv"));
    let of = |force: &str| -> i64 {
        let wanted = |line: &&Line| line["force_code"] == force && line["mid_year"] == "2024";
        population.iter().find(wanted).unwrap()["children"].parse().unwrap()
    };
    let recorded = offence_71_in_2024_25();
    assert_eq!(found.len(), 44);
    let mut with = 0;
    for statistic in &found {
        let force = statistic.area.forces[0].as_str();
        if force == "BTP" {
            assert_eq!(*absence(statistic), Absence::NotAvailable("no one lives in its area".into()));
            continue;
        }
        let offences = recorded[force];
        if statistic.area.slug == "city-of-london" {
            let reason = "fewer than 10000 children live there".to_owned();
            assert_eq!(*absence(statistic), Absence::BaseUnderMinimum(reason));
        } else if offences < 20 {
            assert!(matches!(absence(statistic), Absence::BaseUnderMinimum(_)), "{force}");
        } else {
            let children = of(force);
            assert!((number(statistic) - offences as f64 / children as f64 * 10_000.0).abs() < 1e-12, "{force}");
            with += 1;
        }
    }
    // Read off the file: 34, 29, 22, 71, 62, 25, 93, 25, 114, 26, 23, 30, 37, 45, 20, 22 and 28.
    assert_eq!(with, 17);
}

#[test]
fn a_force_that_does_not_count_an_offence_has_no_count_of_nought() {
    let found = asked("measure = \"offence-71\"\nmethod = \"count\"\ngeography = \"force\"\nperiods = \"2024/25\"");
    let last = found.last().unwrap();
    assert_eq!(last.area.slug, "british-transport");
    assert_eq!(*absence(last), Absence::NotAvailable("no force there counts this".into()));
    assert_eq!(found.iter().filter(|one| one.area.slug == "city-of-london").map(number).sum::<f64>(), 0.0);
}

#[test]
fn units_of_organised_crime_follow_their_own_map() {
    let found = asked("measure = \"offence-71\"\nmethod = \"count\"\ngeography = \"rocu\"\nperiods = \"2024/25\"");
    let count = |slug: &str| number(found.iter().find(|statistic| statistic.area.slug == slug).unwrap());
    // Kent (22) is of the eastern unit and not of the south-eastern; North Wales (3) is of the north-western.
    assert_eq!(count("ersou"), 96.0 + 22.0);
    assert_eq!(count("serocu"), 100.0 - 22.0);
    assert_eq!(count("nwrocu"), 129.0 + 3.0);
    assert_eq!(count("tarian"), 21.0 - 3.0);
    assert_eq!(found.iter().map(number).sum::<f64>(), 962.0);
}

#[test]
fn a_rate_needs_a_population_for_every_force() {
    let found = asked(
        "measure = \"offence-71\"\ndenominator = \"children\"\nmethod = \"rate\"\nper = 10000\n\
         geography = \"england-and-wales\"\nperiods = { first = \"2023/24\", last = \"2025/26\" }",
    );
    let reason = "no child population at mid-2023 for 4 of 43 forces".to_owned();
    assert_eq!(*absence(&found[0]), Absence::NotAvailable(reason));
    assert!(number(&found[1]) > 0.0);
    assert!(matches!(absence(&found[2]), Absence::NotAvailable(reason) if reason.contains("only 3 quarters")));
}

#[test]
fn recorded_crime_has_quarters_and_so_calendar_years() {
    let found = asked(
        "measure = \"offence-71\"\nmethod = \"count\"\ngeography = \"england-and-wales\"\nperiods = \"calendar\"",
    );
    let of = |year: &str| number(found.iter().find(|statistic| statistic.period.to_string() == year).unwrap());
    // Counted in the publisher's file: January to March 2024 with April to December 2024, and the same of 2025.
    assert_eq!((of("2024"), of("2025")), (964.0, 1069.0));
}

#[test]
fn a_missing_quarter_is_named_and_nothing_is_put_in_its_place() {
    let project = Project::copy();
    let line = |quarter: &str| {
        let text = project.text("data/demo/adr_parent.csv");
        let start = format!("E23000013,2024/25,{quarter},csae,csae_crimes,total,all,");
        text.lines().find(|line| line.starts_with(&start)).unwrap().to_owned()
    };
    for quarter in ["Q2", "year"] {
        let before = line(quarter);
        let (head, _) = before.rsplit_once("all,").unwrap();
        project.replace("data/demo/adr_parent.csv", &before, &format!("{head}all,,[x],synthetic"));
    }
    let entry =
        "measure = \"csae_crimes\"\nmethod = \"count\"\ngeography = \"england-and-wales\"\nperiods = \"calendar\"";
    let found = asked_of(&project, entry);
    let periods: Vec<(String, bool)> =
        found.iter().map(|one| (one.period.to_string(), matches!(one.value, Value::Count(_)))).collect();
    let expected = [("2022", true), ("2023", true), ("2024", false), ("2025", true)];
    assert_eq!(periods, expected.map(|(year, there)| (year.to_owned(), there)));
    // The number is invented, so Cleveland Police is not named.
    assert_eq!(absence(&found[2]).reason(), "Force 30 has no count for Q2 of 2024/25");
    // The year is in doubt too, and so is the chart of the quarters.
    let year = asked_of(&project, &entry.replace("calendar", "2024/25"));
    assert_eq!(absence(&year[0]).reason(), "Force 30 marked its count for 2024/25 as missing");
    let chart = asked_of(&project, &entry.replace("count\"", "control-chart\"").replace("calendar", "all"));
    assert_eq!(absence(&chart[0]).reason(), "Force 30 marked its count for 2024/25 Q2 as missing");
    assert_eq!(chart.iter().filter(|one| matches!(one.value, Value::Count(_))).count(), 19);
}

#[test]
fn counts_under_different_definitions_are_never_added() {
    let entry = "measure = \"group_based_cse_crimes\"\nmethod = \"count\"\ngeography = \"england-and-wales\"\nperiods = \"all\"";
    let project = Project::copy();
    let found = asked_of(&project, &entry.replace("\"count\"", "\"change\"\nunit = \"ratio\""));
    for statistic in &found {
        let Absence::CannotSay(reason) = absence(statistic) else { panic!("{statistic:?}") };
        assert!(reason.starts_with("forces counted under different definitions: cocad-cse, "), "{reason}");
    }
    // Under the agreed one the matched forces are compared, and said to be so many.
    let agreed = asked_of(
        &project,
        "measure = \"group_based_cse_crimes\"\ndefinition = \"agreed\"\nmethod = \"change\"\nunit = \"ratio\"\n\
         geography = \"england-and-wales\"\nperiods = \"all\"\ndecimals = 2",
    );
    let picture = &super::edition().picture.agreed_changes;
    assert_eq!(agreed.len(), picture.len());
    for (found, expected) in agreed.iter().zip(picture) {
        assert_eq!(found.detail.forces.unwrap(), (*expected.matched_forces, 44));
        assert_eq!(Some(number(found)), expected.compared.value().unwrap().ratio);
    }
}

#[test]
fn a_share_rests_on_ten_forces_or_more() {
    let found = asked(
        "measure = \"group_based_cse_suspects\"\ndefinition = \"cse-flag\"\nmethod = \"share-bounds\"\nunit = \"percent\"\n\
         breakdown = { dimension = \"suspect_sex\", category = \"male\" }\ngeography = \"england-and-wales\"\nperiods = \"all\"",
    );
    let last = found.last().unwrap();
    let Absence::BaseUnderMinimum(reason) = absence(last) else { panic!("{last:?}") };
    assert!(reason.ends_with("of 44 forces can be used, and 10 are needed"), "{reason}");
    assert!(last.interval.is_none());
    assert!(matches!(found[0].value, Value::Number(_)));
}

#[test]
fn a_calendar_year_that_holds_a_break_has_no_value() {
    let project = Project::copy();
    let edition = project.text("report/2027/edition.toml");
    let held = "\n[[break]]\nseries = \"group-based-csae\"\ntitle = \"Invented\"\nat = \"2023/24\"\nfrom = \"April 2023\"\n\
                reason = \"Something\"\neffect = \"Something\"\n";
    project.write("report/2027/edition.toml", edition + held);
    let entry = "measure = \"group_based_csae_crimes\"\nmethod = \"count\"\ngeography = \"england-and-wales\"\nperiods = \"calendar\"";
    let found = asked_of(&project, entry);
    assert_eq!(*absence(&found[1]), Absence::Break("2023 holds the break of April 2023".into()));
    assert!([0, 2, 3].iter().all(|at| matches!(found[*at].value, Value::Count(_))));
}

#[test]
fn a_query_filters_and_sorts() {
    let entry = |force: &str, part, category: &str, definition: &str, value| Entry {
        force: force.into(),
        year: FinancialYear::starting(2024),
        part,
        definition: definition.into(),
        measure: "m".into(),
        dimension: "d".into(),
        category: category.into(),
        value,
        quarters: 4,
    };
    let entries = [
        entry("B", Part::Year, "y", "one", Some(4)),
        entry("A", Part::Quarter(2), "x", "one", Some(3)),
        entry("A", Part::Year, "x", "two", None),
        entry("A", Part::Year, "y", "one", Some(1)),
    ];
    let panel = Panel::new(&entries, std::iter::empty(), Default::default(), Default::default()).unwrap();
    let ask = |category, definition| {
        let query = Query { measure: "m", dimension: "d", category, definition };
        let cells = panel.cells(&query).unwrap();
        cells.into_iter().map(|cell| (cell.force, cell.part, cell.category, cell.value)).collect::<Vec<_>>()
    };
    let (a, b) = (|| "A".to_owned(), || "B".to_owned());
    let (x, y) = (|| "x".to_owned(), || "y".to_owned());
    let all = [
        (a(), Part::Year, x(), None),
        (a(), Part::Year, y(), Some(1)),
        (a(), Part::Quarter(2), x(), Some(3)),
        (b(), Part::Year, y(), Some(4)),
    ];
    assert_eq!(ask(None, None), all);
    assert_eq!(ask(Some("x"), None), [all[0].clone(), all[2].clone()]);
    assert_eq!(ask(Some("x"), Some("two")), [all[0].clone()]);
    let held: Vec<_> =
        panel.breakdowns().map(|(measure, dimension)| (measure.to_owned(), dimension.to_owned())).collect();
    assert_eq!(held, [("m".to_owned(), "d".to_owned())]);
}
