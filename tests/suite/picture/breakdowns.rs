//! Breakdowns with what is not recorded.

use assess::national::breakdown::Breakdown;
use assess::national::number::Raw;

use crate::numbers::prepared;
use crate::project::{Project, assess, said, succeed};

/// Name, forces, all, not recorded, and the known categories.
type Expected = (&'static str, usize, i64, i64, &'static [(&'static str, i64)]);

/// Counts of 2025/26 added up from the committed file by a script outside this program: forces on the agreed definition
/// for suspects, all forces for the context.
const EXPECTED: [Expected; 4] = [
    ("suspect-age", 39, 1_430, 272, &[("18_and_over", 621), ("under_18", 537)]),
    ("suspect-sex", 39, 1_430, 145, &[("female", 218), ("male", 1_067)]),
    ("suspect-ethnicity", 39, 1_430, 953, &[("asian", 40), ("black", 24), ("mixed", 13), ("white", 393), ("other", 7)]),
    (
        "context",
        44,
        4_642,
        891,
        &[("cse", 773), ("familial", 1_246), ("institutional", 390), ("ritualistic", 42), ("other", 1_300)],
    ),
];

fn parts(breakdown: &Breakdown<Raw>) -> Vec<(&str, i64)> {
    breakdown.categories.iter().map(|category| (category.name.as_str(), category.count.value())).collect()
}

#[test]
fn counts_are_those_of_the_file_and_parts_sum_to_the_whole() {
    let prepared = prepared();
    let breakdowns = &prepared.picture.breakdowns;
    assert_eq!(breakdowns.len(), EXPECTED.len());
    for (breakdown, (id, forces, total, not_recorded, categories)) in breakdowns.iter().zip(EXPECTED) {
        assert_eq!((breakdown.kind.id.as_str(), *breakdown.forces), (id, forces));
        assert_eq!((breakdown.total.value(), breakdown.not_recorded.value()), (total, not_recorded), "{id}");
        assert_eq!(parts(breakdown), categories, "{id}");
        let known: i64 = breakdown.categories.iter().map(|category| category.count.value()).sum();
        assert_eq!(known + breakdown.not_recorded.value(), breakdown.total.value());
        // Lower ends and the unrecorded sum to one; each range is as wide as what is not recorded.
        let lower: f64 = breakdown.categories.iter().map(|category| category.share.value().identified.lower).sum();
        let unknown = not_recorded as f64 / total as f64;
        assert!((lower + unknown - 1.0).abs() < 1e-12);
        for category in &breakdown.categories {
            let identified = category.share.value().identified;
            assert!((identified.upper - identified.lower - unknown).abs() < 1e-12);
            assert!(category.share.value().among_known.value().is_none_or(|share| identified.contains(share)));
        }
    }
}

/// 393 of 1,430 is 27.5 % and (393 + 953) of 1,430 is 94.1 %; 477 of 1,430 is 33.4 %, below sixty.
#[test]
fn a_thinly_recorded_breakdown_has_a_range_and_no_figure() {
    let prepared = prepared();
    let text = |id: &str| prepared.facts.get(&format!("breakdown.{id}.2025-26")).unwrap().text.clone();
    assert_eq!(text("suspect-ethnicity.white.range"), "between 27% and 94%");
    assert_eq!(text("suspect-ethnicity.white.among-recorded"), "[x]");
    assert_eq!(text("suspect-ethnicity.other.range"), "between less than 1% and 67%");
    let support = text("suspect-ethnicity.support");
    assert!(support.starts_with("Ethnicity was recorded for 33% of suspects, below the limit of 60%"), "{support}");
    // 621 of 1,158 with a recorded age.
    assert_eq!(text("suspect-age.18-and-over.among-recorded"), "54%");
    let table = prepared.tables.iter().find(|table| table.id() == "breakdowns").unwrap();
    assert!(table.lineage.synthetic());
    let printed = table.printed();
    let rows = |start: &str| printed.iter().filter(|row| row[0].starts_with(start)).collect::<Vec<_>>();
    assert_eq!(rows("Ethnicity: ").len(), 6);
    assert!(rows("Ethnicity: ").iter().all(|row| row[4].starts_with('[') && row[5] == "33%"));
    assert_eq!(printed.iter().filter(|row| row[0].ends_with("not recorded")).count(), 4);
}

#[test]
fn the_limit_of_the_edition_decides_what_is_shown() {
    let project = Project::copy();
    project.replace("report/2027/edition.toml", "known_coverage_percent = 60", "known_coverage_percent = 90");
    let said = succeed(project.root(), &["facts", "breakdown."]);
    assert!(said.contains("breakdown.suspect-age.under-18.among-recorded.2025-26\n    [x]"), "{said}");
    // 1,285 of 1,430 is 89.86 %: it prints as 90 % and lies below the limit all the same.
    assert!(said.contains("breakdown.suspect-sex.male.among-recorded.2025-26\n    [x]"), "{said}");
}

/// A force that marks a category has no whole: it is left out, and what it gave must not exceed the whole.
#[test]
fn a_marked_category_leaves_the_force_out() {
    let project = Project::copy();
    let source = "data/demo/adr_group_based.csv";
    let line = |text: &str| text.lines().find(|line| line.starts_with(WANTED)).unwrap().to_owned();
    const WANTED: &str = "E23000001,2025/26,year,iicsa-organised-network,group_based_cse_suspects,suspect_sex,male,";
    let before = line(&project.text(source));
    project.replace(source, &before, &format!("{WANTED},[x],synthetic"));
    let said = succeed(project.root(), &["facts", "breakdown."]);
    assert!(said.contains("breakdown.suspect-sex.forces.2025-26\n    38"), "{said}");
    assert!(said.contains("breakdown.suspect-age.forces.2025-26\n    39"), "{said}");
}

#[test]
fn a_part_above_the_whole_is_a_fault_even_where_another_part_is_marked() {
    let project = Project::copy();
    let source = "data/demo/adr_group_based.csv";
    project.replace(source, "context,familial,3,", "context,familial,,[x]");
    project.replace(source, "context,cse,1,", "context,cse,8,");
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    assert!(answer.contains("the categories of `context` sum to at least 11, and the total is 7"), "{answer}");
}
