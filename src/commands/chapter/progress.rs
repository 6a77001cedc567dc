//! Shows the stages of a build: a live line on a terminal, plain lines elsewhere, and their cost on request.
//!
//! The only place that reads a clock, and nothing it reads reaches an output file.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::console;
use crate::pipeline::{Observer, Stage};
use crate::publish::provenance::Observed;

/// Shows the stages.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
    began_at: jiff::Timestamp,
    began: Instant,
    running: Option<Instant>,
    costs: Vec<(Stage, Duration)>,
}

impl Progress {
    pub(super) fn new(quiet: bool) -> Self {
        let bar = (!quiet && !console::in_json() && stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(Stage::ALL.len() as u64);
            if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, quiet, began_at: jiff::Timestamp::now(), began: now(), running: None, costs: Vec::new() }
    }

    /// Takes the live line away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// What was seen of the run so far.
    pub(super) fn observed(&self) -> Observed {
        Observed {
            began: self.began_at,
            seconds: self.began.elapsed().as_secs_f64(),
            stages: self.costs.iter().map(|(stage, cost)| (stage.name(), milliseconds(*cost))).collect(),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// Prints what each stage cost.
    pub(super) fn print_timings(&self) {
        for (stage, cost) in &self.costs {
            console::note(format_args!("{:<12}{:>7.1} ms", stage.name(), milliseconds(*cost)));
        }
        console::note(format_args!("{:<12}{:>7.1} ms", "in all", milliseconds(self.began.elapsed())));
    }
}

impl Observer for Progress {
    fn begin(&mut self, stage: Stage) {
        self.running = Some(now());
        if let Some(bar) = &self.bar {
            bar.set_message(stage.name());
        } else if console::in_json() && !self.quiet {
            console::event(&json!({ "event": "stage", "stage": stage.name(), "state": "begun" }));
        }
    }

    fn end(&mut self, stage: Stage, said: &str) {
        let cost = self.running.take().map_or(Duration::ZERO, |since| since.elapsed());
        self.costs.push((stage, cost));
        let line = format!("{:<12}{said}", stage.name());
        match &self.bar {
            Some(bar) => {
                bar.println(line);
                bar.inc(1);
            }
            None if !self.quiet && console::in_json() => console::event(&json!({
                "event": "stage", "stage": stage.name(), "state": "ended", "said": said, "milliseconds": milliseconds(cost),
            })),
            None if !self.quiet => console::note(line),
            None => {}
        }
    }
}

/// How long a proof took, for its report.
pub(super) struct Watch(Instant);

impl Watch {
    pub(super) fn start() -> Self {
        Self(now())
    }

    pub(super) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

#[expect(clippy::disallowed_methods, reason = "--timings is about the machine, not about the chapter")]
fn now() -> Instant {
    Instant::now()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
