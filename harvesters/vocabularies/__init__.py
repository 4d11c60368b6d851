"""Transfers: how vocabularies are fetched from their publishers, one module for each way.

A transfer makes requests through the transport of harvesting and hands over documents as they came; what is in them is
for the readers of ``vocab.reading`` to say.
"""
