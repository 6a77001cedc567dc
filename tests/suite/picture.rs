//! The national picture beyond its range: bridge studies, index, breakdowns, reconciliation and proposed confidence.
//!
//! Expected numbers are worked by hand from the committed files, or come from publishers; the formulas themselves are
//! held to independent implementations in `statistics`.

mod alike;
mod breakdowns;
mod bridges;
mod confidence;
mod index;
mod ladder;
mod quarters;
mod reconciliation;
mod reread;
mod walk;
