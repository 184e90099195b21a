//! Reports and tickets → table, JSON, CSV, Markdown, HTML. Bytes in, bytes out: no I/O, no clock, no terminal.
//!
//! One [`Table`] feeds every format. Text of others goes through [`sanitize`] on its way to a person (design 2.5).

pub mod chart;
pub mod csv;
pub mod dashboard;
mod data;
pub mod html;
pub mod json;
pub mod log;
pub mod mail;
pub mod markdown;
pub mod sanitize;
pub mod style;
pub mod table;
pub mod ticket;
pub mod wrap;

pub use data::{Align, Cell, Column, Content, Table};
pub use style::{Page, Tone};
