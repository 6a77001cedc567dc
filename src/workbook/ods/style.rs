//! How cells look in ODS: one named style for each meaning, and the page they are printed on.

use super::super::Style;
use super::xml::Part;
use super::{NAMESPACES, VERSION};

/// Name of the style of days.
const DAY: &str = "day_format";

/// Name of a style in the file. Titles carry the names that programs know as headings.
pub(super) fn name(style: Style) -> &'static str {
    match style {
        Style::Title => "Heading_20_1",
        Style::Heading => "Heading_20_2",
        Style::Line => "Line",
        Style::Text => "Text",
        Style::Header => "Header",
        Style::NumberHeader => "Number_20_header",
        Style::Entry => "Entry",
        Style::Chosen => "Choice",
        Style::Day => "Day",
        Style::Computed => "Computed",
        Style::Verdict => "Verdict",
        Style::TotalLabel => "Total_20_label",
        Style::Total => "Total",
        Style::Link => "Link",
        Style::Number => "Number",
    }
}

/// The part with the styles.
pub(super) fn part() -> std::io::Result<Vec<u8>> {
    let mut part = Part::new("office:document-styles", &NAMESPACES, VERSION)?;
    part.open("office:font-face-decls", &[])?;
    let family = [("style:name", "Arial"), ("svg:font-family", "Arial"), ("style:font-family-generic", "swiss")];
    part.empty("style:font-face", &family)?;
    part.close("office:font-face-decls")?;
    part.open("office:styles", &[])?;
    part.open("style:default-style", &[("style:family", "table-cell")])?;
    part.empty(
        "style:text-properties",
        &[("style:font-name", "Arial"), ("fo:font-size", "12pt"), ("fo:language", "en"), ("fo:country", "GB")],
    )?;
    part.close("style:default-style")?;
    part.empty("style:style", &[("style:name", "Default"), ("style:family", "table-cell")])?;
    part.open("number:date-style", &[("style:name", DAY)])?;
    for (number, element) in ["number:year", "number:month", "number:day"].into_iter().enumerate() {
        if number > 0 {
            part.text("number:text", &[], "-")?;
        }
        part.empty(element, &[("number:style", "long")])?;
    }
    part.close("number:date-style")?;
    for style in Style::ALL {
        cell(&mut part, style)?;
    }
    part.close("office:styles")?;
    part.open("office:automatic-styles", &[])?;
    part.open("style:page-layout", &[("style:name", "page")])?;
    part.empty(
        "style:page-layout-properties",
        &[
            ("fo:page-width", "29.7cm"),
            ("fo:page-height", "21cm"),
            ("style:print-orientation", "landscape"),
            ("style:scale-to-X", "1"),
            ("style:scale-to-Y", "0"),
        ],
    )?;
    part.close("style:page-layout")?;
    part.close("office:automatic-styles")?;
    part.open("office:master-styles", &[])?;
    part.empty("style:master-page", &[("style:name", "Default"), ("style:page-layout-name", "page")])?;
    part.close("office:master-styles")?;
    part.finish("office:document-styles")
}

fn cell(part: &mut Part, style: Style) -> std::io::Result<()> {
    let name = name(style);
    let shown = name.replace("_20_", " ");
    let mut attributes = vec![
        ("style:name", name),
        ("style:display-name", &shown),
        ("style:family", "table-cell"),
        ("style:parent-style-name", "Default"),
    ];
    if style == Style::Day {
        attributes.push(("style:data-style-name", DAY));
    }
    part.open("style:style", &attributes)?;
    let mut properties = vec![("style:vertical-align", "top")];
    if style.wraps() {
        properties.push(("fo:wrap-option", "wrap"));
    }
    if style.ruled() {
        properties.push(("fo:border", if style.editable() { "1.5pt solid #12436d" } else { "0.5pt solid #808080" }));
        // Keeps a number apart from the words of the next column.
        properties.extend([("fo:padding", "0.06cm"), ("fo:padding-left", "0.15cm"), ("fo:padding-right", "0.15cm")]);
    }
    let colour = style.filled().map(|colour| format!("#{colour}"));
    if let Some(colour) = &colour {
        properties.push(("fo:background-color", colour));
    }
    if style.right() {
        properties.push(("style:text-align-source", "fix"));
    }
    properties.push(("style:cell-protect", if style.editable() { "none" } else { "protected" }));
    part.empty("style:table-cell-properties", &properties)?;
    if style.right() {
        part.empty("style:paragraph-properties", &[("fo:text-align", "end")])?;
    }
    let size = format!("{}pt", style.points());
    let mut properties = vec![("fo:font-size", size.as_str())];
    if style.bold() {
        properties.push(("fo:font-weight", "bold"));
    }
    if style == Style::Link {
        properties.extend([
            ("fo:color", "#12436d"),
            ("style:text-underline-style", "solid"),
            ("style:text-underline-width", "auto"),
            ("style:text-underline-color", "font-color"),
        ]);
    }
    part.empty("style:text-properties", &properties)?;
    part.close("style:style")
}
