"""Converters: pure functions from source values to RDF terms, one module per kind of value."""
