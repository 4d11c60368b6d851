"""Mapping: from the bytes of one record to the statements of one named graph.

``dialect`` says what the bytes are, a crosswalk (one table per dialect) says what they mean in GeoDCAT-AP 3.1,
``converters`` turns source values into RDF terms, ``codelists`` holds the code lists as tables, and ``refine`` runs it
all as one pure function. Nothing here does I/O, and rdflib is not on this way.
"""
