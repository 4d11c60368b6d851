"""The quality of a vocabulary: what qSKOS and Skosify look for, counted on the statements as its publisher made them.

``indicators.tsv`` declares the indicators, ``indicator`` reads it and names the check of each; ``labels``,
``languages``, ``structure``, ``links`` and ``clashes`` hold the checks; ``statements`` is what they look at, ``graph``
what they search; ``report`` assesses a vocabulary, ``rendering`` and ``documentation`` print.
"""
