"""The errors of vocabularies.

VocabularyError   caught in the command and at publication: a vocabulary cannot be loaded
"""


class VocabularyError(Exception):
    """A vocabulary or its declaration cannot be used."""
