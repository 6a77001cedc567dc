//! The chapter's figures beside published totals.

use assess::national::number::{Figure, Raw};
use assess::national::reconciliation::{Line, Ours, Scope, Span, Subject, differences};

use crate::numbers::prepared;
use crate::project::{Project, succeed};

fn line(lines: &[Line<Raw>], subject: Subject, year: &str) -> Line<Raw> {
    let of_year = |line: &&Line<Raw>| line.published.period_start.starts_with(year);
    lines.iter().filter(|line| line.subject == subject).find(of_year).unwrap().clone()
}

/// The line of a measure of the returns.
fn measure(lines: &[Line<Raw>], of: &str, year: &str) -> Line<Raw> {
    let of_measure = |line: &&Line<Raw>| line.subject == Subject::Measure && *line.of == of;
    let of_year = |line: &&Line<Raw>| line.published.period_start.starts_with(year);
    lines.iter().filter(of_measure).find(of_year).unwrap().clone()
}

fn value(figure: &Option<Figure<i64>>) -> Option<i64> {
    figure.as_ref().map(|figure| *figure.value())
}

/// Sums of the committed files over January to March of one financial year and April to December of the next, added up by
/// a script outside this program; published counts as printed by their publishers.
#[test]
fn calendar_years_are_put_together_from_quarters_and_set_beside_the_published_counts() {
    let prepared = prepared();
    let lines = &prepared.picture.reconciliation;
    for (subject, year, ours, published) in [
        ("All CSAE crimes", "2022", 108_377, 107_000),
        ("All CSAE crimes", "2023", 113_728, 115_489),
        ("All CSAE crimes", "2024", 119_716, 122_768),
        ("Group-based CSAE", "2023", 4_391, 4_228),
        ("Group-based CSAE", "2024", 4_321, 4_450),
    ] {
        let line = measure(lines, subject, year);
        assert_eq!((value(&line.count), *line.published_count), (Some(ours), published), "{subject} {year}");
        assert!(line.lineage.synthetic());
        if year == "2022" {
            // 42 forces, and a count printed as "about": not subtracted.
            let forces = Scope::Forces { ours: 44, published: Some(42) };
            assert_eq!(line.differences, [forces, Scope::Rounded, Scope::Synthetic]);
            assert_eq!(value(&line.difference), None);
        } else {
            assert_eq!(line.differences, [Scope::Synthetic]);
            assert_eq!(value(&line.difference), Some(ours - published));
        }
    }
}

#[test]
fn nothing_of_another_definition_unit_or_period_is_subtracted() {
    let prepared = prepared();
    let lines = &prepared.picture.reconciliation;
    let cocad = line(lines, Subject::Class, "2024");
    let numbers = (value(&cocad.count), *cocad.published_count, value(&cocad.difference));
    assert_eq!(numbers, (Some(826), 761, None));
    assert_eq!(cocad.differences, [Scope::Period, Scope::Synthetic]);
    let lower = line(lines, Subject::AgreedLower, "2024");
    assert_eq!(lower.differences, [Scope::Definition, Scope::Period, Scope::Synthetic]);
    // Offence 71 is real: 962 in 2024/25 over the 43 territorial forces.
    let offence = line(lines, Subject::Recorded, "2024");
    let forces = Scope::Forces { ours: 43, published: Some(44) };
    assert_eq!(value(&offence.count), Some(962));
    assert_eq!(offence.differences, [Scope::Definition, Scope::Period, forces]);
    assert!(!offence.lineage.synthetic());
    for line in lines {
        let alike = line.differences.iter().all(|scope| *scope == Scope::Synthetic);
        assert_eq!(line.difference.is_some(), alike && line.count.is_some());
    }
    let table = prepared.tables.iter().find(|table| table.id() == "reconciliation").unwrap();
    assert_eq!(table.rows.len(), lines.len());
    assert!(table.printed().iter().all(|row| !row[4].is_empty()), "every pair is explained");
    assert!(table.printed().iter().any(|row| row[4].contains("is narrower")));

    let mut ours =
        Ours { count: None, span: Span::Calendar(2024), definition: cocad.published.definition.clone(), forces: 44 };
    assert_eq!(differences(&ours, &cocad.published), []);
    ours.span = Span::Calendar(2023);
    assert_eq!(differences(&ours, &cocad.published), [Scope::Period]);
    let victims = assess::contract::PublishedFigure { unit: "victims".to_owned(), ..cocad.published };
    assert_eq!(differences(&ours, &victims), [Scope::Unit, Scope::Period]);
}

/// One quarter of one force is missing: there is no calendar year, and no sum of the rest stands for it.
#[test]
fn a_missing_quarter_leaves_no_calendar_year() {
    let project = Project::copy();
    let parents = "data/demo/adr_parent.csv";
    let line = |quarter: &str| {
        let text = project.text(parents);
        text.lines().find(|line| line.starts_with(&format!("E23000001,2024/25,{quarter},"))).unwrap().to_owned()
    };
    let found = line("Q2");
    let cells: Vec<&str> = found.split(',').collect();
    project.replace(parents, &found, &format!("{},,[x],synthetic", cells[..7].join(",")));
    let said = succeed(project.root(), &["facts", "reconciliation."]);
    assert!(said.contains("reconciliation.all-csae.count.2024\n    [x]"), "{said}");
    assert!(said.contains("reconciliation.all-csae.difference.2024\n    [x]"), "{said}");
    assert!(!said.contains("reconciliation.all-csae.count.2023\n    [x]"), "{said}");
}
