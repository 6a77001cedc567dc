//! Copies of the repository's project, and the program run on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use tempfile::TempDir;

/// The repository itself.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a brief chapter.
const BRIEF: &str = r#"#import "/report/theme/chapter.typ": *

= How forces differ

In #n("funnel.year.last"), #n("funnel.forces-outside-95.last") of #n("funnel.forces-shown.last") forces lay outside (#fig("funnel-forces")).
#n("forces.territorial") forces were asked (#fig("coverage")).

#chart("funnel-forces")

#chart("coverage")

#judgements()

#show: annexes

= Sources and licences

#sources-list()
"#;

/// A copy of `data` and `report` that a test may damage.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    pub(crate) fn copy() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["data", "report"] {
            copy(&repository().join(part), &folder.path().join(part));
        }
        Self { folder }
    }

    /// A copy whose returns say that they are real, as an edition must be to be built for release. They are as invented as before.
    pub(crate) fn of_real_returns() -> Self {
        let project = Self::copy();
        for entry in fs::read_dir(project.path("data/demo")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, text.replace(",synthetic\n", ",real\n")).unwrap();
        }
        let catalogue = project.text("data/sources.toml");
        project.write("data/sources.toml", catalogue.replace("synthetic = true", "synthetic = false"));
        let judgements = project.text("report/2027/judgements.toml");
        let people = "\nauthor = \"An analyst of a test\"\nagreed_by = \"A board of a test\"\nlikelihood = ";
        project.write("report/2027/judgements.toml", judgements.replace("\nlikelihood = ", people));
        project
    }

    /// A copy whose chapter is one page of text and two figures: for tests of what is written and where, not of what it says.
    pub(crate) fn brief() -> Self {
        let project = Self::copy();
        project.shorten();
        project
    }

    /// A brief copy with its release in `out/2027` and packed in `packed`, which is built once for all tests that begin with it.
    pub(crate) fn brief_built() -> Self {
        static BUILT: OnceLock<Project> = OnceLock::new();
        let built = BUILT.get_or_init(|| {
            let project = Self::brief();
            let packed = project.path("packed");
            succeed(project.root(), &["build", "--quiet", "--zip", packed.to_str().unwrap()]);
            project
        });
        built.again()
    }

    /// The same of real returns, built for release.
    pub(crate) fn released() -> Self {
        static RELEASED: OnceLock<Project> = OnceLock::new();
        let released = RELEASED.get_or_init(|| {
            let project = Self::of_real_returns();
            project.shorten();
            succeed(project.root(), &["build", "--quiet", "--for-release"]);
            project
        });
        released.again()
    }

    fn again(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(self.root(), folder.path());
        Self { folder }
    }

    /// Leaves one page of text and two figures.
    pub(crate) fn shorten(&self) {
        fs::remove_dir_all(self.path("report/2027/sections")).unwrap();
        self.write("report/2027/sections/brief.typ", BRIEF);
        let edition = self.text("report/2027/edition.toml");
        let (before, _) = edition.split_once("[[layout]]").unwrap();
        let layout = "[[layout]]\nid = \"chapter\"\nsections = [\"brief\"]\npages = 10\n";
        self.write("report/2027/edition.toml", format!("{before}{layout}"));
        let figures = self.text("report/2027/figures.toml");
        let mut parts = figures.split("[[figure]]\n");
        let head = parts.next().unwrap().to_owned();
        let kept: Vec<&str> = parts
            .filter(|part| ["funnel-forces", "coverage"].iter().any(|id| part.contains(&format!("id = \"{id}\""))))
            .collect();
        assert_eq!(kept.len(), 2);
        // Judgements rest on what the text shows.
        let judgements = self.text("report/2027/judgements.toml");
        let rests = |line: &str| {
            if line.starts_with("evidence = ") { "evidence = [\"forces.territorial\"]" } else { line }.to_owned()
        };
        self.write("report/2027/judgements.toml", judgements.lines().map(rests).collect::<Vec<_>>().join("\n") + "\n");
        self.write("report/2027/figures.toml", kept.iter().fold(head, |text, part| text + "[[figure]]\n" + part));
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    pub(crate) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn replace(&self, file: &str, find: &str, replace: &str) {
        let text = self.text(file);
        assert!(text.contains(find), "{file} does not hold {find:?}");
        self.write(file, text.replacen(find, replace, 1));
    }

    /// Every path below the project folder, to see what a command wrote.
    pub(crate) fn listing(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        walk(self.root(), &mut found);
        found.sort();
        found
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        }
        found.push(path);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(drop).unwrap() }
    }
}

/// Runs the program on a project.
pub(crate) fn assess(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_assess")).arg("--root").arg(root).args(arguments).output().unwrap()
}

/// What the program wrote to standard error.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The program run on a project, and that it succeeded.
pub(crate) fn succeed(root: &Path, arguments: &[&str]) -> String {
    let output = assess(root, arguments);
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// The repository's edition, built once for all tests that only look at it.
pub(crate) fn built() -> &'static Path {
    static RELEASE: OnceLock<TempDir> = OnceLock::new();
    let folder = RELEASE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        succeed(repository(), &["build", "--quiet", "--out", folder.path().to_str().unwrap()]);
        folder
    });
    folder.path()
}
