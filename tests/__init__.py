"""Tests mirror the packages path for path; `e2e/` drives real browsers, `benchmarks/` prints figures."""
