//! `sayso`: who said what, on whose say-so.

fn main() {}
