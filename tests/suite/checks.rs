//! The checks on returns: each with a case that triggers it and one that does not, the registry in step with its documents,
//! the alarms that clean returns give, and persons kept out.

pub(crate) mod alarms;
mod fixtures;
mod persons;
mod planted;
mod registry;
mod settings;
pub(crate) mod world;
