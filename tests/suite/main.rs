//! Integration tests, one file a behaviour.

mod demo;
