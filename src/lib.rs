pub mod app;
pub mod coaching;
pub mod config;
pub mod db;
pub mod http;
pub mod identity;
pub mod kernel;
pub mod messaging;
