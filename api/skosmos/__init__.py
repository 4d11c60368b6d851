"""The vocabulary API of Skosmos, REST v1: its addresses, parameters and shapes of answer, so its clients work here.

What its users miss there is added beside: all concepts of a vocabulary page by page, relevance, accents and
misspellings in searches, entity tags, and errors in JSON for who asks for JSON.
"""

from .routes import router

__all__ = ["router"]
