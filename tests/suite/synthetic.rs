//! What is invented says so, whatever settings say, and stands beside no real name: read from every output of the shipped edition, under
//! both markings.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use assess::edition::Marking;
use assess::pipeline::{self, Order, Prepared};
use assess::source::Project as Read;
use tempfile::TempDir;

use crate::pdf::poppler;
use crate::project::{Project, built, repository, succeed};
use assess::pipeline::Silent;

/// The shipped edition with full values, built once.
fn built_sensitive() -> &'static Path {
    static RELEASE: OnceLock<TempDir> = OnceLock::new();
    let folder = RELEASE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().to_str().unwrap();
        succeed(repository(), &["build", "--quiet", "--marking", "official-sensitive", "--out", out]);
        folder
    });
    folder.path()
}

fn prepared(marking: Marking) -> Prepared {
    let order = Order { marking: Some(marking), ..Order::edition(2027) };
    pipeline::prepare(&mut Read::open(repository()).unwrap(), order, &mut Silent).unwrap()
}

/// Every name and code of a force, region or regional unit.
struct Names(Vec<String>);

impl Names {
    fn read() -> Self {
        let mut reader = csv::Reader::from_path(repository().join("data/reference/forces.csv")).unwrap();
        let header = reader.headers().unwrap().clone();
        let mut names = BTreeSet::new();
        for record in reader.records().map(Result::unwrap) {
            for (column, cell) in header.iter().zip(&record) {
                if ["force_code", "force_name", "short_name", "region", "region_code", "rocu", "aliases"]
                    .contains(&column)
                {
                    names.extend(cell.split('|').map(str::to_owned));
                }
            }
        }
        // The region of the one force without an area is a word like another.
        names.retain(|name| !name.is_empty() && !name.eq_ignore_ascii_case("national"));
        assert!(names.len() > 150 && names.contains("Kent") && names.contains("E23000032") && names.contains("Wales"));
        Self(names.into_iter().collect())
    }

    /// Those that stand in a text as whole words. Of what covers England and Wales together no part is meant.
    fn within(&self, text: &str) -> Vec<&str> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("England and Wales", "");
        let whole = |name: &&String| {
            let part_of_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
            text.match_indices(name.as_str()).any(|(at, _)| {
                !part_of_word(text[..at].chars().next_back()) && !part_of_word(text[at + name.len()..].chars().next())
            })
        };
        self.0.iter().filter(whole).map(String::as_str).collect()
    }

    fn absent(&self, what: &str, text: &str) {
        let found = self.within(text);
        assert!(found.is_empty(), "{what} names {found:?}:\n{}", text.chars().take(2000).collect::<String>());
    }
}

#[test]
fn a_name_is_found_as_a_whole_word_and_whatever_covers_both_nations_is_none() {
    let names = Names::read();
    assert_eq!(names.within("Forces of England and\nWales; Kentish; E230000321; 1 Wales"), ["Wales"]);
    assert_eq!(names.within("E23000032,Kent"), ["E23000032", "Kent"]);
}

#[test]
fn every_fact_table_and_figure_of_invented_numbers_is_free_of_names() {
    let names = Names::read();
    for marking in Marking::ALL {
        let prepared = prepared(marking);
        assert!(prepared.facts.iter().filter(|(_, fact)| fact.lineage.synthetic()).count() > 500);
        for (id, fact) in prepared.facts.iter().filter(|(_, fact)| fact.lineage.synthetic()) {
            names.absent(id, &fact.text);
        }
        for table in prepared.tables.iter().filter(|table| table.lineage.synthetic()) {
            let words = [&table.title, &table.subtitle, &table.source].into_iter().chain(&table.notes);
            for text in words.chain(table.printed().iter().flatten()) {
                names.absent(table.id(), text);
            }
        }
        for figure in &prepared.figures {
            if !figure.words().synthetic {
                continue;
            }
            let words = figure.words();
            let texts = [&words.title, &words.subtitle, &words.source, &words.alt].into_iter().chain(&words.notes);
            texts.for_each(|text| names.absent(figure.id(), text));
            names.absent(figure.id(), &figure.description());
        }
        // The pictures show that forces stand in them: under other names.
        let coverage = prepared.figures.iter().find(|figure| figure.id() == "coverage").unwrap();
        let csv = String::from_utf8(coverage.csv()).unwrap();
        assert!(csv.contains("Region A,Force 01,") && csv.contains(",Force 44,"), "{csv}");
    }
}

#[test]
fn no_sentence_of_the_text_binds_an_invented_number_beside_a_name() {
    let names = Names::read();
    let prepared = prepared(Marking::Official);
    let mut bound = 0;
    for entry in fs::read_dir(repository().join("report/2027/sections")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for sentence in text.split(". ").flat_map(|part| part.split('\n')) {
            let invented = sentence.split("#n(\"").skip(1).filter_map(|rest| rest.split_once('"')).any(|(id, _)| {
                prepared.facts.get(id).unwrap_or_else(|| panic!("{path:?} binds {id}")).lineage.synthetic()
            });
            if invented {
                bound += 1;
                names.absent(&path.display().to_string(), sentence);
            }
        }
    }
    // Some facts are several sentences; their own words are read with all facts above.
    assert!(bound > 30, "{bound}");
}

#[test]
fn no_file_of_a_release_sets_a_name_beside_an_invented_number() {
    let names = Names::read();
    for release in [built(), built_sensitive()] {
        let figures = fs::read_dir(release.join("figures")).unwrap();
        let (mut read, mut rows) = (0, 0);
        for entry in fs::read_dir(release).unwrap().chain(figures) {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            let ending = file.rsplit('.').next().unwrap();
            if !["csv", "svg", "json"].contains(&ending) {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            read += 1;
            match ending {
                "csv" if text.lines().next().unwrap().contains("data_status") => {
                    for line in text.lines().filter(|line| line.contains("synthetic")) {
                        rows += 1;
                        names.absent(&file, line);
                    }
                }
                "csv" if of_public(&file) => {}
                "json" if file.starts_with("numbers.") => {
                    beside_invented(&text, |what, words| names.absent(what, words))
                }
                // A public number by force or region keeps the names; each that is invented says so.
                "json" if file.starts_with("printed.") => {
                    let mut record: serde_json::Value = serde_json::from_str(&text).unwrap();
                    let statistics = record["statistics"].as_array_mut().unwrap();
                    statistics.retain(|told| told["synthetic"] == true);
                    assert!(statistics.len() > 50, "{}", statistics.len());
                    names.absent(&file, &record.to_string());
                }
                "svg" if text.contains("SYNTHETIC") => names.absent(&file, &words_of(&text)),
                "svg" => {
                    assert!(of_public(&file), "{file}")
                }
                _ => names.absent(&file, &text),
            }
        }
        assert!(read >= 16 && rows > 300, "{read} files, {rows} rows");
    }
}

/// Every fact of the file of numbers that is invented, and every sentence that binds one.
fn beside_invented(text: &str, absent: impl Fn(&str, &str)) {
    let numbers: serde_json::Value = serde_json::from_str(text).unwrap();
    let facts = prepared(Marking::Official).facts;
    let invented = |id: &str| facts.get(id).unwrap_or_else(|| panic!("no fact {id}")).lineage.synthetic();
    let told = numbers["facts"].as_object().unwrap().iter().filter(|(id, _)| invented(id));
    let told: Vec<_> = told.map(|(id, words)| (id.as_str(), words.as_str().unwrap())).collect();
    let binds = |sentence: &&serde_json::Value| {
        sentence["facts"].as_array().unwrap().iter().any(|id| invented(id.as_str().unwrap()))
    };
    let sentences: Vec<_> = numbers["sentences"].as_array().unwrap().iter().filter(binds).collect();
    assert!(told.len() > 40 && sentences.len() > 30, "{} facts, {} sentences", told.len(), sentences.len());
    told.into_iter().for_each(|(id, words)| absent(id, words));
    sentences.into_iter().for_each(|one| absent("a sentence of the file of numbers", one["words"].as_str().unwrap()));
}

/// The words of a picture, those of a broken line together.
fn words_of(svg: &str) -> String {
    let parts = svg.split('<').filter_map(|part| part.split_once('>'));
    parts.map(|(_, text)| text).collect::<Vec<_>>().join(" ")
}

/// Names stand in the chapter in these places alone: recorded crime by force, which is public, and what forces are.
#[test]
fn the_chapter_names_forces_only_where_its_numbers_are_real() {
    let names = Names::read();
    for (release, file) in
        [(built(), "chapter.official.embargoed.pdf"), (built_sensitive(), "chapter.official-sensitive.embargoed.pdf")]
    {
        let Some(text) = poppler("pdftotext", &[], &release.join(file)) else { return };
        let mut pages_without = 0;
        for page in text.split_terminator('\u{c}') {
            let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
            if page.contains("Funnel plot") || page.contains("The forces inside the frame, enlarged") {
                assert!(!page.contains("SYNTHETIC"), "{page}");
                continue;
            }
            let mut rest = page.clone();
            for allowed in [
                "London has the lowest rate of recorded offences and the second highest of assessments that found the factor",
                "The expected number is the 43 territorial forces of England and Wales, and British Transport Police.",
                "British Transport Police has no resident population, so it has counts but no rate.",
                "Sussex safeguarding children partnerships",
                "City of London is left out because very few children live there.",
                "summed by force; Wales from single years of age. Wales is held for mid-2024 only, Dorset from mid-2019.",
                "Police forces of England and Wales and British Transport Police",
                "years and national totals are summed here, without British Transport Police.",
            ] {
                rest = rest.replace(allowed, "");
            }
            names.absent(file, &rest);
            pages_without += 1;
        }
        // The chapter has fifteen pages; a text that is not read whole has fewer.
        assert!(pages_without >= 15, "{pages_without}");
    }
}

#[test]
fn no_edit_of_the_catalogue_takes_a_stamp_away() {
    let project = Project::copy();
    let catalogue = project.text("data/sources.toml");
    assert_eq!(catalogue.matches("\nsynthetic = true\n").count(), 4);
    project.write("data/sources.toml", catalogue.replace("synthetic = true", "synthetic = false"));
    succeed(project.root(), &["build", "--quiet"]);
    let release = project.path("out/2027");
    let figures = fs::read_dir(built().join("figures")).unwrap();
    for entry in fs::read_dir(built()).unwrap().chain(figures) {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(built()).unwrap();
        if path.is_file() && name != Path::new("manifest.json") {
            assert!(fs::read(&path).unwrap() == fs::read(release.join(name)).unwrap(), "{} differs", name.display());
        }
    }
    let said = |release: &Path| {
        let manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(release.join("manifest.json")).unwrap()).unwrap();
        (manifest["edition"].clone(), manifest["synthetic_sources"].clone(), manifest["outputs"].clone())
    };
    assert_eq!(said(&release), said(built()));
}

#[test]
fn a_demonstration_says_what_it_is_and_is_nobodys() {
    for (release, marking) in [(built(), "official"), (built_sensitive(), "official-sensitive")] {
        let manifest = fs::read_to_string(release.join("manifest.json")).unwrap();
        assert!(
            manifest.contains("\"demonstration\": true") && !manifest.contains("National Crime Agency"),
            "{manifest}"
        );
        let chapter = release.join(format!("chapter.{marking}.embargoed.pdf"));
        let Some(about) = poppler("pdfinfo", &[], &chapter) else { return };
        assert!(
            !about.contains("National Crime Agency") && !about.contains("National Strategic Assessment"),
            "{about}"
        );
        assert!(
            about.contains("demonstration on synthetic returns") && about.contains("published by nobody"),
            "{about}"
        );
        let Some(text) = poppler("pdftotext", &["-layout"], &chapter) else { return };
        assert!(!text.split('\u{c}').next().unwrap().contains("National Crime Agency"), "{text}");
        for (at, page) in text.split_terminator('\u{c}').enumerate() {
            assert!(page.contains("Demonstration, never for release"), "page {}:\n{page}", at + 1);
        }
    }
}

#[test]
fn real_returns_are_named_and_nothing_calls_them_synthetic() {
    let project = Project::of_real_returns();
    let prepared =
        pipeline::prepare(&mut Read::open(project.root()).unwrap(), Order::edition(2027), &mut Silent).unwrap();
    assert!(!prepared.picture.edition.demonstration);
    let coverage = prepared.figures.iter().find(|figure| figure.id() == "coverage").unwrap();
    let csv = String::from_utf8(coverage.csv()).unwrap();
    assert!(csv.contains("London,Metropolitan,") && !csv.contains("Force 01"), "{csv}");
    for table in &prepared.tables {
        let words = [&table.title, &table.subtitle, &table.source].into_iter().chain(&table.notes);
        for text in words.chain(table.printed().iter().flatten()) {
            assert!(!text.to_lowercase().contains("synthetic"), "{}: {text}", table.id());
        }
    }
    for figure in &prepared.figures {
        assert!(!figure.svg().unwrap().to_lowercase().contains("synthetic"), "{}", figure.id());
    }
    assert!(prepared.facts.iter().all(|(_, fact)| !fact.text.contains("synthetic") && !fact.lineage.synthetic()));
}

#[test]
fn one_synthetic_row_is_enough_and_an_unknown_word_is_refused() {
    let project = Project::of_real_returns();
    let path = "data/demo/adr_parent.csv";
    project.replace(path, ",66,,real\n", ",66,,synthetic\n");
    let read = |project: &Project| {
        pipeline::prepare(&mut Read::open(project.root()).unwrap(), Order::edition(2027), &mut Silent)
    };
    assert!(read(&project).unwrap().picture.edition.demonstration);
    project.replace(path, ",66,,synthetic\n", ",66,,sythetic\n");
    let failure = read(&project).err().unwrap().to_string();
    assert!(
        failure.contains("adr_parent.csv:2, column `data_status`") && failure.contains("did you mean `synthetic`?"),
        "{failure}"
    );
}

/// Whether a file is of a figure that rests on public figures alone.
fn of_public(file: &str) -> bool {
    crate::numbers::REAL.iter().any(|id| file.starts_with(id))
}
