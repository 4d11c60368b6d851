"""The API: what is published, served over HTTP.

One module per interface, each with a plain ``APIRouter`` named ``router``; ``app`` puts them together. ``serving``
holds the generation that is being served, ``negotiation`` decides the form of an answer, ``problem`` tells what went
wrong.
"""
