//! `assess pull` against a real server on this machine.

#[path = "pull/desk.rs"]
mod desk;
#[path = "pull/plain.rs"]
mod plain;
#[path = "pull/server.rs"]
mod server;
