//! Disclosure control proven by rebuilding: what a release prints, made again from other returns.

mod accepted;
mod attacked;
mod search;
mod small_worlds;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use assess::period::Part;
use assess::pipeline::rebuild::{Count, Other, Rebuild, Release};
use assess::source::Project;

use crate::project::repository;

fn shipped() -> Rebuild {
    Rebuild::read(&mut Project::open(repository()).unwrap(), 2027).unwrap()
}

/// The shipped edition, read once for all tests here.
fn edition() -> &'static Rebuild {
    static EDITION: OnceLock<Rebuild> = OnceLock::new();
    EDITION.get_or_init(shipped)
}

/// The number of a count.
fn number(of: impl Fn(&Count) -> bool) -> usize {
    edition().counts().iter().position(of).unwrap()
}

#[test]
fn the_same_returns_give_the_same_release_and_others_another() {
    let release = edition().with(&Other::new()).unwrap();
    for part in ["facts", "tables", "figures/national-range", "statistics", "printed.json"] {
        assert!(release.parts().contains_key(part), "{part}");
    }
    // Two forces of the same definition can exchange their quarters.
    let last = "2025/26".parse().unwrap();
    let quarter = |force: &'static str, quarter: u8| {
        number(|count| {
            let whole = count.measure == "group_based_cse_crimes" && count.dimension == "total";
            whole && count.year == last && count.part == Part::Quarter(quarter) && count.force == force
        })
    };
    let value = |number: usize| edition().counts()[number].value.unwrap();
    let moves = [("E23000010", 1, -1), ("E23000010", 2, 1), ("E23000005", 1, 1), ("E23000005", 2, -1)];
    let twin: Other = moves
        .into_iter()
        .map(|(force, part, change)| (quarter(force, part), value(quarter(force, part)) + change))
        .collect();
    assert_eq!(release.differs(&edition().with(&twin).unwrap()), Vec::<&str>::new());
    // One force alone is seen, where the nation's sum is printed.
    let class = |category: &'static str| {
        let number = number(|count| {
            count.force == "E23000010"
                && count.year == last
                && count.dimension == "context"
                && count.category == category
        });
        (number, value(number))
    };
    let (cse, unknown) = (class("cse"), class("unknown"));
    let one = Other::from([(cse.0, cse.1 + 1), (unknown.0, unknown.1 - 1)]);
    assert!(!release.differs(&edition().with(&one).unwrap()).is_empty());
}

#[test]
fn returns_that_contradict_themselves_make_no_release() {
    let quarter = number(|count| matches!(count.part, Part::Quarter(1)) && count.value == Some(5));
    let error = edition().with(&Other::from([(quarter, 500)])).unwrap_err();
    assert!(error.to_string().contains("quarters-sum"), "{error}");
}

/// The table of a release, by its rows.
fn rows(release: &Release, table: &str) -> Vec<Vec<String>> {
    let tables: serde_json::Value = serde_json::from_slice(&release.parts()["tables"]).unwrap();
    serde_json::from_value(tables[table]["rows"].clone()).unwrap()
}

/// A force's count of a year and of its first quarter, larger by so much.
fn more(rebuild: &Rebuild, force: &str, by: i64) -> Other {
    let last = "2025/26".parse().unwrap();
    let of = |part: Part| {
        rebuild.counts().iter().position(|count| {
            let whole = count.measure == "group_based_cse_crimes" && count.dimension == "total";
            whole && count.force == force && count.year == last && count.part == part
        })
    };
    let larger = |number: usize| Some((number, rebuild.counts()[number].value? + by));
    [of(Part::Year), of(Part::Quarter(1))].into_iter().flatten().filter_map(larger).collect()
}

/// The area of British Transport Police is one force: its number is withheld whatever it is.
#[test]
fn an_area_of_one_force_is_withheld_from_eight_up_as_well() {
    let release = edition().with(&more(edition(), "BTP", 9)).unwrap();
    let rows = rows(&release, "range-by-area");
    let one = |row: &&Vec<String>| row.contains(&"1".to_owned()) && row.contains(&"[c]".to_owned());
    assert!(rows.iter().any(|row| one(&row)), "{rows:?}");
    assert!(rows.iter().flatten().all(|cell| !["10 [rounded]", "11"].contains(&cell.as_str())), "{rows:?}");
}

/// The edition after its own release.
fn after_a_release() -> Rebuild {
    let project = crate::project::Project::copy();
    let mut record = edition().record().unwrap();
    record.release = "2026-05-28T08:30:00Z".to_owned();
    project.write(&record.path(), record.to_json());
    Rebuild::read(&mut Project::open(project.root()).unwrap(), 2027).unwrap()
}

/// Forces whose counts of the last year can be corrected.
fn correctable(rebuild: &Rebuild) -> Vec<String> {
    let forces: BTreeSet<&str> = rebuild.counts().iter().map(|count| count.force.as_str()).collect();
    forces.into_iter().filter(|force| !more(rebuild, force, 1).is_empty()).map(str::to_owned).collect()
}

/// One count of one force larger by one: some forces here, all of them by `--include-ignored`.
fn corrected(every: usize) {
    let rebuild = after_a_release();
    let forces = correctable(&rebuild);
    assert!(forces.len() >= 41, "{}", forces.len());
    let told: Vec<String> = forces
        .iter()
        .skip(every / 2)
        .step_by(every)
        .filter_map(|force| Some(format!("{force}: {}", rebuild.with(&more(&rebuild, force, 1)).err()?)))
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn a_correction_after_a_release_builds() {
    corrected(15);
}

#[test]
#[ignore = "43 releases, minutes in a debug build: just corrections"]
fn every_single_correction_after_a_release_builds() {
    corrected(1);
}

/// Twelve forces corrected at once, each by one to three.
fn twelve(sets: std::ops::Range<u64>) {
    let rebuild = after_a_release();
    let forces = correctable(&rebuild);
    let mut told = Vec::new();
    for set in sets {
        let mut random = crate::random::Random::new("corrections", set);
        let mut left = forces.clone();
        let mut other = Other::new();
        for _ in 0..12 {
            let force = left.swap_remove(random.below(left.len()));
            other.extend(more(&rebuild, &force, 1 + random.below(3) as i64));
        }
        told.extend(rebuild.with(&other).err().map(|failure| format!("set {set}: {failure}")));
    }
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn twelve_corrections_at_once_after_a_release_build() {
    twelve(0..1);
}

#[test]
#[ignore = "20 releases, minutes in a debug build: just corrections"]
fn twenty_random_sets_of_twelve_corrections_build() {
    twelve(0..20);
}

/// What an earlier release printed of one force cannot be hidden again: the fault offers the lines that give it up, and with them, and a
/// reason, the edition builds.
#[test]
fn what_an_earlier_release_gives_away_is_given_up_by_name_or_not_at_all() {
    let project = crate::project::Project::copy();
    let invalid = std::fs::read_to_string(repository().join("tests/invalid/disclosure-unprotectable.toml")).unwrap();
    let record = invalid.split('\'').nth(3).unwrap();
    project.write("data/releases/20260528T083000Z.json", record);
    let said = |lines: &str| -> String {
        let edition = std::fs::read_to_string(repository().join("report/2027/edition.toml")).unwrap();
        project.write("report/2027/edition.toml", format!("{edition}\n{lines}"));
        let failure = Rebuild::read(&mut Project::open(project.root()).unwrap(), 2027)
            .and_then(|rebuild| rebuild.with(&Other::new()).map(drop));
        failure.err().map(|failure| failure.to_string()).unwrap_or_default()
    };
    let number = "E23000002/group_based_cse_crimes/2024-25/year/total/all";
    let lines = |number: &str, reason: &str| format!("[[give-up]]\nnumber = \"{number}\"\nreason = \"{reason}\"\n");
    let reason = "The release of May 2026 printed it, and the force agreed that it stays.";
    let told = said("");
    assert!(told.contains("disclosure-unprotectable") && told.contains(lines(number, "").trim_end()), "{told}");
    assert!(said(&lines(number, "")).contains("too short to be one"));
    assert!(said(&lines("E23000002/crimes", reason)).contains("is no number that disclosure control protects"));
    assert_eq!(said(&lines(number, reason)), "");
}

/// A file of one force and one quarter could be guessed from its hash or size, number by number.
#[test]
fn no_file_of_an_official_release_holds_a_fingerprint_of_what_forces_returned() {
    let returned: Vec<(String, usize)> = std::fs::read_dir(repository().join("data/demo"))
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .map(|bytes| (assess::source::sha256(&bytes), bytes.len()))
        .collect();
    assert!(returned.len() >= 4);
    let chapter = crate::project::built().join("chapter.official.embargoed.pdf");
    // Where poppler is not installed the manifest alone is looked at.
    let text = crate::pdf::poppler("pdftotext", &["-layout"], &chapter).unwrap_or_default();
    let manifest = std::fs::read_to_string(crate::project::built().join("manifest.json")).unwrap();
    for (hash, bytes) in &returned {
        // The PDF breaks long words.
        assert!(!text.replace(char::is_whitespace, "").contains(hash), "{hash}");
        assert!(!manifest.contains(hash) && !manifest.contains(&format!("\"bytes\": {bytes},")), "{hash}");
    }
    let public = std::fs::read(repository().join("data/public/child_population.csv")).unwrap();
    assert!(manifest.contains(&assess::source::sha256(&public)), "public sources keep theirs");
}
