//! `tramite`: a help desk in a git repository. The map, from the bottom up; imports go down only.

// Tickets, comments, configuration and typed changes, as plain data.
pub mod model;

// The clock and the environment, read once.
pub mod env;
// How a language writes and reads dates, durations, numbers and words.
pub mod locale;

// The filter language.
pub mod query;

// Working hours, holidays, time zones and what a `within` means.
pub mod calendar;

// SLA policies, timelines, clocks and their explanation.
pub mod sla;

// What a desk's configuration allows and does.
pub mod process;

// Figures over many tickets.
pub mod report;

// Text to model and back.
pub mod codec;

// Git.
pub mod store;

// The derived index.
pub mod index;

// What a person does.
pub mod app;

// Text and files for people and programs.
pub mod render;

// The terminal.
pub mod ui;

// The command line.
pub mod cli;
