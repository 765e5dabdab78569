"""Notebooks, corpus and ledger -> a book of pages that any browser shows, and the same on paper.

Needs the packages of the extra "book"; nothing of the walk imports it.
"""
