//! What is to be seen at present: the builder changes it, and those who serve it wait for changes.
//!
//! Pages are held once, however many look at them; of each form there is the last good one and no other.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::contract::Findings;
use crate::fault::Failure;

/// What was made, and of which edit.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) of: u64,
    pub(super) bytes: Arc<Vec<u8>>,
}

/// What is to be seen.
#[derive(Clone, Default)]
pub(super) struct View {
    /// Edits so far; the first is the state of the files at the start.
    pub(super) edit: u64,
    /// Whether the last edit is being worked on.
    pub(super) working: bool,
    /// Seconds that the last good page took.
    pub(super) seconds: f64,
    /// The last good page.
    pub(super) page: Option<Made>,
    /// The last good document.
    pub(super) document: Option<Made>,
    /// Why there is no page of the last edit.
    pub(super) wrong: Option<Arc<Failure>>,
    /// Why there is no document of it.
    pub(super) wrong_document: Option<Arc<Failure>>,
    /// What the checks found when the last good page was made.
    pub(super) findings: Option<Arc<Findings>>,
}

/// The one view, with the number of its changes.
#[derive(Default)]
pub(super) struct Board {
    present: Mutex<(u64, View)>,
    changed: Condvar,
}

impl Board {
    /// Changes what is to be seen, and wakes whoever waits for it.
    pub(super) fn change(&self, change: impl FnOnce(&mut View)) {
        let mut present = self.held();
        change(&mut present.1);
        present.0 += 1;
        self.changed.notify_all();
    }

    /// The present view and its number.
    pub(super) fn now(&self) -> (u64, View) {
        self.held().clone()
    }

    /// The same as soon as its number is another; nothing where it stays so long.
    pub(super) fn after(&self, number: u64, longest: Duration) -> Option<(u64, View)> {
        let waited = self.changed.wait_timeout_while(self.held(), longest, |present| present.0 == number);
        let present = waited.unwrap_or_else(PoisonError::into_inner).0;
        (present.0 != number).then(|| present.clone())
    }

    fn held(&self) -> MutexGuard<'_, (u64, View)> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
