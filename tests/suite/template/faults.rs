//! What people do to workbooks, and what reading one back then says: the check, the cell, and nothing read in silence.

use jiff::civil::date;

use super::*;

/// Sheets of the form by their place in the workbook.
const COVER: usize = 0;
const DEFINITIONS: usize = 4;
const CRIMES: usize = 5;
const CONTEXT: usize = 6;
const AGE: usize = 8;

/// Puts a value into a cell named as a program names it.
fn put(grids: &mut [Grid], sheet: usize, cell: &str, value: Value) {
    let column = (cell.as_bytes()[0] - b'A') as usize;
    let number: u32 = cell[1..].parse::<u32>().unwrap() - 1;
    let rows = &mut grids[sheet].rows;
    if rows.iter().all(|row| row.number != number) {
        rows.push(GridRow { number, cells: Vec::new() });
        rows.sort_by_key(|row| row.number);
    }
    let row = rows.iter_mut().find(|row| row.number == number).unwrap();
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Value::Empty);
    }
    row.cells[column] = value;
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Damages a complete workbook, and gives the faults of reading it back: check, cell, and what it says.
fn faults(damage: impl FnOnce(&mut Vec<Grid>)) -> Vec<(String, String, String)> {
    let (form, mut grids) = filled();
    damage(&mut grids);
    let faults = read_back(&grids, &form).expect_err("it was read as if nothing were wrong");
    let cell = |fault: &Fault| {
        fault.place.workbook.as_ref().map_or(String::new(), |address| format!("{}!{}", address.sheet, address.cell))
    };
    for fault in &faults {
        assert!(!fault.remedy.is_empty(), "{fault}");
    }
    faults.iter().map(|fault| (fault.id.to_owned(), cell(fault), fault.what.clone())).collect()
}

/// One fault, with this check at this cell, whose words hold these.
fn one(faults: &[(String, String, String)], id: &str, cell: &str, words: &[&str]) {
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!((faults[0].0.as_str(), faults[0].1.as_str()), (id, cell), "{faults:?}");
    for word in words {
        assert!(faults[0].2.contains(word), "`{word}` in {faults:?}");
    }
}

#[test]
fn the_damaged_cells_are_what_they_are_taken_for() {
    let (_, mut grids) = filled();
    let mut value = |sheet: usize, number: u32, column: usize| {
        let row = grids[sheet].rows.iter_mut().find(|row| row.number == number).unwrap();
        row.cells[column].text().into_owned()
    };
    assert_eq!(value(CRIMES, 5, 0), "All crimes");
    assert_eq!(value(CRIMES, 5, 5), "7");
    assert_eq!(value(CONTEXT, 6, 0), "Familial");
    assert_eq!(value(CONTEXT, 11, 0), "Total");
}

#[test]
fn a_year_typed_over_its_formula_must_be_the_sum_of_its_quarters() {
    let found = faults(|grids| put(grids, CRIMES, "F6", Value::Integer(9)));
    one(&found, "template-formula-overwritten", "All group-based crimes!F6", &["9", "B6 to E6", "7"]);
}

#[test]
fn a_year_typed_over_its_formula_is_kept_where_the_quarters_are_not_known() {
    let (form, mut grids) = filled();
    for cell in ["B6", "C6", "D6", "E6"] {
        put(&mut grids, CRIMES, cell, text("[x]"));
    }
    put(&mut grids, CRIMES, "F6", Value::Integer(7));
    let rows = read_back(&grids, &form).map_err(print).unwrap();
    let year = rows.iter().find(|row| row.dimension == "total" && row.part == Part::Year).unwrap();
    assert_eq!((year.value, year.marker.as_deref()), (Some(7), None));
    let quarter = rows.iter().find(|row| row.part == Part::Quarter(2)).unwrap();
    assert_eq!((quarter.value, quarter.marker.as_deref()), (None, Some("[x]")));
}

#[test]
fn a_formula_nobody_calculated_says_nothing_against_its_cells() {
    let (form, mut grids) = filled();
    let expected = read_back(&grids, &form).map_err(print).unwrap();
    for (sheet, cell) in [(CRIMES, "F6"), (CONTEXT, "B12"), (CONTEXT, "D12")] {
        put(&mut grids, sheet, cell, Value::Error("formula without a result".to_owned()));
    }
    assert_eq!(read_back(&grids, &form).map_err(print).unwrap(), expected);
}

#[test]
fn a_total_that_is_not_the_sum_names_its_cell_and_theirs() {
    let found = faults(|grids| put(grids, CONTEXT, "B12", Value::Integer(8)));
    one(&found, "template-total-overwritten", "Context!B12", &["8", "B6 to B11", "7"]);
}

#[test]
fn a_breakdown_must_add_up_to_the_total_on_the_other_sheet() {
    // One familial crime more: 8 against the year's 7.
    let found = faults(|grids| {
        put(grids, CONTEXT, "B7", Value::Integer(4));
        put(grids, CONTEXT, "B12", Value::Error("formula without a result".to_owned()));
    });
    assert_eq!(found[0].0, "template-totals-differ", "{found:?}");
    assert_eq!(found[0].1, "Context!B12");
    assert!(found[0].2.contains("cell F6") && found[0].2.contains('7'), "{found:?}");
}

#[test]
fn words_beside_a_number_are_not_a_number() {
    let found = faults(|grids| put(grids, CONTEXT, "B8", text("about 5")));
    one(&found, "template-value-text", "Context!B8", &["a text of 5 letters, 1 digit and 1 space"]);
}

#[test]
fn a_number_stored_as_text_is_a_number() {
    let (form, mut grids) = filled();
    put(&mut grids, CONTEXT, "B7", text(" 3 "));
    let rows = read_back(&grids, &form).map_err(print).unwrap();
    assert_eq!(lines(&rows), demo("BTP", "2021/22"));
}

#[test]
fn a_renamed_category_is_named_with_the_label_it_had() {
    let found = faults(|grids| put(grids, CONTEXT, "A7", text("Famillial")));
    let ids: Vec<&str> = found.iter().map(|(id, _, _)| id.as_str()).collect();
    assert_eq!(ids, ["template-category-missing", "template-category-unknown"], "{found:?}");
    assert_eq!(found[1].1, "Context!A7");
    assert!(found[1].2.contains("Familial"), "{found:?}");
}

#[test]
fn a_row_inserted_above_the_others_does_not_shift_their_values() {
    let (form, mut grids) = filled();
    for row in &mut grids[CONTEXT].rows {
        row.number += u32::from(row.number > 5);
    }
    let rows = read_back(&grids, &form).map_err(print).unwrap();
    assert_eq!(lines(&rows), demo("BTP", "2021/22"));
    let familial = rows.iter().find(|row| row.category == "familial").unwrap();
    assert_eq!(familial.place.workbook.as_ref().unwrap().cell, "B8");
}

#[test]
fn an_inserted_row_with_a_label_of_its_own_is_refused() {
    let found = faults(|grids| {
        put(grids, CONTEXT, "A13", text("Street gangs"));
        put(grids, CONTEXT, "B13", Value::Integer(2));
    });
    one(&found, "template-category-unknown", "Context!A13", &["a text of 11 letters and 1 space"]);
}

#[test]
fn a_category_that_stands_twice_is_refused() {
    let found = faults(|grids| {
        put(grids, CONTEXT, "A13", text("familial"));
        put(grids, CONTEXT, "B13", Value::Integer(2));
    });
    one(&found, "template-category-twice", "Context!A13", &["Familial"]);
}

#[test]
fn a_sheet_that_was_renamed_or_deleted_is_named() {
    let found = faults(|grids| grids[CONTEXT].sheet = Some("Contexts".to_owned()));
    let ids: Vec<&str> = found.iter().map(|(id, _, _)| id.as_str()).collect();
    assert_eq!(ids, ["template-sheet-missing", "template-sheet-added"]);
    assert!(found[0].2.contains("`Context`") && found[0].2.contains("`Contexts`"), "{found:?}");
    let found = faults(|grids| drop(grids.remove(CONTEXT)));
    one(&found, "template-sheet-missing", "", &["`Context`"]);
}

#[test]
fn a_sheet_that_was_added_is_refused_because_it_may_hold_cases() {
    let found = faults(|grids| {
        let rows = vec![GridRow { number: 2, cells: vec![Value::Empty, text("crime number")] }];
        grids.push(Grid { file: "return.xlsx".to_owned(), sheet: Some("Sheet1".to_owned()), rows, ..Grid::default() });
    });
    one(&found, "template-sheet-added", "Sheet1!B3", &["Sheet1"]);
}

#[test]
fn an_added_sheet_without_cells_is_let_be() {
    let (form, mut grids) = filled();
    grids.push(Grid {
        file: "return.xlsx".to_owned(),
        sheet: Some("Sheet1".to_owned()),
        rows: Vec::new(),
        ..Grid::default()
    });
    assert!(read_back(&grids, &form).is_ok());
}

#[test]
fn force_and_period_cannot_be_changed_on_the_cover() {
    let found = faults(|grids| put(grids, COVER, "B7", text("E23000006")));
    one(&found, "template-cover-changed", "Cover!B7", &["a text of 1 letter and 8 digits", "BTP"]);
    let found = faults(|grids| put(grids, COVER, "B8", text("2022/23")));
    one(&found, "template-cover-changed", "Cover!B8", &["a text of 6 digits and 1 sign", "2021/22"]);
}

#[test]
fn a_workbook_of_another_force_or_without_its_code_is_refused() {
    let (form, mut grids) = filled();
    let other = super::form("E23000006", "2021/22");
    let found = read_back(&grids, &other).unwrap_err();
    assert!(found.iter().all(|fault| fault.id == "template-cover-changed"), "{found:?}");
    put(&mut grids, COVER, "B13", text("assess-return-1 adr-group-based BTP"));
    assert_eq!(read_back(&grids, &form).unwrap_err()[0].id, "template-code-changed");
    put(&mut grids, COVER, "B13", Value::Empty);
    assert_eq!(read_back(&grids, &form).unwrap_err()[0].id, "template-unknown");
    let mut newer = form.clone();
    newer.contract_version = 2;
    assert_eq!(read_back(&filled().1, &newer).unwrap_err()[0].id, "template-outdated");
}

#[test]
fn a_decimal_is_not_a_count() {
    let found = faults(|grids| put(grids, CONTEXT, "B7", Value::Number(2.5)));
    one(&found, "template-value-decimal", "Context!B7", &["2.5"]);
}

#[test]
fn a_year_cannot_be_below_zero_and_a_quarter_can() {
    let found = faults(|grids| put(grids, CONTEXT, "B11", Value::Integer(-1)));
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("template-value-negative", "Context!B11"));
    let (form, mut grids) = filled();
    // 3, 2, 1, 1 becomes 5, 2, -1, 1: still 7.
    put(&mut grids, CRIMES, "B6", Value::Integer(5));
    put(&mut grids, CRIMES, "D6", Value::Integer(-1));
    let rows = read_back(&grids, &form).map_err(print).unwrap();
    assert!(rows.iter().any(|row| row.part == Part::Quarter(3) && row.value == Some(-1)));
}

#[test]
fn quarters_that_come_to_less_than_nothing_are_refused_at_the_year() {
    let found = faults(|grids| {
        for cell in ["B6", "C6", "D6", "E6"] {
            put(grids, CRIMES, cell, Value::Integer(-1));
        }
        put(grids, CRIMES, "F6", Value::Integer(-4));
    });
    one(&found, "template-value-negative", "All group-based crimes!F6", &["-4"]);
}

#[test]
fn a_count_and_a_reason_for_none_cannot_stand_in_one_row() {
    let found = faults(|grids| put(grids, CONTEXT, "C8", text("[x]")));
    one(&found, "template-value-and-marker", "Context!B8", &["C8", "[x]"]);
}

#[test]
fn two_reasons_for_one_cell_are_refused() {
    let found = faults(|grids| {
        put(grids, CONTEXT, "B8", text("[z]"));
        put(grids, CONTEXT, "C8", text("[x]"));
        put(grids, CONTEXT, "B12", text("No sum"));
    });
    one(&found, "template-reasons-differ", "Context!B8", &["[z]", "[x]", "C8"]);
}

#[test]
fn a_reason_that_is_not_on_the_list_is_refused_wherever_it_stands() {
    let found = faults(|grids| {
        put(grids, CONTEXT, "B8", Value::Empty);
        put(grids, CONTEXT, "C8", text("n/a"));
    });
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("template-marker-unknown", "Context!C8"), "{found:?}");
    let found = faults(|grids| put(grids, CONTEXT, "B8", text("[c]")));
    one(&found, "template-marker-unknown", "Context!B8", &["[c]"]);
    let found = faults(|grids| put(grids, CONTEXT, "B8", text("-")));
    one(&found, "template-marker-unknown", "Context!B8", &["`-`"]);
}

#[test]
fn entries_pasted_beside_or_under_the_table_are_named() {
    for (cell, damaged) in [("H8", "Context!H8"), ("B15", "Context!B15"), ("D3", "Context!D3")] {
        let found = faults(|grids| put(grids, CONTEXT, cell, Value::Integer(4)));
        one(&found, "template-entry-stray", damaged, &["`4`", "A5", "D5"]);
    }
}

#[test]
fn empty_cells_are_listed_once_for_a_sheet_as_ranges() {
    let found = faults(|grids| {
        for cell in ["B6", "B7", "B10"] {
            put(grids, CONTEXT, cell, Value::Empty);
        }
        put(grids, CONTEXT, "B12", text("No sum"));
        put(grids, CRIMES, "C6", Value::Empty);
        put(grids, CRIMES, "F6", text("To fill"));
    });
    let found: Vec<_> = found.iter().map(|(id, cell, what)| (id.as_str(), cell.as_str(), what.as_str())).collect();
    let id = "template-cells-empty";
    let expected = [
        (id, "All group-based crimes!C6", "1 of the sheet's cells are empty: C6"),
        (id, "Context!B6", "3 of the sheet's cells are empty: B6:B7, B10"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_unfilled_template_is_missing_everywhere_and_zero_nowhere() {
    let form = form("BTP", "2021/22");
    for (format, file) in FORMATS {
        let found = read_back(&own(&bytes(&form, &Filling::default(), format), file), &form).unwrap_err();
        let empty = found.iter().filter(|fault| fault.id == "template-cells-empty").count();
        let definitions = found.iter().filter(|fault| fault.id == "template-definition-missing").count();
        assert_eq!((empty, definitions, found.len()), (6, 4, 10), "{file}: {found:?}");
    }
}

#[test]
fn a_date_made_by_automatic_correction_is_not_a_count() {
    let found = faults(|grids| put(grids, AGE, "B6", Value::Date(date(2026, 2, 1).at(0, 0, 0, 0))));
    one(&found, "template-value-date", "Age of suspects!B6", &["holds a date"]);
}

#[test]
fn a_formula_that_fails_in_an_entry_cell_is_named() {
    let found = faults(|grids| put(grids, AGE, "B6", Value::Error("#REF!".to_owned())));
    one(&found, "template-value-formula", "Age of suspects!B6", &["#REF!"]);
}

#[test]
fn a_header_that_was_changed_or_copied_is_named() {
    let found = faults(|grids| put(grids, CRIMES, "C5", text("Q2")));
    one(&found, "template-header-changed", "All group-based crimes!C5", &["Q2: July to September 2021 (crimes)"]);
    let found = faults(|grids| put(grids, CRIMES, "J5", text("Q2: July to September 2021 (crimes)")));
    one(&found, "template-header-changed", "All group-based crimes!J5", &["second"]);
    let found = faults(|grids| put(grids, CRIMES, "A5", Value::Empty));
    one(&found, "template-header-missing", "All group-based crimes!A5", &["Category"]);
}

#[test]
fn columns_in_another_order_are_read_by_their_headers() {
    let (form, mut grids) = filled();
    for row in &mut grids[CRIMES].rows {
        row.cells.resize(8, Value::Empty);
        row.cells.swap(1, 4);
    }
    let rows = read_back(&grids, &form).map_err(print).unwrap();
    assert_eq!(lines(&rows), demo("BTP", "2021/22"));
}

#[test]
fn definitions_must_be_chosen_from_the_list() {
    let found = faults(|grids| put(grids, DEFINITIONS, "C7", Value::Empty));
    one(&found, "template-definition-missing", "Definitions used!C7", &["Exploitation crimes"]);
    let found = faults(|grids| put(grids, DEFINITIONS, "C7", text("our own")));
    one(&found, "template-definition-unknown", "Definitions used!C7", &["a text of 6 letters and 1 space"]);
    let exploitation = "Group-based exploitation (COCAD, exploitation criterion) (cocad-cse)";
    let found = faults(|grids| put(grids, DEFINITIONS, "C6", text(exploitation)));
    one(&found[..1], "template-definition-fixed", "Definitions used!C6", &["cocad-cse"]);
    // Ages and sexes are of the same suspects.
    let found =
        faults(|grids| put(grids, DEFINITIONS, "C9", text("Exploitation flag, two or more suspects (cse-flag)")));
    one(
        &found[..1],
        "template-definitions-differ",
        "Definitions used!C9",
        &["Sex of suspects", "Age of suspects", "cse-flag"],
    );
}

#[test]
fn a_hidden_sheet_of_counts_is_refused() {
    let found = faults(|grids| grids[CONTEXT].hidden = true);
    one(&found, "sheet-hidden", "", &["is hidden"]);
}
