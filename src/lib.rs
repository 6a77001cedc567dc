//! Builds the group-based child sexual exploitation chapter of the National Strategic Assessment.
//!
//! Data walks one way: sources are read into typed rows (`source`, `contract`), gathered in one table of integers
//! (`panel`), turned into what can be said nationally (`national`, on the pure functions of `statistics`), drawn
//! (`figure`), typeset (`chapter`) and written (`publish`). `pipeline` is those stages in order. A build reads no clock,
//! environment, locale or network, so the same files give the same bytes.

pub mod chapter;
pub mod cli;
pub mod commands;
pub mod contract;
pub mod definition;
pub mod demo;
pub mod disclosure;
pub mod edition;
pub mod fault;
pub mod figure;
pub mod lineage;
pub mod national;
pub mod panel;
pub mod period;
pub mod pipeline;
pub mod publish;
pub mod schemas;
pub mod source;
pub mod statistics;
pub mod template;
