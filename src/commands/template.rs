//! `assess template`: the workbooks in which a force, or each of them, makes its returns for one year.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use super::{Folders, console, edition_of};
use crate::cli::{Template, TemplateFormat};
use crate::contract::{Contract, Contracts};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::{Failure, nearest};
use crate::source::input;
use crate::template::{Asked, Choice, Filling, Form, Format, Guidance, explained, write};
use crate::writing::{self, Access, Set, System};

pub(super) fn run(folders: Folders<'_>, options: &Template) -> Result<ExitCode, Failure> {
    let (mut project, is_built_in) = folders.anywhere()?;
    let edition = edition_of(&project, options.edition)?;
    if is_built_in {
        console::note(format_args!(
            "no project folder here: written by the contracts of edition {edition}, which are in the program"
        ));
    }
    let definitions = Definitions::read(&mut project)?;
    let contracts = Contracts::read(&mut project, &definitions)?;
    let edition = Edition::read(&mut project, edition, &definitions)?;
    let forces = forces(&contracts, options)?;
    let set = Set::take(&System, &options.out, Access::Open)?;
    let formats = match options.format {
        Some(format) => vec![format],
        None => vec![TemplateFormat::Xlsx, TemplateFormat::Ods],
    };
    let mut files = BTreeMap::new();
    for contract in asked(&contracts, options)? {
        let guidance = Guidance::read(&mut project, contract, explained(contract, &edition))?;
        let refuse = |error: &dyn std::fmt::Display| {
            Failure::cannot_run(
                format!("the template of `{}` cannot be written: {error}", contract.id),
                format!("mend {} or its code lists", contract.file),
            )
        };
        for force in &forces {
            let form = Form::of(Asked {
                contract,
                contracts: &contracts,
                definitions: &definitions,
                edition: &edition,
                force,
                period: options.period,
                guidance: &guidance,
                optional: options.optional,
                synthetic_example: false,
            })
            .map_err(|error| refuse(&error))?;
            for format in &formats {
                let (ending, format) = match format {
                    TemplateFormat::Xlsx => ("xlsx", Format::Xlsx),
                    TemplateFormat::Ods => ("ods", Format::Ods),
                };
                let bytes = write(&form, &Filling::default(), format, edition.release_instant)
                    .map_err(|error| refuse(&error))?;
                let name = format!("{}-{}-{}.{ending}", form.contract, form.force_code, form.period.slug());
                filled_in(&options.out.join(&name), &bytes)?;
                files.insert(name, bytes);
            }
        }
    }
    set.write(&files)?;
    files.keys().for_each(|name| console::result(options.out.join(name).display()));
    Ok(ExitCode::SUCCESS)
}

/// The returns that are asked for: the one that is named, or every one that a force makes.
fn asked<'a>(contracts: &'a Contracts, options: &Template) -> Result<Vec<&'a Contract>, Failure> {
    let returns: Vec<&Contract> = contracts.iter().map(AsRef::as_ref).filter(|contract| contract.is_return()).collect();
    let Some(asked) = &options.contract else { return Ok(returns) };
    if let Some(contract) = returns.iter().find(|contract| contract.id == *asked) {
        return Ok(vec![contract]);
    }
    let known: Vec<&str> = returns.iter().map(|contract| contract.id.as_str()).collect();
    Err(Failure::cannot_run(format!("no return is called `{asked}`"), format!("the returns are {}", known.join(", "))))
}

/// The force that is named, or all of them.
fn forces(contracts: &Contracts, options: &Template) -> Result<Vec<Choice>, Failure> {
    match &options.force {
        Some(asked) => Ok(vec![force(contracts, asked)?]),
        None => {
            let codes = contracts.codelist("forces").into_iter().flat_map(|list| list.codes());
            Ok(codes.map(|code| Choice { id: code.id.clone(), title: code.title.clone() }).collect())
        }
    }
}

/// Refuses to write a blank return over another file of its name: it may be the one that was filled in.
fn filled_in(path: &Path, blank: &[u8]) -> Result<(), Failure> {
    let stands = writing::kind(path).ok().flatten().is_some();
    if !stands || input::read(path, input::MOST_BYTES).is_ok_and(|present| present == blank) {
        return Ok(());
    }
    let what = format!("`{}` is there already, and is not the blank return", path.display());
    Err(Failure::cannot_run(what, "move it elsewhere, or name another folder with --out: it may have been filled in"))
}

/// The force by its code or any of its names.
fn force(contracts: &Contracts, asked: &str) -> Result<Choice, Failure> {
    let list = contracts.codelist("forces");
    if let Some(found) = list.and_then(|list| list.find(asked)) {
        return Ok(Choice { id: found.code.id.clone(), title: found.code.title.clone() });
    }
    let codes: Vec<&str> = list.iter().flat_map(|list| list.codes()).map(|code| code.id.as_str()).collect();
    let hint =
        nearest(asked, codes.iter().copied()).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    Err(Failure::cannot_run(
        format!("no force has the code or name `{asked}`"),
        format!("{hint}The codes are in data/reference/forces.csv"),
    ))
}
