"""The Reconciliation Service API 0.2 over the vocabularies: names in, the concepts that they may mean out.

``router`` has the addresses, ``service`` what is asked, ``manifest`` what is offered; ``batch`` reads queries and
``answer`` answers them with what ``candidate`` finds; ``extension`` gives properties (``property``) of concepts,
``completion`` suggests while people type, ``preview`` shows a concept in a frame.
"""
