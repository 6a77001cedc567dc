//! Integration tests, one file a behaviour.

mod build;
mod demo;
mod figure_command;
mod invalid;
mod numbers;
mod pdf;
mod project;
mod statistics;
mod verify;
