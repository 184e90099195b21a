//! Every console block of the documentation is executed.
