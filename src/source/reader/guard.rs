//! Libraries that trust the offsets of a file panic on a damaged one. The panic becomes a fault, and what the library says with it
//! stays off the screen: it may quote the file.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Reads, and gives none if the library panicked. Panics of other threads, and ours outside of it, are told as ever.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                before(panic);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let read = catch_unwind(AssertUnwindSafe(read)).ok();
    GUARDED.set(outer);
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_nothing_and_the_guard_is_lifted_again() {
        assert_eq!(guarded(|| 7), Some(7));
        let none = guarded(|| guarded(|| -> i32 { panic!("quoted from the file") }).is_none());
        assert_eq!(none, Some(true));
        assert!(!GUARDED.get());
    }
}
