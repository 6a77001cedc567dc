//! `assess pull` against a real server on this machine.

#[path = "pull/desk.rs"]
mod desk;
#[path = "pull/failures.rs"]
mod failures;
#[path = "pull/plain.rs"]
mod plain;
#[path = "pull/safety.rs"]
mod safety;
#[path = "pull/server.rs"]
mod server;
