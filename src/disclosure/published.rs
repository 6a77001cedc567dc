//! A value that may be shown. Only disclosure control makes one, so whatever takes it cannot be given a raw count.
//!
//! A value is shown as it is, rounded, or withheld. A function of a shown value is shown too ([`Published::map`]); of one that is
//! withheld nothing can be had but its marker. Charts, tables, sentences and files of the chapter take these values only.
//!
//! ```
//! use assess::disclosure::Published;
//! fn printed(count: &Published<i64>) -> String {
//!     count.value().map_or_else(|| "[c]".to_owned(), i64::to_string)
//! }
//! ```
//!
//! A raw count is none, and none can be made of it:
//!
//! ```compile_fail
//! use assess::disclosure::Published;
//! fn printed(count: &Published<i64>) -> String {
//!     count.value().map_or_else(|| "[c]".to_owned(), i64::to_string)
//! }
//! let raw: i64 = 3;
//! printed(&raw);
//! ```
//!
//! ```compile_fail,E0423
//! use assess::disclosure::Published;
//! let raw: i64 = 3;
//! let leaked: Published<i64> = Published(raw);
//! ```
//!
//! Nor of a number that still carries what it is made of, whether a count or a function of counts:
//!
//! ```compile_fail,E0308
//! use assess::disclosure::Published;
//! fn printed(count: &Published<i64>) {}
//! fn leak(raw: &assess::national::number::Count) {
//!     printed(raw);
//! }
//! ```
//!
//! ```compile_fail,E0308
//! use assess::disclosure::Published;
//! fn printed(share: &Published<f64>) {}
//! fn leak(raw: &assess::national::number::Figure<f64>) {
//!     printed(raw);
//! }
//! ```
//!
//! And a whole raw picture is not the one that the rooms after disclosure take:
//!
//! ```compile_fail,E0308
//! fn chapter(picture: &assess::disclosure::Picture) {}
//! fn leak(raw: &assess::national::picture::Picture<assess::national::number::Raw>) {
//!     chapter(raw);
//! }
//! ```
//!
//! What is public says so by its type, and only the makers of the picture can say it:
//!
//! ```compile_fail,E0624
//! let claimed = assess::national::number::Public::of(3);
//! ```

/// What stands in place of a value that is withheld.
pub const WITHHELD: &str = "[c]";
/// What stands beside a value that was rounded to protect those it counts.
pub const ROUNDED: &str = "[rounded]";

/// A value that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published<T>(State<T>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State<T> {
    Exact(T),
    Rounded(T),
    Withheld,
}

impl<T> Published<T> {
    pub(super) fn exact(value: T) -> Self {
        Self(State::Exact(value))
    }

    pub(super) fn rounded(value: T) -> Self {
        Self(State::Rounded(value))
    }

    pub(super) fn withheld() -> Self {
        Self(State::Withheld)
    }

    /// The value, rounded where it is; none where it is withheld.
    pub fn value(&self) -> Option<&T> {
        match &self.0 {
            State::Exact(value) | State::Rounded(value) => Some(value),
            State::Withheld => None,
        }
    }

    /// Whether it is withheld.
    pub fn is_withheld(&self) -> bool {
        matches!(self.0, State::Withheld)
    }

    /// Whether it was rounded to protect those it counts.
    pub fn is_rounded(&self) -> bool {
        matches!(self.0, State::Rounded(_))
    }

    /// A function of what is shown.
    pub fn map<U>(&self, of: impl FnOnce(&T) -> U) -> Published<U> {
        Published(match &self.0 {
            State::Exact(value) => State::Exact(of(value)),
            State::Rounded(value) => State::Rounded(of(value)),
            State::Withheld => State::Withheld,
        })
    }

    /// Both, if both are shown.
    pub fn with<U>(self, other: Published<U>) -> Published<(T, U)> {
        Published(match (self.0, other.0) {
            (State::Withheld, _) | (_, State::Withheld) => State::Withheld,
            (State::Exact(one), State::Exact(two)) => State::Exact((one, two)),
            (State::Exact(one) | State::Rounded(one), State::Exact(two) | State::Rounded(two)) => {
                State::Rounded((one, two))
            }
        })
    }

    /// The value in words with its marker, or the marker alone.
    pub fn print(&self, words: impl FnOnce(&T) -> String) -> String {
        match &self.0 {
            State::Exact(value) => words(value),
            State::Rounded(value) => format!("{} {ROUNDED}", words(value)),
            State::Withheld => WITHHELD.to_owned(),
        }
    }
}

impl<T> Published<Option<T>> {
    /// The value inside, where there is one.
    pub fn present(self) -> Option<Published<T>> {
        match self.0 {
            State::Exact(value) => value.map(|value| Published(State::Exact(value))),
            State::Rounded(value) => value.map(|value| Published(State::Rounded(value))),
            State::Withheld => Some(Published(State::Withheld)),
        }
    }
}
