//! `assess pull` against a real server on this machine.

#[path = "pull/backtest.rs"]
mod backtest;
#[path = "pull/command.rs"]
mod command;
#[cfg(feature = "sql")]
#[path = "pull/database.rs"]
mod database;
#[path = "pull/desk.rs"]
pub(crate) mod desk;
#[path = "pull/failures.rs"]
mod failures;
#[path = "pull/inbox.rs"]
mod inbox;
#[path = "pull/kinds.rs"]
mod kinds;
#[path = "pull/obstacles.rs"]
mod obstacles;
#[path = "pull/offline.rs"]
mod offline;
#[path = "pull/plain.rs"]
mod plain;
#[cfg(feature = "sql")]
#[path = "pull/postgres.rs"]
mod postgres;
#[path = "pull/returns.rs"]
mod returns;
#[path = "pull/safety.rs"]
mod safety;
#[path = "pull/server.rs"]
pub(crate) mod server;
#[path = "pull/tls.rs"]
mod tls;
#[path = "pull/wire.rs"]
mod wire;
