"""Loads that benchmarks put on a server."""
