//! That a filled workbook survives LibreOffice: opened, calculated and saved in the other format and back.
//!
//! Needs `soffice` (package libreoffice-calc). Without it these tests say that they were skipped, and pass.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;

pub(super) fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join("soffice")).find(|program| program.is_file());
    if found.is_none() {
        eprintln!("SKIPPED: LibreOffice (soffice) is not installed, so nothing was sent through it");
    }
    found
}

/// A profile that calculates every file anew when it opens it: LibreOffice takes the results of a file for granted otherwise.
pub(super) fn profile(folder: &Path) -> String {
    let user = folder.join("profile/user");
    let always = ["ODFRecalcMode", "OOXMLRecalcMode"].map(|name| {
        format!(
            "<item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop oor:name=\"{name}\" oor:op=\"fuse\"><value>0</value>\
             </prop></item>"
        )
    });
    let settings = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">{}</oor:items>",
        always.concat()
    );
    if !user.exists() {
        fs::create_dir_all(&user).unwrap();
        fs::write(user.join("registrymodifications.xcu"), settings).unwrap();
    }
    format!("-env:UserInstallation=file://{}", folder.join("profile").display())
}

/// Saves a file as another format, with a profile of its own so that two runs do not wait for one another.
fn convert(program: &Path, folder: &Path, file: &str, ending: &str) -> String {
    let source = folder.join(file);
    let out = folder.join(format!("as-{ending}-{file}"));
    let profile = profile(folder);
    let done = Command::new(program)
        .args([&profile, "--headless", "--convert-to", ending, "--outdir"])
        .arg(&out)
        .arg(&source)
        .output()
        .unwrap();
    let name = Path::new(file).with_extension(ending);
    let result = out.join(&name);
    assert!(result.is_file(), "{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    let kept = format!("{}-{}", file.replace('.', "-"), name.display());
    fs::rename(&result, folder.join(&kept)).unwrap();
    kept
}

#[test]
fn a_filled_workbook_comes_back_equal_from_libreoffice() {
    let Some(program) = program() else { return };
    let folder = tempfile::tempdir().unwrap();
    let form = form("E23000005", "2025/26");
    let expected = demo("E23000005", "2025/26");
    for ((format, file), ways) in FORMATS.into_iter().zip([["ods", "xlsx"], ["xlsx", "ods"]]) {
        let bytes = bytes(&form, &filling(&form, &expected), format);
        fs::write(folder.path().join(file), &bytes).unwrap();
        let before = read_back(&own(&bytes, file), &form).map_err(print).unwrap();
        let mut name = file.to_owned();
        for ending in ways {
            name = convert(&program, folder.path(), &name, ending);
            let saved = fs::read(folder.path().join(&name)).unwrap();
            let saved = grids(&saved, file);
            let read = own(&fs::read(folder.path().join(&name)).unwrap(), file);
            let after = read_back(&read, &form).map_err(print).unwrap();
            assert_eq!(after, before, "{name}");
            assert_eq!(lines(&after), expected, "{name}");
            // What LibreOffice calculated is what was written as the results.
            assert_eq!(counts(&saved), counts(&grids(&bytes, file)), "{name}");
        }
    }
}

#[test]
fn libreoffice_calculates_the_checks_as_they_were_written() {
    let Some(program) = program() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut form = form("BTP", "2021/22");
    form.sections[5].due = false;
    let mut half = filling(&form, &demo("BTP", "2021/22"));
    half.entries.remove(&("context".to_owned(), "other".to_owned(), Part::Year));
    half.entries.remove(&("abuse".to_owned(), "all".to_owned(), Part::Quarter(3)));
    let reason = Entry::Marker("[x]".to_owned());
    half.entries.insert(("exploitation".to_owned(), "all".to_owned(), Part::Quarter(1)), reason.clone());
    half.entries.insert(("age".to_owned(), "under_18".to_owned(), Part::Year), reason);
    half.entries.retain(|(section, _, _), _| section != "ethnicity");
    half.entries.insert(("sex".to_owned(), "male".to_owned(), Part::Year), Entry::Count(9));
    for ((format, file), ending) in FORMATS.into_iter().zip(["ods", "xlsx"]) {
        let bytes = bytes(&form, &half, format);
        fs::write(folder.path().join(file), &bytes).unwrap();
        let name = convert(&program, folder.path(), file, ending);
        let saved = fs::read(folder.path().join(&name)).unwrap();
        let texts = |grids: &[Grid]| {
            let rows = grids.iter().flat_map(|grid| grid.rows.iter().map(move |row| (grid, row)));
            let cells = rows.flat_map(|(grid, row)| {
                row.filled().map(move |(column, value)| (grid.place(row.number, column, ""), value.text().into_owned()))
            });
            cells.collect::<BTreeMap<_, _>>()
        };
        let (before, after) = (texts(&grids(&bytes, file)), texts(&grids(&saved, file)));
        assert_eq!(before, after, "{name}");
        assert!(before.values().any(|text| text == "Partly filled") && before.values().any(|text| text == "No sum"));
    }
}
