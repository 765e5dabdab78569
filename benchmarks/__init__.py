"""Measurements of speed and quality, each run by its name: `.venv/bin/python -m benchmarks.cleaning`."""
