//! What the file of a check needs: its declaration and what its function is given and gives.

pub(super) use super::context::Context;
pub(super) use super::declaration::{Check, Family, Guide, Scope, Threshold};
pub(super) use super::settings::{Measures, Rule};
pub(super) use crate::contract::{Finding, Severity, Subject};
