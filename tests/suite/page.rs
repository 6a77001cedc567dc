//! The chapter as a page for the web: the same words as the document, each number leading to what it rests on, and nothing asked of anyone.

use std::collections::BTreeSet;
use std::fs;

use regex::Regex;

use crate::numbers::prepared;
use crate::project::built;

fn page() -> String {
    fs::read_to_string(built().join("chapter.official.embargoed.html")).unwrap()
}

/// What a reader reads: without drawings, markup and the references of characters.
fn words(html: &str) -> String {
    let bare = Regex::new(r"(?s)<style>.*?</style>|<svg.*?</svg>|<[^>]*>").unwrap().replace_all(html, " ").into_owned();
    let bare = bare
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_number_leads_to_its_evidence_and_every_reference_to_its_place() {
    let page = page();
    let of = |pattern: &str| {
        let found = Regex::new(pattern).unwrap();
        found.captures_iter(&page).map(|one| one[1].to_owned()).collect::<Vec<String>>()
    };
    let ids = of(r#" id="([^"]+)""#);
    let places: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(places.len(), ids.len(), "an id stands twice");
    for target in of(r##"href="#([^"]+)""##) {
        assert!(places.contains(&target), "nothing is called {target}");
    }
    let bound = of(r#"<data value="([^"]+)">"#);
    assert!(bound.len() > 120, "{}", bound.len());
    let facts = &prepared().facts;
    for id in &bound {
        let fact = facts.get(id).unwrap_or_else(|| panic!("{id} is no fact"));
        let evidence = page.split_once(&format!("id=\"evidence-{id}\"")).expect(id).1;
        let end = evidence.find("</li>").unwrap();
        let evidence = words(&format!("<{}", &evidence[..end]));
        let told = |words: &str| evidence.contains(&words.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(told(&fact.text), "{id}: {evidence}");
        assert_eq!(evidence.contains("[synthetic]"), fact.lineage.synthetic(), "{id}");
        assert_eq!(evidence.contains("Synthetic: invented"), fact.lineage.synthetic(), "{id}");
        // What is made of data says how, its interval where there is one, and each of its sources.
        if fact.lineage.sources().next().is_none() {
            assert!(evidence.contains("Set by the edition, not by data."), "{id}: {evidence}");
            continue;
        }
        let how = facts.how(id).unwrap_or_else(|| panic!("nothing says how {id} is made"));
        assert!(told(how.method) && told(how.formula), "{id}: {evidence}");
        assert!(facts.interval(id).is_none_or(|interval| told(&interval.text)), "{id}: {evidence}");
        assert!(evidence.contains("Made of: "), "{id}: {evidence}");
    }
}

#[test]
fn the_page_has_the_figures_and_tables_of_the_document_to_the_cell() {
    let page = page();
    let said = words(&page);
    for figure in &prepared().figures {
        let drawn =
            page.split_once(&format!("id=\"figure-{}\"", figure.id())).unwrap_or_else(|| panic!("{}", figure.id())).1;
        assert!(drawn.split_once("</figure>").unwrap().0.contains("<svg aria-hidden=\"true\""), "{}", figure.id());
    }
    let shown = prepared().tables.iter().filter(|table| page.contains(&format!("id=\"table-{}\"", table.id())));
    let mut cells = 0;
    for table in shown {
        for cell in table.printed().iter().flatten() {
            let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(&cell), "{}: {cell}", table.id());
            cells += 1;
        }
    }
    assert!(cells > 400, "{cells}");
}

#[test]
fn every_number_of_a_table_leads_to_what_the_table_rests_on_and_to_its_data() {
    let page = page();
    let shown = prepared().tables.iter().filter(|table| page.contains(&format!("id=\"table-{}\"", table.id())));
    let cells = Regex::new("(?s)<td[^>]*>(.*?)</td>").unwrap();
    let mut links = 0;
    for table in shown {
        let id = table.id();
        let body = page.split_once(&format!("id=\"table-{id}\"")).unwrap().1.split_once("</table>").unwrap().0;
        let link = format!("href=\"#evidence-table-{id}\"");
        for cell in cells.captures_iter(body) {
            let number = words(&cell[1]).contains(|letter: char| letter.is_ascii_digit());
            assert_eq!(cell[1].contains(&link), number, "{id}: {}", &cell[1]);
            links += usize::from(number);
        }
        let evidence =
            page.split_once(&format!("id=\"evidence-table-{id}\"")).expect(id).1.split_once("</li>").unwrap().0;
        let evidence = words(&format!("<{evidence}"));
        assert!(evidence.contains(&table.title), "{id}: {evidence}");
        let numbers = table.columns.iter().any(|column| column.unit.is_some());
        assert!(!numbers || evidence.contains("Method: "), "{id} does not say how its numbers are made: {evidence}");
        assert_eq!(evidence.contains("Synthetic: invented"), table.lineage.synthetic(), "{id}: {evidence}");
    }
    assert!(links > 300, "{links}");
    // Whatever a link outside the page names is a file of the release, and of the network nothing.
    let mut files = BTreeSet::new();
    for target in Regex::new("href=\"([^#\"]+)\"").unwrap().captures_iter(&page) {
        assert!(built().join(&target[1]).is_file(), "{}", &target[1]);
        files.insert(target[1].to_owned());
    }
    assert!(files.len() > 25, "{files:?}");
}

#[test]
fn the_page_stands_alone_and_says_how_it_is_handled() {
    let page = page();
    for asked in ["src=", "<script", "<link", "@import", "url(http", "<iframe"] {
        assert!(!page.contains(asked), "{asked}");
    }
    let said = words(&page);
    for needed in ["OFFICIAL", "Demonstration, never for release", "SYNTHETIC DATA – invented for demonstration"] {
        assert!(said.matches(needed).count() >= 2, "{needed}");
    }
}
