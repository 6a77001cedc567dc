//! What the files themselves must be: accessible, protected, free of macros, and the same at every write.

use std::io::{Cursor, Read};

use zip::{CompressionMethod, ZipArchive};

use assess::template::Guidance;

use super::*;

/// The parts of an archive in their order, as text.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text));
    }
    parts
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(found, _)| found == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// The sheets of an XLSX, in order.
fn pages(bytes: &[u8]) -> Vec<String> {
    (1..)
        .map_while(|number| {
            let name = format!("xl/worksheets/sheet{number}.xml");
            parts(bytes).into_iter().find(|(found, _)| *found == name).map(|(_, text)| text)
        })
        .collect()
}

fn fresh(format: Format) -> Vec<u8> {
    bytes(&form("E23000005", "2025/26"), &Filling::default(), format)
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    for (format, file) in FORMATS {
        assert_eq!(fresh(format), fresh(format), "{file}");
        let later =
            write(&form("E23000005", "2025/26"), &Filling::default(), format, "2027-11-05T09:30:00Z".parse().unwrap());
        assert_ne!(fresh(format), later.unwrap(), "{file}: its only time is the one given");
    }
}

#[test]
fn no_time_of_writing_is_in_the_archive() {
    for (format, file) in FORMATS {
        let bytes = fresh(format);
        let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
        for index in 0..archive.len() {
            let part = archive.by_index(index).unwrap();
            assert_eq!(part.last_modified(), Some(zip::DateTime::default()), "{file}: {}", part.name().unwrap());
        }
    }
}

#[test]
fn the_type_of_an_ods_is_its_first_part_and_not_compressed() {
    let bytes = fresh(Format::Ods);
    let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
    let first = archive.by_index(0).unwrap();
    assert_eq!((first.name().unwrap().as_ref(), first.compression()), ("mimetype", CompressionMethod::Stored));
    // Programs look for the type at this place of the file.
    assert_eq!(&bytes[38..84], b"application/vnd.oasis.opendocument.spreadsheet");
}

#[test]
fn every_part_is_well_formed() {
    for (format, file) in FORMATS {
        for (name, text) in parts(&fresh(format)).into_iter().filter(|(name, _)| name != "mimetype") {
            let mut reader = quick_xml::Reader::from_str(&text);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{file}, {name}: {error}"),
                }
            }
        }
    }
}

#[test]
fn the_sheets_stand_in_reading_order_from_the_cover_on() {
    let expected = [
        "Cover",
        "Contents",
        "Guidance",
        "Worked cases",
        "Definitions used",
        "All group-based crimes",
        "Context",
        "Exploitation crimes",
        "Age of suspects",
        "Sex of suspects",
        "Ethnicity of suspects",
        "Notes",
        "Definition list",
    ];
    for (format, file) in FORMATS {
        let grids = grids(&fresh(format), file);
        let names: Vec<&str> = grids.iter().filter_map(|grid| grid.sheet.as_deref()).collect();
        assert_eq!(names, expected, "{file}");
        for grid in &grids {
            let title = &grid.rows[0];
            assert_eq!(title.number, 0, "{file}: the title of {:?} is in A1", grid.sheet);
            assert!(!title.cells[0].is_empty(), "{file}: the title of {:?} is in A1", grid.sheet);
        }
    }
}

#[test]
fn every_sheet_has_one_marked_table_from_column_a_and_nothing_under_it() {
    let bytes = fresh(Format::Xlsx);
    let sheets = grids(&bytes, "a.xlsx");
    let tables: Vec<String> =
        parts(&bytes).into_iter().filter(|(name, _)| name.starts_with("xl/tables/")).map(|(_, text)| text).collect();
    assert_eq!(tables.len(), sheets.len());
    let content = part(&fresh(Format::Ods), "content.xml");
    assert_eq!(content.matches("<table:database-range ").count(), sheets.len());
    assert_eq!(content.matches("<table:table-header-rows>").count(), sheets.len());
    for (table, sheet) in tables.iter().zip(&sheets) {
        let range = between(table, " ref=\"", "\"");
        let last = sheet.rows.last().unwrap().number + 1;
        assert!(range.starts_with('A'), "{:?}: {range}", sheet.sheet);
        assert!(range.ends_with(&last.to_string()), "{:?}: {range}, and the last row is {last}", sheet.sheet);
        assert!(!table.contains("autoFilter"), "{:?}", sheet.sheet);
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(found, _)| found)
}

#[test]
fn no_cell_is_merged_no_row_is_hidden_and_there_is_no_macro() {
    for (format, file) in FORMATS {
        for (name, text) in parts(&fresh(format)) {
            for word in ["mergeCell", "spanned", "hidden=\"1\"", "visibility=\"collapse\"", "vbaProject", "script:"] {
                assert!(!text.contains(word), "{file}, {name}: {word}");
            }
        }
    }
}

#[test]
fn every_sheet_is_protected_without_a_password_and_only_entries_are_open() {
    let bytes = fresh(Format::Xlsx);
    for page in pages(&bytes) {
        let protection = between(&page, "<sheetProtection ", "/>");
        assert!(protection.contains("sheet=\"1\"") && !protection.contains("password"), "{protection}");
    }
    let content = part(&fresh(Format::Ods), "content.xml");
    assert_eq!(content.matches("table:protected=\"true\"").count(), pages(&bytes).len());
    assert!(!content.contains("protection-key"));
    // Entries of the form: 2 rows by 4 quarters, 6 + 3 + 3 + 6 years, and a reason for each of the 20 rows; 4 definitions and one of all.
    let open = |word: &str| content.matches(&format!("table:style-name=\"{word}\"")).count();
    assert_eq!((open("Entry"), open("Choice")), (2 * 4 + 18, 20 + 4 + 1));
    let styles = part(&fresh(Format::Ods), "styles.xml");
    assert_eq!(styles.matches("style:cell-protect=\"none\"").count(), 3);
}

#[test]
fn the_document_names_its_title_author_and_language() {
    let core = part(&fresh(Format::Xlsx), "docProps/core.xml");
    let meta = part(&fresh(Format::Ods), "meta.xml");
    for text in [&core, &meta] {
        assert!(
            text.contains(
                "Group-based child sexual abuse and exploitation: annual return: A force, 2025/26</dc:title>"
            )
        );
        assert!(text.contains("<dc:creator>National Crime Agency</dc:creator>"));
        assert!(text.contains("<dc:language>en-GB</dc:language>"));
        assert!(text.contains("2026-11-05T09:30:00Z"));
    }
    let styles = part(&fresh(Format::Ods), "styles.xml");
    assert!(styles.contains("fo:language=\"en\" fo:country=\"GB\""));
}

#[test]
fn it_opens_at_the_cover() {
    let workbook = part(&fresh(Format::Xlsx), "xl/workbook.xml");
    assert!(!workbook.contains("activeTab"), "the first sheet is the one that opens");
    let first = pages(&fresh(Format::Xlsx)).remove(0);
    assert!(first.contains("tabSelected=\"1\"") && !first.contains("<selection "), "A1 is where the cursor is");
    let settings = part(&fresh(Format::Ods), "settings.xml");
    assert!(settings.contains("config:name=\"ActiveTable\" config:type=\"string\">Cover<"));
}

#[test]
fn entries_are_validated_and_reasons_are_chosen_from_a_list() {
    let bytes = fresh(Format::Xlsx);
    let quarters = &pages(&bytes)[5];
    let rule = "IF(ISNUMBER(B6),AND(B6&gt;=0,INT(B6)=B6),OR(B6=\"[x]\",B6=\"[z]\"))";
    assert!(quarters.contains(&format!("sqref=\"B6:E6\"><formula1>{rule}</formula1>")), "{quarters}");
    assert!(quarters.contains("<formula1>\"[x],[z]\"</formula1>"));
    // A quarter can be below zero, so the program asks; a year cannot, so it refuses.
    assert!(quarters.contains("errorStyle=\"warning\""));
    assert!(!pages(&bytes)[6].contains("errorStyle="));
    let content = part(&fresh(Format::Ods), "content.xml");
    let content = content.replace("&apos;", "'");
    let rule = "of:is-true-formula(IF(ISNUMBER([.B6]);AND([.B6]&gt;=0;INT([.B6])=[.B6]);OR([.B6]=&quot;[x]&quot;;[.B6]=&quot;[z]&quot;)))";
    assert!(content.contains(rule));
    assert!(content.contains("of:cell-content-is-in-list([$'Definition list'.$A$4:.$A$7])"));
}

#[test]
fn cells_that_matter_have_names() {
    let workbook = part(&fresh(Format::Xlsx), "xl/workbook.xml");
    let content = part(&fresh(Format::Ods), "content.xml");
    for name in ["return_code", "force_code", "period_of_return", "definition_context", "entries_age", "total_context"]
    {
        assert!(workbook.contains(&format!("<definedName name=\"{name}\"")), "{name}");
        assert!(content.contains(&format!("<table:named-range table:name=\"{name}\"")), "{name}");
    }
    assert!(workbook.contains("<definedName name=\"total_context\">'Context'!$B$12<"), "{workbook}");
}

#[test]
fn a_synthetic_example_says_so_on_its_cover_and_a_real_template_does_not() {
    let mut form = form("E23000005", "2025/26");
    for synthetic in [true, false] {
        form.synthetic_example = synthetic;
        for (format, file) in FORMATS {
            let cover = grids(&bytes(&form, &Filling::default(), format), file).remove(0);
            let says = cover.rows.iter().any(|row| row.cells[0].text().starts_with("Synthetic example"));
            assert_eq!(says, synthetic, "{file}");
        }
    }
}

#[test]
fn formulas_show_their_results_before_any_program_has_calculated_them() {
    let form = form("BTP", "2021/22");
    let filling = filling(&form, &demo("BTP", "2021/22"));
    for (format, file) in FORMATS {
        let sheets = grids(&bytes(&form, &filling, format), file);
        let quarters = &sheets[5].rows;
        // Quarters 3, 2, 1 and 1 of the demonstration: its year is 7.
        assert_eq!(quarters[5].cells[5], Value::Integer(7), "{file}");
        assert_eq!(quarters[5].cells[7].text(), "Complete", "{file}");
        let total = sheets[6].rows.last().unwrap();
        assert_eq!(total.cells[0].text(), "Total", "{file}");
        assert_eq!(total.cells[1], Value::Integer(7), "{file}");
        assert_eq!(total.cells[3].text(), "Agrees with sheet All group-based crimes", "{file}");
    }
}

#[test]
fn a_form_that_no_program_could_open_is_refused() {
    let good = form("E23000005", "2025/26");
    type Damage = fn(&mut Form);
    let damage: [(&str, Damage); 6] = [
        ("sheet name too long", |form| form.sections[0].sheet = "a".repeat(32)),
        ("sheet name with a slash", |form| form.sections[0].sheet = "2025/26".to_owned()),
        ("two sheets of one name", |form| form.sections[1].sheet = "ALL GROUP-BASED CRIMES".to_owned()),
        ("a sheet called Cover", |form| form.sections[0].sheet = "cover".to_owned()),
        ("two rows of one label", |form| {
            form.sections[1].categories[1].title = "child  sexual exploitation".to_owned()
        }),
        ("a definition nobody knows", |form| form.sections[1].definition = Some("other".to_owned())),
    ];
    assert_eq!(good.check(), Ok(()));
    for (what, damage) in damage {
        let mut form = good.clone();
        damage(&mut form);
        assert!(form.check().is_err(), "{what}");
    }
}

#[test]
fn the_worked_cases_of_the_repository_are_decided_by_the_agreed_definition() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = if root.join("data").is_dir() { root.to_owned() } else { root.join("..") };
    let mut project = assess::source::Project::open(&root).unwrap();
    let definitions = assess::definition::Definitions::read(&mut project).map_err(print).unwrap();
    let contracts = assess::contract::Contracts::read(&mut project, &definitions).map_err(print).unwrap();
    let contract = contracts.get("adr-group-based").unwrap();
    let cases = Guidance::read(&mut project, contract, "iicsa-organised-network").map_err(print).unwrap().cases;
    assert!(cases.len() >= 8 && cases.iter().any(|case| case.count_it) && cases.iter().any(|case| !case.count_it));
    let other = Guidance::read(&mut project, contract, "cocad").unwrap_err();
    assert_eq!(other[0].id, "guidance-other-definition");
}

/// Found by the mutator: XLSX refuses a table without rows, and the error named neither the sheet nor the reason.
#[test]
fn a_form_without_worked_cases_is_written_and_read_back() {
    let mut form = form("BTP", "2021/22");
    form.edge_cases.clear();
    let expected = demo("BTP", "2021/22");
    for (format, file) in FORMATS {
        let rows = read_back(&own(&bytes(&form, &filling(&form, &expected), format), file), &form);
        assert_eq!(lines(&rows.map_err(print).unwrap()), expected, "{file}");
    }
}

#[test]
fn what_is_to_be_entered_is_shaded_and_headers_stay_in_view() {
    let bytes = fresh(Format::Xlsx);
    let styles = part(&bytes, "xl/styles.xml").to_lowercase();
    assert!(styles.contains("fgcolor rgb=\"fffff6cc\""), "entry cells have a colour behind them");
    let frozen = |page: &String| page.contains("state=\"frozen\"");
    // Contents, definitions and every sheet of counts; what is only read scrolls.
    let pages = pages(&bytes);
    assert!(frozen(&pages[1]) && pages[4..11].iter().all(frozen) && !frozen(&pages[0]));
    let styles = part(&fresh(Format::Ods), "styles.xml");
    let entry = between(&styles, "style:name=\"Entry\"", "</style:style>");
    let text = between(&styles, "style:name=\"Text\"", "</style:style>");
    assert!(entry.contains("fo:background-color=\"#fff6cc\"") && !text.contains("fo:background-color"), "{entry}");
}

#[test]
fn a_definition_chosen_once_holds_for_every_sheet_that_names_no_other() {
    let form = form("BTP", "2021/22");
    let expected = demo("BTP", "2021/22");
    let mut once = filling(&form, &expected);
    let of_exploitation = once.definitions.remove("exploitation").unwrap();
    once.definitions.retain(|section, _| section != "age" && section != "sex" && section != "ethnicity");
    once.definition_of_all = Some(of_exploitation.clone());
    for (format, file) in FORMATS {
        let workbook = own(&bytes(&form, &once, format), file);
        let rows = read_back(&workbook, &form).map_err(print).unwrap();
        assert_eq!(lines(&rows), expected, "{file}");
        let sheet = workbook.iter().find(|grid| grid.sheet.as_deref() == Some("Exploitation crimes")).unwrap();
        let shown = sheet.rows.iter().any(|row| row.cell(0).text().contains(&format!("({of_exploitation})")));
        assert!(shown, "{file}: the sheet says under which definition it is counted");
    }
}
