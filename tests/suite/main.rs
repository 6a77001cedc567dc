//! Integration tests, one file a behaviour.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop"
)]
#![allow(clippy::disallowed_methods, reason = "tests damage files and read results as any program would")]

mod aside;
mod assumptions;
mod audit;
mod build;
mod cache;
mod checks;
mod compare;
mod compare_pairs;
mod contracts;
mod definitions;
mod demo;
mod disclosure;
mod distribution;
mod explain;
mod extremes;
mod faults;
mod figure;
mod figure_areas;
mod figure_bad_input;
mod figure_bad_samples;
mod figure_breakdown;
mod figure_change;
mod figure_command;
mod figure_extremes;
mod figure_more_samples;
mod figure_pixels;
mod figure_random;
mod figure_random_change;
mod figure_samples;
mod figure_statistics_samples;
mod findings;
mod fuzz;
mod gallery;
mod handling;
mod invalid;
mod judgements;
mod layouts;
mod mutator;
mod narrative;
mod numbers;
mod open_data;
mod page;
mod pdf;
mod periods;
mod picture;
mod project;
mod protect;
mod provenance;
mod publisher;
mod pull;
mod quality;
mod random;
mod readers;
mod real_data;
mod rebuilding;
mod registry;
mod review;
mod revised;
mod rules;
mod scale;
mod schemas;
mod standing;
mod statistics;
mod synthetic;
mod tampering;
mod template;
mod tile_map;
mod turn;
mod twice;
mod verify;
mod watch;
mod workbooks;
