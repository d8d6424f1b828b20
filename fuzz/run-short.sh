#!/usr/bin/env bash
# The short fuzz run on its own; a number makes it that many times longer: fuzz/run-short.sh 20
cd "$(dirname "$0")/.." && SAYSO_FUZZ_ROUNDS=${1:-1} exec cargo test --locked -p sayso-fuzz --test short
