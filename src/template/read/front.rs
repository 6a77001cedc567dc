//! The cover and the definitions used: whether this is the return that was asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::super::form::{Choice, Form, Section};
use super::super::identity::Identity;
use super::super::layout::plain;
use super::super::pages::{ALL_SHEETS, COVER, FORCE_CODE, PERIOD};
use crate::fault::{Fault, Faults, Place, nearest, shape};
use crate::source::{Grid, GridRow};

/// Whether the workbook is a filled form of this contract, force and year.
pub(super) fn check(grids: &[Grid], form: &Form, faults: &mut Faults) -> bool {
    let file = grids.first().map_or("", |grid| grid.file.as_str());
    let identity = match super::identify(grids) {
        Ok(Some(identity)) => identity,
        Ok(None) => {
            faults.push(Fault::new(
                "template-unknown",
                Place::file(file),
                "the workbook has no code of a template on its cover",
                "make the template with `assess template` and fill that in",
            ));
            return false;
        }
        Err(fault) => {
            faults.push(fault);
            return false;
        }
    };
    let place = super::code(grids).map_or_else(|| Place::file(file), |(place, _)| place);
    let expected = Identity::of(form);
    if identity.contract != expected.contract || identity.version != expected.version {
        faults.push(Fault::new(
            "template-outdated",
            place,
            format!(
                "the workbook was made for `{}` version {}; this is `{}` version {}",
                identity.contract, identity.version, expected.contract, expected.version
            ),
            "make the template again with `assess template` and enter the counts there",
        ));
        return false;
    }
    // The code and the words beside it were written together, so where they differ one was changed by hand.
    let mut sound = agrees(&place, "force", &identity.force, &expected.force, faults);
    sound &= agrees(&place, "period", &identity.period.to_string(), &expected.period.to_string(), faults);
    if let Some(cover) = grids.iter().find(|grid| grid.sheet.as_deref() == Some(COVER)) {
        for (label, due) in [(FORCE_CODE, &expected.force), (PERIOD, &expected.period.to_string())] {
            let row = cover.rows.iter().find(|row| plain(&row.cell(0).text()) == plain(label));
            let shown = row.map(|row| row.cell(1).text().trim().to_owned()).unwrap_or_default();
            let place = row.map_or_else(|| place.clone(), |row| cover.place(row.number, 1, label));
            sound &= agrees(&place, &label.to_lowercase(), &shown, due, faults);
        }
    }
    sound
}

fn agrees(place: &Place, what: &str, found: &str, due: &str, faults: &mut Faults) -> bool {
    if found == due {
        return true;
    }
    faults.push(Fault::new(
        "template-cover-changed",
        place.clone(),
        format!("the {what} on the cover is {}, and the template was made for `{due}`", shape(found)),
        "a template is for one force and one year: make another with `assess template --force … --period …`",
    ));
    false
}

/// The definition used for each of these sections, by its identifier.
pub(super) fn definitions<'a>(
    grid: &Grid,
    form: &'a Form,
    sections: &BTreeSet<&str>,
    faults: &mut Faults,
) -> BTreeMap<&'a str, String> {
    let mut definitions = BTreeMap::new();
    let mut used = Used::default();
    let of_all =
        grid.rows.iter().find(|row| form.chooses_definitions() && plain(&row.cell(0).text()) == plain(ALL_SHEETS));
    let of_all = of_all.filter(|row| !plain(&row.cell(2).text()).is_empty());
    let id_of_all = of_all.map(|row| faults.keep(definition(grid, row, form, ALL_SHEETS)));
    for section in form.sections.iter().filter(|section| sections.contains(section.id.as_str())) {
        let mut rows = grid.rows.iter().filter(|row| plain(&row.cell(0).text()) == plain(&section.sheet));
        let Some(row) = rows.next() else {
            faults.push(Fault::new(
                "template-definition-missing",
                Place { column: None, ..grid.place(2, 2, "") },
                format!("no row says under which definition the sheet `{}` was counted", section.sheet),
                "copy the row from the template",
            ));
            continue;
        };
        if section.definition.is_none()
            && plain(&row.cell(2).text()).is_empty()
            && let Some(of_all) = &id_of_all
        {
            if let Some(id) = of_all {
                used.agree(grid, row, section, id, faults);
                definitions.insert(section.id.as_str(), id.clone());
            }
            continue;
        }
        if let Some(id) = faults.keep(definition(grid, row, form, &section.sheet)) {
            if section.definition.as_ref().is_some_and(|fixed| *fixed != id) {
                faults.push(Fault::new(
                    "template-definition-fixed",
                    grid.place(row.number, 2, "Counted under"),
                    format!("the sheet `{}` must be counted under another definition than `{id}`", section.sheet),
                    format!("count under `{}`", section.definition.as_deref().unwrap_or_default()),
                ));
            }
            used.agree(grid, row, section, &id, faults);
            definitions.insert(section.id.as_str(), id);
        }
    }
    definitions
}

/// The definition of each measure, by the first of its sheets.
#[derive(Default)]
struct Used<'a>(BTreeMap<&'a str, (&'a str, String)>);

impl<'a> Used<'a> {
    /// What is counted under two definitions is two things, and would be added up as one.
    fn agree(&mut self, grid: &Grid, row: &GridRow, section: &'a Section, id: &str, faults: &mut Faults) {
        let first = || (section.sheet.as_str(), id.to_owned());
        let (sheet, earlier) = self.0.entry(&section.measure).or_insert_with(first);
        if earlier != id {
            faults.push(Fault::new(
                "template-definitions-differ",
                grid.place(row.number, 2, "Counted under"),
                format!("`{}` is counted under `{id}`, and `{sheet}`, which counts the same, under `{earlier}`", section.sheet),
                "a year is counted under one definition: choose it for both, and count again what was counted under the other",
            ));
        }
    }
}

fn definition(grid: &Grid, row: &GridRow, form: &Form, sheet: &str) -> Result<String, Fault> {
    let place = grid.place(row.number, 2, "Counted under");
    let text = row.cell(2).text();
    let given = plain(&text);
    if given.is_empty() {
        return Err(Fault::new(
            "template-definition-missing",
            place,
            format!("no definition is chosen for the sheet `{sheet}`"),
            format!(
                "choose the definition you counted under from the list in the cell, or once for all in the row `{ALL_SHEETS}`"
            ),
        ));
    }
    let matches = |choice: &&Choice| plain(&choice.shown()) == given;
    let mut found = form.definitions.iter().filter(matches);
    match (found.next(), found.next()) {
        (Some(choice), None) => Ok(choice.id.clone()),
        _ => {
            let guess = nearest(&given, form.definitions.iter().map(|choice| choice.id.as_str()));
            let hint = guess.map_or_else(String::new, |guess| format!("; did you mean `{guess}`?"));
            Err(Fault::new(
                "template-definition-unknown",
                place,
                format!("{} is not one of the definitions{hint}", shape(text.trim())),
                "choose one from the list in the cell",
            ))
        }
    }
}
