//! The guidance of a return: what each measure or question asks, and worked cases. In: a TOML of `data/guidance`. Out: words by measure or
//! question, and cases decided by the definition it names.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::form::EdgeCase;
use crate::contract::Contract;
use crate::contract::format::Shape;
use crate::fault::{Fault, Faults, nearest};
use crate::source::{Project, Settings, Spanned};

/// Folder of the guidance, one file a contract.
const FOLDER: &str = "data/guidance";

/// What is said of a return to those who fill it in.
#[derive(Clone, Debug, Default)]
pub struct Guidance {
    /// What each measure or question asks, by its identifier.
    pub asked: BTreeMap<String, String>,
    /// Worked cases.
    pub cases: Vec<EdgeCase>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Definition by which the cases were decided.
    definition: Spanned<String>,
    /// Contract whose worked cases hold here as well.
    cases_of: Option<Spanned<String>>,
    /// What each measure asks, or each question of a return that is no table of counts.
    #[serde(default)]
    asked: Vec<FileAsked>,
    /// Worked cases.
    #[serde(default)]
    case: Vec<FileCase>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileAsked {
    /// The measure, or the column of the question.
    of: Spanned<String>,
    /// What is counted or asked, and how, in short sentences.
    text: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileCase {
    /// What happened, without anything that could name a person or place.
    situation: String,
    /// Whether it counts.
    count: bool,
    /// Why, by the criteria of the definition.
    why: String,
}

impl Guidance {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads the guidance of a contract. `definition` is the one that its form explains.
    ///
    /// # Errors
    /// A file that cannot be read, cases that were decided by another definition, and a measure or question of which nothing is said.
    pub fn read(project: &mut Project, contract: &Contract, definition: &str) -> Result<Self, Vec<Fault>> {
        let one = |fault| vec![fault];
        let (settings, file) = open(project, &contract.id, definition).map_err(one)?;
        let mut faults = Faults::new();
        let due = asked_of(contract);
        let mut asked = BTreeMap::new();
        for FileAsked { of, text } in file.asked {
            let id = of.get_ref();
            if due.contains(&id.as_str()) {
                asked.insert(id.clone(), text);
                continue;
            }
            let near = nearest(id, due.iter().copied());
            faults.push(settings.fault(
                "guidance-unknown",
                &of.span(),
                format!("`{}` asks for no `{id}`", contract.id),
                &near.map_or("take it out".to_owned(), |near| format!("did you mean `{near}`?")),
            ));
        }
        for id in due.iter().filter(|id| !asked.contains_key(**id)) {
            faults.push(settings.fault(
                "guidance-missing",
                &file.definition.span(),
                format!("nothing says what `{id}` asks of a force"),
                &format!("add [[asked]] with of = \"{id}\" and the text"),
            ));
        }
        let mut cases = file.case;
        if let Some(other) = file.cases_of {
            match open(project, other.get_ref(), definition) {
                Ok((_, file)) => cases.extend(file.case),
                Err(fault) => faults.push(fault),
            }
        }
        let case = |case: FileCase| EdgeCase { situation: case.situation, count_it: case.count, why: case.why };
        faults.into_result(Self { asked, cases: cases.into_iter().map(case).collect() })
    }
}

/// What a force is asked: measures, or columns that are not its own name and the year.
fn asked_of(contract: &Contract) -> Vec<&str> {
    match contract.shape {
        Shape::Returns => contract.measures.iter().map(|measure| measure.id.as_str()).collect(),
        Shape::Table => super::asked::questions_of(contract).map(|column| column.name.as_str()).collect(),
    }
}

fn open(project: &mut Project, contract: &str, definition: &str) -> Result<(Settings, File), Fault> {
    let path = format!("{FOLDER}/{contract}.toml");
    let settings = Settings::new(&path, project.text(&path)?);
    let file: File = settings.parse()?;
    let decided = file.definition.get_ref();
    if decided == definition {
        return Ok((settings, file));
    }
    Err(settings.fault(
        "guidance-other-definition",
        &file.definition.span(),
        format!("the worked cases were decided by `{decided}`, and the definition of the return is `{definition}`"),
        "decide each case again by that definition, then name it here",
    ))
}
