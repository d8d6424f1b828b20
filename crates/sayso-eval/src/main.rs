//! `sayso-eval`: measures Sayso against gold corpora and the clock.

fn main() {}
