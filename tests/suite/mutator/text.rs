//! Damage to the text of a file, as programs and people do it; and other spellings that must do no damage.

use crate::random::Random;

const HEADER: &str = "force_code,period,quarter,definition,measure,dimension,category,value,marker";

/// Replaces one cell of a row with a count by what the change makes of it.
fn cell(text: &str, random: &mut Random, column: usize, change: impl Fn(&str) -> Option<String>) -> Option<Vec<u8>> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let place = 1 + random.below(lines.len() - 1);
    let mut cells: Vec<String> = lines[place].split(',').map(str::to_owned).collect();
    if cells[7].is_empty() {
        return None;
    }
    cells[column] = change(&cells[column])?;
    lines[place] = cells.join(",");
    Some((lines.join("\n") + "\n").into_bytes())
}

const VALUE: usize = 7;

pub(super) fn separator(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, VALUE, |value| Some(format!("\"1,{value:0>3}\"")))
}

pub(super) fn decimals(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, VALUE, |value| Some(format!("{value}.5")))
}

pub(super) fn words(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let word = *random.one_of(&["n/a", "-", "nil", "under 5", "<5", "#REF!", "tbc", "1e3", "O"])?;
    cell(text, random, VALUE, |_| Some(word.to_owned()))
}

pub(super) fn empty(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, VALUE, |_| Some(String::new()))
}

pub(super) fn count_and_marker(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, 8, |_| Some("[x]".to_owned()))
}

pub(super) fn unknown_marker(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, 8, |_| Some("[c]".to_owned()))
}

pub(super) fn force_name(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let names = [("E23000002", "Cumbria Constabulary"), ("E23000004", "merseyside  POLICE"), ("E23000005", "GMP [2]")];
    let (of, name) = *random.one_of(&names)?;
    cell(text, random, 0, |code| (code == of).then(|| name.to_owned()))
}

pub(super) fn force_name_of_other(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let name = *random.one_of(&["Cumbria Police", "Merseyside", "Dyfed-Powys", "West Midlands Police"])?;
    let code = match name {
        "Cumbria Police" => "E23000002",
        "Merseyside" => "E23000004",
        _ => "",
    };
    cell(text, random, 0, |own| (own != code).then(|| name.to_owned()))
}

pub(super) fn force_name_cut(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let name =
        *random.one_of(&["Manchester", "Mersey", "Cumbria and Lancashire", "London", "Northumberland", "Devon"])?;
    cell(text, random, 0, |_| Some(name.to_owned()))
}

pub(super) fn headers_of_alias(text: &str, _: &mut Random) -> Option<Vec<u8>> {
    let header = "Police force,Financial year,quarter,definition,measure,dimension,category,Count,marker";
    Some(text.replacen(HEADER, header, 1).into_bytes())
}

pub(super) fn category_alias(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let names =
        [("asian", "Asian or Asian British"), ("white", "WHITE"), ("not_recorded", "Not recorded"), ("male", "Male")];
    let (of, name) = *random.one_of(&names)?;
    cell(text, random, 6, |category| (category == of).then(|| name.to_owned()))
}

pub(super) fn category_alias_of_other(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let names = [("asian", "Black"), ("white", "Asian"), ("male", "Female"), ("familial", "Institutional")];
    let (of, name) = *random.one_of(&names)?;
    cell(text, random, 6, |category| (category == of).then(|| name.to_owned()))
}

pub(super) fn year_of_calendar(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, 1, |year| Some(year.get(..4)?.to_owned()))
}

pub(super) fn minus(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let place = 1 + random.below(lines.len() - 1);
    let mut cells: Vec<String> = lines[place].split(',').map(str::to_owned).collect();
    (cells[2] == "year" && !cells[VALUE].is_empty() && cells[VALUE] != "0").then(|| cells[VALUE].insert(0, '-'))?;
    lines[place] = cells.join(",");
    Some((lines.join("\n") + "\n").into_bytes())
}

pub(super) fn semicolons(text: &str, _: &mut Random) -> Option<Vec<u8>> {
    Some(text.replace(',', ";").into_bytes())
}

pub(super) fn utf16(text: &str, _: &mut Random) -> Option<Vec<u8>> {
    Some([0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect())
}

pub(super) fn two_files_joined(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let lines: Vec<&str> = text.lines().collect();
    let from = 1 + random.below(lines.len() - 1);
    Some(format!("{text}{}\n", lines[from..].join("\n")).into_bytes())
}

pub(super) fn force_mistyped(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, 0, |code| Some(code.replacen("E23", "E32", 1)))
}

pub(super) fn force_other(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let other = *random.one_of(&["E23000003", "E23000005", "E23000020", "W15000001"])?;
    cell(text, random, 0, |code| (code != other).then(|| other.to_owned()))
}

pub(super) fn year_form(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, 1, |year| Some(year.replace('/', "-")))
}

pub(super) fn quarter_unknown(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, 2, |_| Some("Q5".to_owned()))
}

pub(super) fn definition_unknown(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, 3, |definition| Some(format!("{definition}s")))
}

pub(super) fn postcode(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    cell(text, random, 6, |_| Some("LS1 4AP".to_owned()))
}

pub(super) fn column_renamed(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let name = *random.one_of(&HEADER.split(',').collect::<Vec<_>>())?;
    Some(text.replacen(name, &format!("{name}_2"), 1).into_bytes())
}

/// Takes a column out of every line.
pub(super) fn column_lost(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let column = random.below(9);
    let line = |line: &str| {
        let kept = line.split(',').enumerate().filter(|(place, _)| *place != column).map(|(_, cell)| cell);
        kept.collect::<Vec<_>>().join(",")
    };
    Some(text.lines().map(line).collect::<Vec<_>>().join("\n").into_bytes())
}

pub(super) fn columns_exchanged(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let mut names: Vec<&str> = HEADER.split(',').collect();
    let (one, two) = (random.below(9), random.below(9));
    if one == two {
        return None;
    }
    names.swap(one, two);
    Some(text.replacen(HEADER, &names.join(","), 1).into_bytes())
}

pub(super) fn row_twice(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let lines: Vec<&str> = text.lines().collect();
    let row = lines[1 + random.below(lines.len() - 1)];
    Some(format!("{text}{row}\n").into_bytes())
}

pub(super) fn cut_off(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    Some(text.as_bytes()[..random.below(text.len())].to_vec())
}

pub(super) fn comma_lost(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let commas: Vec<usize> = text.match_indices(',').map(|(place, _)| place).collect();
    let mut bytes = text.as_bytes().to_vec();
    bytes.remove(*random.one_of(&commas)?);
    Some(bytes)
}

pub(super) fn not_utf8(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let mut bytes = text.as_bytes().to_vec();
    let place = random.below(bytes.len());
    bytes[place] = 0xa3;
    Some(bytes)
}

pub(super) fn names(text: &str, _: &mut Random) -> Option<Vec<u8>> {
    let mut lines = text.lines();
    let header = lines.next()?;
    let rows: String = lines.map(|line| format!("{line},zz\n")).collect();
    Some(format!("{header},victim_surname\n{rows}").into_bytes())
}

pub(super) fn reordered(text: &str, random: &mut Random) -> Option<Vec<u8>> {
    let mut lines: Vec<&str> = text.lines().collect();
    for last in (2..lines.len()).rev() {
        lines.swap(last, 1 + random.below(last));
    }
    Some((lines.join("\n") + "\n").into_bytes())
}

pub(super) fn line_ends(text: &str, _: &mut Random) -> Option<Vec<u8>> {
    Some(format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes())
}

pub(super) fn spaces(text: &str, _: &mut Random) -> Option<Vec<u8>> {
    Some(text.replace(',', " , ").into_bytes())
}
