"""Measurements of speed and quality, each runnable by name: `python -m benchmarks.NAME`."""
