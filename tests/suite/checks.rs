//! The checks on returns: each with a case that triggers it and one that does not, the registry in step with its documents,
//! the alarms that clean returns give, and persons kept out.

#[path = "checks/alarms.rs"]
mod alarms;
#[path = "checks/fixtures.rs"]
mod fixtures;
#[path = "checks/persons.rs"]
mod persons;
#[path = "checks/registry.rs"]
mod registry;
#[path = "checks/settings.rs"]
mod settings;
#[path = "checks/world.rs"]
pub(crate) mod world;
