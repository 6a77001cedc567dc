//! Makes the page of each edit, and after it the document, which takes longer and is made beside further edits.
//!
//! Whatever is wrong with an edit, and a fault of the program too, is shown and leaves the last good page.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;

use super::super::progress::Watch;
use super::super::{Folders, console};
use super::board::{Board, Made};
use super::files::Changed;
use crate::chapter::typesetting::{Form, Job, Kept};
use crate::disclosure::Memory;
use crate::fault::Failure;
use crate::pipeline::{Draft, Order};

/// Stack of the thread of the document: checks of the finished document go as deep as its text.
const STACK: usize = 16 << 20;

/// Makes what is seen.
pub(super) struct Maker<'a> {
    folders: Folders<'a>,
    order: Order,
    board: Arc<Board>,
    quiet: bool,
    /// None where the data could not be read.
    draft: Option<Draft>,
    /// What was last chosen to be withheld: an edit that leaves the returns as they were needs no other search.
    memory: Memory,
    page: Kept,
    documents: Sender<(u64, Job)>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(folders: Folders<'a>, order: Order, board: &Arc<Board>, quiet: bool) -> Result<Self, Failure> {
        let (documents, asked) = channel();
        let told = Arc::clone(board);
        Builder::new().stack_size(STACK).spawn(move || make_documents(&asked, &told)).map_err(|error| {
            let what = format!("the system lets the program start no thread: {error}");
            Failure::cannot_run(what, "raise the limit of processes (`ulimit -u`), or close other programs")
        })?;
        Ok(Self {
            folders,
            order,
            board: Arc::clone(board),
            quiet,
            draft: None,
            memory: Memory::default(),
            page: Kept::new(),
            documents,
        })
    }

    /// Makes the page of an edit.
    pub(super) fn make(&mut self, changed: Changed) {
        let watch = Watch::start();
        self.board.change(|view| {
            view.edit += 1;
            view.working = true;
        });
        let edit = self.board.now().1.edit;
        let made = guarded(|| self.page(changed)).unwrap_or_else(|failure| {
            // What was half computed is not gone on with.
            self.draft = None;
            Err(failure)
        });
        let seconds = watch.seconds();
        match made {
            Ok(page) => {
                let page = Made { of: edit, bytes: Arc::new(page) };
                self.board.change(|view| {
                    view.working = false;
                    view.seconds = seconds;
                    view.page = Some(page);
                    view.wrong = None;
                    view.wrong_document = None;
                });
                if !self.quiet {
                    console::note(format_args!("edit {edit}: page in {seconds:.2} s"));
                }
                self.find();
                let job = guarded(|| self.draft.as_ref().map(|draft| draft.job(Form::Document)).transpose());
                match job.and_then(|job| job) {
                    // The thread ends with the program alone.
                    Ok(job) => drop(job.map(|job| self.documents.send((edit, job)))),
                    Err(failure) => self.board.change(|view| view.wrong_document = Some(Arc::new(failure))),
                }
            }
            Err(failure) => {
                console::error(&failure);
                self.board.change(|view| {
                    view.working = false;
                    view.wrong = Some(Arc::new(failure));
                });
            }
        }
    }

    /// What the checks find, once the page is seen: it is asked for less.
    fn find(&self) {
        let found = guarded(|| self.draft.as_ref().map(Draft::findings).transpose()).and_then(|found| found);
        self.board.change(|view| match found {
            Ok(found) => view.findings = found.map(Arc::new),
            Err(failure) => {
                console::error(&failure);
                view.wrong = Some(Arc::new(failure));
            }
        });
    }

    fn page(&mut self, changed: Changed) -> Result<Vec<u8>, Failure> {
        let draft = match self.draft.take() {
            Some(draft) if changed == Changed::Text => self.draft.insert(draft),
            before => {
                // Two of them need not be held at once.
                drop(before);
                self.draft.insert(Draft::of(self.folders.project()?, self.order, &self.memory)?)
            }
        };
        draft.read_text()?;
        let made = self.page.typeset(&draft.job(Form::Page)?)?;
        draft.whole(Form::Page, made)
    }
}

/// The last document that was asked for, and after it the next.
fn make_documents(asked: &Receiver<(u64, Job)>, board: &Board) {
    let mut kept = Kept::new();
    while let Ok(mut job) = asked.recv() {
        while let Ok(later) = asked.try_recv() {
            job = later;
        }
        let (of, job) = job;
        let made = guarded(|| kept.typeset(&job)).and_then(|made| made);
        board.change(|view| match made {
            Ok(bytes) => {
                view.document = Some(Made { of, bytes: Arc::new(bytes) });
                view.wrong_document = None;
            }
            Err(failure) => view.wrong_document = Some(Arc::new(failure)),
        });
    }
}

/// The same, where a fault of the program is one more reason why there is none. What happened has been said where it happened.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let what = "the program met a fault of its own while it made this edit";
        Failure::cannot_run(what, "take the last change back, and report the fault with what the terminal says of it")
    })
}
