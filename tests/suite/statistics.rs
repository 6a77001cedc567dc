//! Statistics and the national picture against independent implementations, and properties that must always hold.

mod coverage;
mod national;
mod oracles;
mod panels;
mod properties;
mod ranges;
pub(crate) mod rows;
mod rules;
mod second;
mod simulation;
mod special;

use serde_json::Value;

/// Relative difference up to which two numbers agree; near zero the same figure counts as an absolute difference.
#[track_caller]
fn close(actual: f64, expected: f64, tolerance: f64, label: &str) {
    let allowed = tolerance * expected.abs().max(actual.abs()).max(1.0e-300);
    assert!(
        (actual - expected).abs() <= allowed || actual == expected,
        "{label}: got {actual:e}, expected {expected:e}, relative difference {:e}",
        (actual - expected).abs() / expected.abs()
    );
}

/// A number of an oracle.
#[track_caller]
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("not a number: {value}"))
}

/// A whole number of an oracle.
#[track_caller]
fn whole(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("not a whole number: {value}"))
}

/// A list of numbers of an oracle.
#[track_caller]
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}")).iter().map(number).collect()
}

/// A list of whole numbers of an oracle.
#[track_caller]
fn wholes(value: &Value) -> Vec<i64> {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}")).iter().map(whole).collect()
}
