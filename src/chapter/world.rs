//! The Typst compiler over files in memory: no disk, no network, no packages, no clock, one embedded font family.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult, SourceDiagnostic, Tracepoint};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, Span, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World, WorldExt};
use typst_html::{HtmlDocument, HtmlOptions};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::typesetting::Form;
use crate::fault::{Fault, Place};

/// Everything the compiler may see.
pub(super) struct Files {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: BTreeMap<String, Source>,
    files: BTreeMap<String, Bytes>,
    reading: fn(&str),
}

impl Files {
    /// Files by their path from the root of the project, as `report/2027/main.typ`. The first argument is the entry; `reading` is told
    /// of each source that the compiler asks for.
    pub(super) fn new(
        main: &str,
        files: &BTreeMap<String, String>,
        form: Form,
        reading: fn(&str),
    ) -> Result<Self, Fault> {
        let fonts: Vec<Font> =
            [notosans::REGULAR_TTF, notosans::BOLD_TTF, notosans::ITALIC_TTF, notosans::BOLD_ITALIC_TTF]
                .into_iter()
                .flat_map(|bytes| Font::iter(Bytes::new(bytes)))
                .collect();
        let mut sources = BTreeMap::new();
        let mut bytes = BTreeMap::new();
        for (path, text) in files {
            if path.ends_with(".typ") {
                sources.insert(path.clone(), Source::new(file_id(path)?, text.clone()));
            }
            bytes.insert(path.clone(), Bytes::from_string(text.clone()));
        }
        Ok(Self {
            library: LazyHash::new(Library::builder().with_features(features(form)).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: file_id(main)?,
            sources,
            files: bytes,
            reading,
        })
    }

    /// The document, laid out. A warning of the compiler counts as an error: an unknown font is only a warning to it, and to us another
    /// document.
    pub(super) fn document(&self) -> Result<PagedDocument, Vec<Fault>> {
        let compiled = typst::compile::<PagedDocument>(self);
        let document = compiled.output.map_err(|errors| self.faults(&errors))?;
        if compiled.warnings.is_empty() { Ok(document) } else { Err(self.faults(&compiled.warnings)) }
    }

    /// The page. A warning says that the page leaves out what the document has, so it counts as an error.
    pub(super) fn page(&self) -> Result<String, Vec<Fault>> {
        let compiled = typst::compile::<HtmlDocument>(self);
        let document = compiled.output.map_err(|errors| self.faults(&errors))?;
        let warnings = compiled.warnings.iter().filter(|warning| !warning.message.starts_with(EXPERIMENTAL));
        let faults: Vec<Fault> = warnings.map(|warning| self.fault(warning)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        typst_html::html(&document, &HtmlOptions::default()).map_err(|errors| self.faults(&errors))
    }

    /// The document as PDF, accessible (PDF/UA-1) and archival (PDF/A-3a, which may carry the data of its figures and tables).
    pub(super) fn pdf(&self, document: &PagedDocument, ident: &str) -> Result<Vec<u8>, Vec<Fault>> {
        let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_3a]).map_err(|error| {
            vec![Fault::new("chapter-invalid", Place::default(), error.message().to_string(), "report this fault")]
        })?;
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some(format!("assess {}", env!("CARGO_PKG_VERSION")))),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(document, &options).map_err(|errors| self.faults(&errors))
    }

    fn faults(&self, diagnostics: &[SourceDiagnostic]) -> Vec<Fault> {
        diagnostics.iter().map(|diagnostic| self.fault(diagnostic)).collect()
    }

    fn fault(&self, diagnostic: &SourceDiagnostic) -> Fault {
        // An error inside a component of the theme is nearly always caused by the text that called it.
        let calls = diagnostic.trace.iter().filter(|point| matches!(point.v, Tracepoint::Call(_)));
        let place = calls
            .map(|point| self.place(point.span))
            .rfind(|place| !place.file.is_empty() && !place.file.starts_with("report/theme/"))
            .unwrap_or_else(|| self.place(diagnostic.span));
        let remedy = if diagnostic.hints.is_empty() {
            "mend the text at this place".to_owned()
        } else {
            diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect::<Vec<_>>().join("; ")
        };
        Fault::new("chapter-invalid", place, diagnostic.message.to_string(), remedy)
    }

    /// The expression that a span is of.
    pub(super) fn written(&self, span: Span) -> Option<&str> {
        let source = self.sources.get(name(span.id()?))?;
        source.text().get(self.range(span)?)
    }

    /// Where what has a span was written; nowhere, where nobody wrote it.
    pub(super) fn place(&self, span: impl Into<DiagSpan>) -> Place {
        let span = span.into();
        let Some(id) = span.id() else { return Place::default() };
        let file = name(id).to_owned();
        match (self.sources.get(&file), self.range(span)) {
            (Some(source), Some(range)) => Place::offset(&file, source.text(), range.start),
            _ => Place::file(&file),
        }
    }
}

/// What the compiler offers as extras: in the document, that tables mark the first cell of a row as its header; and pages at all.
fn features(form: Form) -> Features {
    let feature = match form {
        Form::Document => Feature::A11yExtras,
        Form::Page => Feature::Html,
    };
    [feature].into_iter().collect()
}

/// What the compiler says of every page, whatever is in it.
const EXPERIMENTAL: &str = "html export is under active development";

fn file_id(path: &str) -> Result<FileId, Fault> {
    let path = VirtualPath::new(path).map_err(|_| {
        let what = format!("`{path}` cannot be a file of the chapter");
        Fault::new("chapter-invalid", Place::file(path), what, "rename it without `..` or backslashes")
    })?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Files {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        (self.reading)(name(id));
        self.sources.get(project_file(id)?).cloned().ok_or_else(|| FileError::NotFound(name(id).into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(project_file(id)?).cloned().ok_or_else(|| FileError::NotFound(name(id).into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// No clock: a text that asks for today's date does not compile.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Path of a file from the root of the project.
pub(super) fn name(id: FileId) -> &'static str {
    id.get().vpath().get_without_slash()
}

/// The same, unless the file belongs to a package: there are none, and none is fetched.
fn project_file(id: FileId) -> FileResult<&'static str> {
    match id.get().root() {
        VirtualRoot::Project => Ok(name(id)),
        VirtualRoot::Package(_) => Err(FileError::AccessDenied),
    }
}
