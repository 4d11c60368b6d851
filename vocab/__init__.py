"""Vocabularies, and the words that every other package speaks in.

Concept schemes: the registry and its files, loading, the index of labels, and matching. Below them, the three things
that all packages share: RDF terms (``term``), the closed namespaces (``namespace``) and diagnostics (``diagnostic``).
"""
