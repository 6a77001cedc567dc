//! The cells of a workbook in ODS, with its validations, names and marked tables.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Result;

use super::super::{
    Cell, Content, Formatted, NumberFormat, Outcome, Piece, Range, Rule, Sheet, Style, Validation, Workbook, pieces,
};
use super::xml::Part;
use super::{NAMESPACES, VERSION, style};

/// Width of a character of the default font, in hundredths of a centimetre.
const CHARACTER: u32 = 23;

/// The part with the cells.
pub(super) fn part(workbook: &Workbook) -> Result<Vec<u8>> {
    let mut part = Part::new("office:document-content", &NAMESPACES, VERSION)?;
    automatic_styles(&mut part, workbook)?;
    part.open("office:body", &[])?;
    part.open("office:spreadsheet", &[])?;
    // Brackets in a comparison are brackets, not a pattern.
    part.empty(
        "table:calculation-settings",
        &[
            ("table:use-regular-expressions", "false"),
            ("table:use-wildcards", "false"),
            ("table:automatic-find-labels", "false"),
        ],
    )?;
    validations(&mut part, workbook)?;
    for (number, sheet) in workbook.sheets.iter().enumerate() {
        write_sheet(&mut part, sheet, number, workbook.locked)?;
    }
    part.open("table:named-expressions", &[])?;
    for (name, sheet, range) in &workbook.names {
        let cells = address(sheet, *range);
        let base = address(sheet, Range { first: range.first, last: range.first });
        let attributes =
            [("table:name", name.as_str()), ("table:base-cell-address", &base), ("table:cell-range-address", &cells)];
        part.empty("table:named-range", &attributes)?;
    }
    part.close("table:named-expressions")?;
    part.open("table:database-ranges", &[])?;
    for sheet in &workbook.sheets {
        let Some(table) = &sheet.table else { continue };
        let (first, last) = (table.range.first, table.range.last);
        let corner = |at| Range { first: at, last: at }.name();
        let target = format!("'{0}'.{1}:'{0}'.{2}", sheet.name, corner(first), corner(last));
        part.empty(
            "table:database-range",
            &[
                ("table:name", &table.name),
                ("table:target-range-address", &target),
                ("table:contains-header", "true"),
                ("table:display-filter-buttons", "false"),
            ],
        )?;
    }
    part.close("table:database-ranges")?;
    part.close("office:spreadsheet")?;
    part.close("office:body")?;
    part.finish("office:document-content")
}

fn automatic_styles(part: &mut Part, workbook: &Workbook) -> Result<()> {
    part.open("office:automatic-styles", &[])?;
    let table = [("style:name", "sheet"), ("style:family", "table"), ("style:master-page-name", "Default")];
    part.open("style:style", &table)?;
    part.empty("style:table-properties", &[("table:display", "true")])?;
    part.close("style:style")?;
    part.open("style:style", &[("style:name", "row"), ("style:family", "table-row")])?;
    part.empty("style:table-row-properties", &[("style:use-optimal-row-height", "true")])?;
    part.close("style:style")?;
    let widths: BTreeSet<u16> = workbook.sheets.iter().flat_map(|sheet| sheet.widths.iter().copied()).collect();
    for width in widths {
        part.open("style:style", &[("style:name", &column(width)), ("style:family", "table-column")])?;
        let hundredths = u32::from(width) * CHARACTER;
        let width = format!("{}.{:02}cm", hundredths / 100, hundredths % 100);
        part.empty("style:table-column-properties", &[("style:column-width", &width)])?;
        part.close("style:style")?;
    }
    let formats: BTreeSet<(Style, NumberFormat)> = workbook.sheets.iter().flat_map(formats_of).collect();
    for format in formats.iter().map(|(_, format)| *format).collect::<BTreeSet<_>>() {
        number_style(part, format)?;
    }
    for (style, format) in formats {
        let attributes = [
            ("style:name", formatted(style, format)),
            ("style:family", "table-cell".to_owned()),
            ("style:parent-style-name", style::name(style).to_owned()),
            ("style:data-style-name", data_style(format)),
        ];
        part.empty("style:style", &attributes.each_ref().map(|(name, value)| (*name, value.as_str())))?;
    }
    part.close("office:automatic-styles")
}

fn formats_of(sheet: &Sheet) -> impl Iterator<Item = (Style, NumberFormat)> {
    sheet.cells.values().filter_map(|cell| match &cell.content {
        Content::Formatted(number) => Some((cell.style, number.format)),
        _ => None,
    })
}

/// Name of a style of numbers.
fn data_style(NumberFormat { decimals, percent, signed }: NumberFormat) -> String {
    let kind = match (percent, signed) {
        (true, _) => "percent",
        (false, true) => "signed",
        (false, false) => "plain",
    };
    format!("{kind}_{decimals}")
}

/// Name of a style of cells with a style of numbers.
fn formatted(style: Style, format: NumberFormat) -> String {
    format!("{}_{}", style::name(style), data_style(format))
}

/// A style of numbers: separators between thousands, a true minus sign, and a plus where it is asked for.
fn number_style(part: &mut Part, format: NumberFormat) -> Result<()> {
    let element = if format.percent { "number:percentage-style" } else { "number:number-style" };
    let name = data_style(format);
    let signs = [("P", "value()>0", if format.signed { "+" } else { "" }), ("M", "value()<0", "−")];
    let signs = signs.into_iter().filter(|(.., sign)| !sign.is_empty());
    for (ending, _, sign) in signs.clone() {
        part.open(element, &[("style:name", &format!("{name}{ending}")), ("style:volatile", "true")])?;
        part.text("number:text", &[], sign)?;
        digits(part, format)?;
        part.close(element)?;
    }
    part.open(element, &[("style:name", &name)])?;
    digits(part, format)?;
    for (ending, condition, _) in signs {
        let style = format!("{name}{ending}");
        part.empty("style:map", &[("style:condition", condition), ("style:apply-style-name", &style)])?;
    }
    part.close(element)
}

fn digits(part: &mut Part, format: NumberFormat) -> Result<()> {
    let decimals = format.decimals.to_string();
    let attributes = [
        ("number:decimal-places", decimals.as_str()),
        ("loext:min-decimal-places", &decimals),
        ("number:min-integer-digits", "1"),
        ("number:grouping", "true"),
    ];
    part.empty("number:number", &attributes)?;
    if format.percent { part.text("number:text", &[], "%") } else { Ok(()) }
}

fn column(width: u16) -> String {
    format!("column_{width}")
}

/// Name of a validation: the sheet's number and its own.
fn validation_name(sheet: usize, number: usize) -> String {
    format!("rule_{sheet}_{number}")
}

fn validations(part: &mut Part, workbook: &Workbook) -> Result<()> {
    part.open("table:content-validations", &[])?;
    for (number, sheet) in workbook.sheets.iter().enumerate() {
        for (index, validation) in sheet.validations.iter().enumerate() {
            let Validation { range, rule, firm, title, message, refusal } = validation;
            let condition = match rule {
                Rule::Formula(formula) => format!("of:is-true-formula({})", notation(formula)),
                Rule::OneOf(choices) => {
                    let quoted: Vec<String> = choices.iter().map(|choice| format!("\"{choice}\"")).collect();
                    format!("of:cell-content-is-in-list({})", quoted.join(";"))
                }
                Rule::OneOfCells(sheet, range) => {
                    format!("of:cell-content-is-in-list([{}])", address(sheet, *range))
                }
            };
            part.open(
                "table:content-validation",
                &[
                    ("table:name", &validation_name(number, index)),
                    ("table:condition", &condition),
                    ("table:allow-empty-cell", "true"),
                    ("table:display-list", if matches!(rule, Rule::Formula(_)) { "none" } else { "unsorted" }),
                    ("table:base-cell-address", &base(&sheet.name, *range)),
                ],
            )?;
            part.open("table:help-message", &[("table:title", title), ("table:display", "true")])?;
            part.text("text:p", &[], message)?;
            part.close("table:help-message")?;
            let kind = if *firm { "stop" } else { "warning" };
            let error = [("table:title", title.as_str()), ("table:message-type", kind), ("table:display", "true")];
            part.open("table:error-message", &error)?;
            part.text("text:p", &[], refusal)?;
            part.close("table:error-message")?;
            part.close("table:content-validation")?;
        }
    }
    part.close("table:content-validations")
}

fn write_sheet(part: &mut Part, sheet: &Sheet, number: usize, locked: bool) -> Result<()> {
    let mut attributes = vec![("table:name", sheet.name.as_str()), ("table:style-name", "sheet")];
    if locked {
        attributes.push(("table:protected", "true"));
    }
    part.open("table:table", &attributes)?;
    if locked {
        let may = [("loext:select-protected-cells", "true"), ("loext:select-unprotected-cells", "true")];
        part.empty("loext:table-protection", &may)?;
    }
    for width in &sheet.widths {
        part.empty("table:table-column", &[("table:style-name", &column(*width))])?;
    }
    let mut rows: BTreeMap<u32, Vec<(u16, &Cell)>> = BTreeMap::new();
    for ((row, column), cell) in &sheet.cells {
        rows.entry(*row).or_default().push((*column, cell));
    }
    let header = sheet.table.as_ref().map(|table| table.range.first.0);
    let mut next = 0;
    for (row, cells) in rows {
        if row > next {
            let repeated = (row - next).to_string();
            part.open("table:table-row", &[("table:number-rows-repeated", &repeated)])?;
            part.empty("table:table-cell", &[])?;
            part.close("table:table-row")?;
        }
        next = row + 1;
        // Repeated on every printed page, and named as the header to a screen reader.
        if header == Some(row) {
            part.open("table:table-header-rows", &[])?;
        }
        part.open("table:table-row", &[("table:style-name", "row")])?;
        write_cells(part, sheet, number, (row, &cells))?;
        part.close("table:table-row")?;
        if header == Some(row) {
            part.close("table:table-header-rows")?;
        }
    }
    part.close("table:table")
}

fn write_cells(part: &mut Part, sheet: &Sheet, number: usize, (row, cells): (u32, &[(u16, &Cell)])) -> Result<()> {
    let mut next = 0;
    for (column, cell) in cells {
        if *column > next {
            part.empty("table:table-cell", &[("table:number-columns-repeated", &(column - next).to_string())])?;
        }
        next = column + 1;
        let within = |range: &Range| {
            (range.first.0..=range.last.0).contains(&row) && (range.first.1..=range.last.1).contains(column)
        };
        let rule = sheet.validations.iter().position(|validation| within(&validation.range));
        let rule = rule.map(|index| validation_name(number, index));
        let style = match &cell.content {
            Content::Formatted(number) => formatted(cell.style, number.format),
            _ => style::name(cell.style).to_owned(),
        };
        let mut attributes = vec![("table:style-name", style.as_str())];
        if let Some(rule) = &rule {
            attributes.push(("table:content-validation-name", rule));
        }
        let (formula, outcome) = match &cell.content {
            Content::Blank => {
                part.empty("table:table-cell", &attributes)?;
                continue;
            }
            Content::Text(text) => (None, Outcome::Text(text.clone())),
            Content::Number(count) => (None, Outcome::Number(*count)),
            Content::Day(day) => {
                let day = day.to_string();
                attributes.extend([("office:value-type", "date"), ("office:date-value", day.as_str())]);
                part.open("table:table-cell", &attributes)?;
                part.text("text:p", &[], &day)?;
                part.close("table:table-cell")?;
                continue;
            }
            Content::Formatted(Formatted { stored, shown, format }) => {
                let kind = if format.percent { "percentage" } else { "float" };
                attributes.extend([("office:value-type", kind), ("office:value", stored)]);
                part.open("table:table-cell", &attributes)?;
                part.text("text:p", &[], shown)?;
                part.close("table:table-cell")?;
                continue;
            }
            Content::Link { words, sheet } => {
                attributes.push(("office:value-type", "string"));
                part.open("table:table-cell", &attributes)?;
                part.open("text:p", &[])?;
                let target = format!("#'{sheet}'.A1");
                part.text("text:a", &[("xlink:type", "simple"), ("xlink:href", &target)], words)?;
                part.close("text:p")?;
                part.close("table:table-cell")?;
                continue;
            }
            Content::Formula(formula, outcome) => (Some(format!("of:={}", notation(formula))), outcome.clone()),
        };
        if let Some(formula) = &formula {
            attributes.push(("table:formula", formula));
        }
        let shown = match &outcome {
            Outcome::Text(text) => text.clone(),
            Outcome::Number(count) => count.to_string(),
        };
        match outcome {
            Outcome::Text(_) => {
                attributes.push(("office:value-type", "string"));
                // Without it LibreOffice takes a formula's text for nothing until it calculates.
                if formula.is_some() {
                    attributes.push(("office:string-value", &shown));
                }
            }
            Outcome::Number(_) => {
                attributes.push(("office:value-type", "float"));
                attributes.push(("office:value", &shown));
            }
        }
        part.open("table:table-cell", &attributes)?;
        part.text("text:p", &[], &shown)?;
        part.close("table:table-cell")?;
    }
    Ok(())
}

/// Cells of a sheet, fixed: `$'Sheet'.$B$8:.$E$8`.
fn address(sheet: &str, range: Range) -> String {
    format!("$'{sheet}'.{}", range.absolute().replace(':', ":."))
}

/// The first cell of a range, from which the references of a rule are counted.
fn base(sheet: &str, range: Range) -> String {
    format!("'{sheet}'.{}", Range { first: range.first, last: range.first }.name())
}

/// A formula as OpenDocument writes it, without the sign in front.
fn notation(formula: &str) -> String {
    let parts = pieces(formula).into_iter().map(|piece| match piece {
        Piece::Here(cells) => format!("[.{}]", cells.replace(':', ":.")),
        Piece::There(sheet, cells) => format!("[$'{sheet}'.{}]", cells.replace(':', ":.")),
        Piece::Constant(text) => text.to_owned(),
        Piece::Plain(text) => text.replace(',', ";"),
    });
    parts.collect()
}
