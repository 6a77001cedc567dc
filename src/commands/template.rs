//! `assess template`: the workbook in which one force makes its return for one year.

use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;

use super::{console, open};
use crate::cli::{Template, TemplateFormat};
use crate::fault::Failure;
use crate::publish;
use crate::source::Project;
use crate::template::{Filling, Form, Format, write};

/// Makes the form of a return from the project. Gets the edition's year; gives the release instant too, the only time in the files.
pub(super) type MakeForm = fn(&mut Project, i16, &Template) -> Result<(Form, Timestamp), Failure>;

pub(super) fn run(root: &Path, options: &Template, form: MakeForm) -> Result<ExitCode, Failure> {
    let (mut project, edition) = open(root, options.edition)?;
    let (form, created) = form(&mut project, edition, options)?;
    publish::writable(&options.out)?;
    let formats = match options.format {
        Some(format) => vec![format],
        None => vec![TemplateFormat::Xlsx, TemplateFormat::Ods],
    };
    for format in formats {
        let (ending, format) = match format {
            TemplateFormat::Xlsx => ("xlsx", Format::Xlsx),
            TemplateFormat::Ods => ("ods", Format::Ods),
        };
        let bytes = write(&form, &Filling::default(), format, created).map_err(|error| {
            Failure::cannot_run(
                format!("the template of `{}` cannot be written: {error}", form.contract),
                format!("mend data/contracts/{}.toml or its code lists", form.contract),
            )
        })?;
        let name = format!("{}-{}-{}.{ending}", form.contract, form.force_code, form.period.slug());
        let path = options.out.join(name);
        publish::write(&path, &bytes)?;
        console::result(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
