//! The draft of an assurance statement in the form of the Aqua Book: roles, what was verified, and the logs of assumptions, decisions and
//! data. A draft says what the project has written down and who is missing; it assures nothing.

use super::Run;
use crate::edition::logs::{Entry, Role};

/// The draft as Markdown, ended by a line feed.
pub fn assurance(run: &Run) -> Vec<u8> {
    let manifest = &run.manifest;
    let mut lines: Vec<String> = vec![
        format!("# Assurance statement (draft): {}, edition {}", run.setting("title"), manifest.year()),
        String::new(),
        "**Draft. Nobody has signed it, and the program signs nothing.**".to_owned(),
        String::new(),
    ];
    if run.demonstration() {
        lines.push(
            "The force returns of this edition are invented, so it can be approved for nothing but a demonstration."
                .to_owned(),
        );
        lines.push(String::new());
    }
    table(
        &mut lines,
        "## Roles",
        &["Role", "Does", "Person", "Since"],
        Role::ALL.into_iter().flat_map(|role| held(run, role)),
    );
    lines.push("## What was verified".to_owned());
    lines.push(String::new());
    lines.push(format!(
        "The manifest (SHA-256 {}) lists {} inputs and {} files. `assess verify` rebuilds the release from the inputs and compares every \
         byte; `assess audit` looks for other returns that give the same OFFICIAL release; `assess check` reports what is wrong with data \
         and text. Whether and by whom they were run on this release is for the assurer to say.",
        run.sha256,
        manifest.inputs.len(),
        manifest.outputs.len()
    ));
    lines.push(String::new());
    table(
        &mut lines,
        "## Assumptions log",
        &["Assumption", "What is assumed", "Evidence", "Made by", "What would refute it"],
        {
            run.assumptions.iter().map(|one| {
                [&one.id, &one.words, &one.evidence, &one.made_by, &one.refuted_by].map(Clone::clone).to_vec()
            })
        },
    );
    entries(&mut lines, &run.logs.assumptions, "nobody is named");
    table(&mut lines, "## Decisions log", &["Decision", "What", "Decided by"], {
        run.decisions.iter().map(|one| vec![one.id.clone(), one.what.clone(), person(&one.by)])
    });
    entries(&mut lines, &run.logs.decisions, "open: nobody has decided");
    table(&mut lines, "## Judgements", &["Judgement", "Likelihood", "Confidence", "Made by", "Agreed by"], {
        run.judgements.iter().map(|one| {
            vec![
                one.id.clone(),
                one.likelihood.to_string(),
                one.confidence.to_string(),
                person(&one.author),
                person(&one.agreed_by),
            ]
        })
    });
    table(
        &mut lines,
        "## Findings accepted",
        &["Check", "By", "On", "Why"],
        run.accepted.iter().map(|one| one.to_vec()),
    );
    table(&mut lines, "## Data log", &["Source", "Publisher", "Licence", "Published", "Invented", "Known gaps"], {
        run.sources.iter().map(|one| {
            let invented = manifest.synthetic_sources.contains(&one.id);
            vec![
                one.title.clone(),
                one.publisher.clone(),
                one.licence.clone(),
                one.published.clone(),
                if invented { "yes" } else { "no" }.to_owned(),
                one.note.clone(),
            ]
        })
    });
    entries(&mut lines, &run.logs.data, "nobody is named");
    (lines.join("\n").trim_end().to_owned() + "\n").into_bytes()
}

fn person(name: &str) -> String {
    if name.trim().is_empty() { "nobody yet".to_owned() } else { name.to_owned() }
}

/// Who holds a role, each in a row; that it is not written down where nobody does.
fn held(run: &Run, role: Role) -> Vec<Vec<String>> {
    let row = |person: String, since: String| vec![role.words().to_owned(), role.does().to_owned(), person, since];
    let holders = run.logs.holders.iter().filter(|holder| holder.role == role);
    let rows: Vec<_> = holders.map(|holder| row(holder.person.clone(), holder.on.to_string())).collect();
    if rows.is_empty() { vec![row("not written down".to_owned(), String::new())] } else { rows }
}

/// What people have written into `data/logs`.
fn entries(lines: &mut Vec<String>, entries: &[Entry], nobody: &str) {
    let columns = ["Entry", "What", "Why", "Evidence", "For", "By", "On"];
    let row = |entry: &Entry| {
        vec![
            entry.id.clone(),
            entry.what.clone(),
            entry.why.clone(),
            entry.evidence.join("; "),
            entry.role.words().to_owned(),
            entry.by.clone().unwrap_or_else(|| nobody.to_owned()),
            entry.on.to_string(),
        ]
    };
    table(lines, "### Entries of data/logs", &columns, entries.iter().map(row));
}

/// A table with its heading; a line in its place where it has no row.
fn table(lines: &mut Vec<String>, title: &str, columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    lines.push(title.to_owned());
    lines.push(String::new());
    let rows: Vec<Vec<String>> = rows.into_iter().collect();
    if rows.is_empty() {
        lines.push("None.".to_owned());
    } else {
        let cell = |text: &str| text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ");
        let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        lines.push(row(columns.iter().map(|column| (*column).to_owned()).collect()));
        lines.push(row(columns.iter().map(|_| "---".to_owned()).collect()));
        lines.extend(rows.iter().map(|cells| row(cells.iter().map(|text| cell(text)).collect())));
    }
    lines.push(String::new());
}
