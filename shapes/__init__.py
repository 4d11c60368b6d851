"""The SHACL profile of GeoDCAT-AP 3.1, validation against it, and the report of what was found.

``profile/`` holds the rules as Turtle, a file for each class; a new rule is one more property shape there, and its line
in ``tests/shapes``. ``rule`` reads them, ``validation`` applies them to batches of records, ``report`` writes findings
of all stages as ``sh:ValidationReport``, ``documentation`` prints the rules as ``docs/shapes.md``.
"""
