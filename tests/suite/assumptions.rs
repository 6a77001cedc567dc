//! The ladder as data of the edition: what the file may say, and the ladder on published figures.

use assess::edition::assumptions::{Assumptions, Kind};
use assess::fault::Fault;
use assess::national::published_ladder::{Published, climb};

use crate::numbers::prepared;
use crate::project::Project;

const FILE: &str = "report/2027/assumptions.toml";

fn read(project: &Project) -> Result<Assumptions, Vec<Fault>> {
    let mut project = assess::source::Project::open(project.root()).unwrap();
    Assumptions::read(&mut project, 2027)
}

fn published(assumptions: &Assumptions) -> Result<Published, Vec<Fault>> {
    let picture = &prepared().picture;
    climb(assumptions, (&picture.published, &picture.published_lineage))
}

/// What the program says of a damaged file, the first fault as `what | remedy`, and that it says where.
fn refused(find: &str, replace: &str) -> String {
    let project = Project::copy();
    project.replace(FILE, find, replace);
    let faults = match read(&project) {
        Ok(assumptions) => published(&assumptions).expect_err("the file is refused"),
        Err(faults) => faults,
    };
    let fault = faults.first().unwrap();
    assert_eq!(fault.place.file, FILE);
    assert!(fault.place.line.is_some(), "{fault:?}");
    format!("{} | {}", fault.what, fault.remedy)
}

#[test]
fn the_edition_has_a_ladder() {
    let assumptions = read(&Project::copy()).unwrap();
    let kinds: Vec<Kind> = assumptions.rungs.iter().map(|rung| rung.kind).collect();
    assert_eq!(kinds, [Kind::Ceiling, Kind::Ceiling, Kind::Ratio, Kind::Model]);
    for rung in &assumptions.rungs {
        assert_eq!(rung.ceiling.is_none(), rung.kind == Kind::Model);
        let bounded = rung.words.split('’').count();
        assert!(bounded > 1 || rung.words.split(' ').count() > 5, "{}: words that say what is tested", rung.id);
    }
}

#[test]
fn an_edition_may_have_no_ladder() {
    let project = Project::copy();
    std::fs::remove_file(project.path(FILE)).unwrap();
    assert_eq!(read(&project).unwrap(), Assumptions::default());
}

/// Worked by hand from the committed figures: 4,228 less 26 % is 3,128.7, and a whole percentage gives three digits.
#[test]
fn the_ladder_stands_on_published_figures() {
    let ladders = published(&read(&Project::copy()).unwrap()).unwrap().ladders;
    let said: Vec<_> = ladders
        .iter()
        .map(|ladder| {
            let steps: Vec<(i64, bool)> = ladder.steps.iter().map(|step| (step.upper, step.about)).collect();
            (ladder.period.as_str(), ladder.lower.count, ladder.upper.count, steps)
        })
        .collect();
    assert_eq!(
        said,
        [("2024", 761, 122_768, vec![(4_450, false)]), ("2023", 717, 115_489, vec![(4_228, false), (3_130, true)]),]
    );
    for ladder in &ladders {
        assert!(ladder.condition.contains("narrower"), "the range rests on a condition, and says which");
        assert!(ladder.lower.second_hand && ladder.steps.iter().all(|step| step.second_hand), "read in the press");
    }
}

#[test]
fn every_bad_ladder_is_refused_with_its_place_and_remedy() {
    for (find, replace, expected) in [
        (
            r#"id = "like-adopters""#,
            r#"id = "group-based""#,
            "two assumptions are called `group-based` | give one of them another id",
        ),
        (
            r#"id = "like-adopters""#,
            r#"id = "Like adopters""#,
            "`Like adopters` is not an identifier | use lower-case words and digits joined by hyphens",
        ),
        (
            r#"evidence = "The share is"#,
            "evidence = \" \"\n#",
            "`evidence` is empty | say what speaks for it, or remove the assumption",
        ),
        (
            r#"ceiling = { measure = "group_based_csae_crimes" }"#,
            "",
            "no ceiling is named | name the measure whose count is the ceiling",
        ),
        (r#"kind = "ratio""#, r#"kind = "model""#, "the model has no ceiling | remove the ceiling"),
        (
            r#"breakdown = "context", "#,
            "",
            "a breakdown and categories of it belong together | give a breakdown with categories, or neither for the whole measure",
        ),
        (r#""other", "unknown""#, r#""other", "other""#, "the category `other` would be added twice | name it once"),
        (
            r#"assumption = "group-based", ceiling = "N12-1""#,
            r#"assumption = "none-such", ceiling = "N12-1""#,
            "no assumption is called `none-such` | name one of this file",
        ),
        (
            r#"ceiling = "N12-1""#,
            r#"ceiling = "N99-1""#,
            "there is no published figure `N99-1` | name one of the published figures",
        ),
        (
            r#"ceiling = "N12-1""#,
            r#"ceiling = "N13-2""#,
            "`N13-2` is no count of crimes | name a count of crimes: other units bound nothing",
        ),
        (
            r#"ceiling = "N12-1""#,
            r#"ceiling = "N6-1""#,
            "`N6-1` and `N13-1` are not of the same period, area and forces | name figures that count over the same period, area and forces",
        ),
        (
            r#"lower = "N13-1""#,
            r#"lower = "N11-1""#,
            "the ceiling 4450 does not lie between 122768 and 122768 | look at the figures that the ceiling is made of",
        ),
        (
            r#"less_percent = ["N7-3"]"#,
            r#"less_percent = ["N7-1"]"#,
            "`N7-1` is no whole percentage of the same period, area and forces | name a percentage that can be taken away from the ceiling",
        ),
    ] {
        assert_eq!(refused(find, replace), expected, "{find} → {replace}");
    }
}
