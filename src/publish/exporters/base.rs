//! All of a release that no word of its text changes: what the text may use, which files stand beside those of the text, and what the
//! manifest says of them.
//!
//! In: an edition once computed, later its text alone. Out: the release. Both ways pass through here, so that they make the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Content, Release, Telling, told};
use crate::chapter::{Offered, Text};
use crate::definition::Definitions;
use crate::disclosure::commitment::Confidential;
use crate::edition::{Edition, Marking};
use crate::fault::Failure;
use crate::publish::manifest::{MANIFEST, Manifest};
use crate::source::InputFile;

/// All of a release that no word of its text changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Base {
    offered: Offered,
    /// Whether the edition is a demonstration, which what was read decides.
    demonstration: bool,
    /// Sources whose numbers are invented.
    synthetic: Vec<String>,
    confidential: Confidential,
    /// Every file that was read but the text.
    inputs: BTreeMap<String, InputFile>,
    /// Paths of the files beside those of the text.
    files: BTreeSet<String>,
}

impl Base {
    pub(super) fn of(content: &Content<'_>, offered: Offered, files: BTreeSet<String>) -> Self {
        let of_text = |path: &String| content.text.holds(path);
        let inputs = content.inputs.iter().filter(|(path, _)| !of_text(path));
        Self {
            offered,
            demonstration: content.edition().demonstration,
            synthetic: content.origin.synthetic_sources().map(str::to_owned).collect(),
            confidential: content.confidential.clone(),
            inputs: inputs.map(|(path, file)| (path.clone(), file.clone())).collect(),
            files,
        }
    }

    /// Paths of the files beside those of the text.
    pub fn files(&self) -> &BTreeSet<String> {
        &self.files
    }

    /// An edition, as what was read decides that it speaks of itself.
    pub fn edition(&self, edition: Edition) -> Edition {
        if self.demonstration { edition.as_demonstration() } else { edition }
    }

    /// The release with another text. `read` is what was read for it, and `files` are those beside the files of the text.
    pub fn retold(
        self,
        text: &Text,
        read: &BTreeMap<String, InputFile>,
        (edition, definitions, layouts): (&Edition, &Definitions, &[String]),
        files: BTreeMap<String, Vec<u8>>,
    ) -> Result<Release, Failure> {
        let told = told::all(&Telling { offered: &self.offered, text, edition, definitions, layouts })?;
        let all = self.inputs.iter().chain(read).map(|(path, file)| (path.clone(), file.clone())).collect();
        self.released(&all, edition, layouts, (files, told))
    }

    /// The release of these files and those of the text.
    pub(super) fn released(
        self,
        inputs: &BTreeMap<String, InputFile>,
        edition: &Edition,
        layouts: &[String],
        (mut files, told): (BTreeMap<String, Vec<u8>>, BTreeMap<String, Vec<u8>>),
    ) -> Result<Release, Failure> {
        files.extend(told);
        let marking = edition.handling.marking;
        let noted = self.confidential.noted(inputs, marking);
        let key = (marking == Marking::OfficialSensitive).then(|| self.confidential.key(inputs));
        let manifest = Manifest::new((edition, layouts), self.synthetic.clone(), (noted, key), &files);
        files.insert(MANIFEST.to_owned(), manifest.to_json());
        Ok(Release { files, manifest, base: self })
    }
}
