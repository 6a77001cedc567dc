//! Shows a pull: a live line for every file that is being fetched on a terminal, plain lines elsewhere.

use std::collections::BTreeMap;
use std::io::{IsTerminal, stderr};
use std::sync::{Mutex, PoisonError};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::console;
use crate::fault::printable;
use crate::source::pull::{Outcome, Progress, State};

/// Shows a pull.
pub(super) struct Watch {
    all: Option<MultiProgress>,
    quiet: bool,
    bars: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Watch {
    pub(super) fn new(quiet: bool) -> Self {
        let all = (!quiet && stderr().is_terminal()).then(MultiProgress::new);
        Self { all, quiet, bars: Mutex::new(BTreeMap::new()) }
    }

    /// Takes the live lines away.
    pub(super) fn finish(&self) {
        if let Some(all) = &self.all {
            let _ = all.clear();
        }
    }

    fn bar(&self, key: &str) -> Option<ProgressBar> {
        self.bars.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn line(&self, line: String) {
        match &self.all {
            Some(all) => {
                let _ = all.println(printable(&line));
            }
            None if !self.quiet => console::note(line),
            None => {}
        }
    }
}

impl Progress for Watch {
    fn begin(&self, key: &str) {
        let Some(all) = &self.all else { return };
        let bar = all.add(ProgressBar::new_spinner());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix:34} {bytes:>10} {total_bytes} {wide_msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(key.to_owned());
        self.bars.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), bar);
    }

    fn bytes(&self, key: &str, got: u64, of: Option<u64>) {
        if let Some(bar) = self.bar(key) {
            if let Some(of) = of {
                bar.set_length(of);
            }
            bar.set_position(got);
        }
    }

    fn note(&self, key: &str, said: &str) {
        match self.bar(key) {
            Some(bar) => bar.set_message(printable(said).into_owned()),
            None => self.line(format!("{key}: {said}")),
        }
    }

    fn end(&self, outcome: &Outcome) {
        let bar = self.bars.lock().unwrap_or_else(PoisonError::into_inner).remove(&outcome.key);
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        if let State::Failed(fault) = &outcome.state {
            self.line(format!("{}: {}", outcome.key, fault.id));
        }
    }
}
