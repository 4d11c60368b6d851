"""Closed namespaces: a misspelt term fails."""

import re

import pytest

from vocab import namespace
from vocab.namespace import DCAT, DCTERMS, PREFIXES, Namespace, prefixed


def test_a_term_is_its_iri() -> None:
    assert DCTERMS.title == "<http://purl.org/dc/terms/title>"
    assert getattr(namespace.VCARD, "organization-name") == "<http://www.w3.org/2006/vcard/ns#organization-name>"


@pytest.mark.parametrize("name", ["titel", "", "__wrapped__", "_terms_", "title "])
def test_an_undeclared_term_is_an_error(name: str) -> None:
    with pytest.raises(AttributeError, match=re.escape(DCTERMS.base)):
        getattr(DCTERMS, name)


def test_no_term_hides_what_a_namespace_has() -> None:
    for space in PREFIXES.values():
        assert space.base.startswith("http")
        assert all(term == f"<{space.base}{term[len(space.base) + 1 : -1]}>" for term in space.terms())
        assert callable(space.terms)


def test_every_namespace_has_a_prefix() -> None:
    declared = {id(value) for value in vars(namespace).values() if isinstance(value, Namespace)}
    assert declared == {id(space) for space in PREFIXES.values()}
    assert len({space.base for space in PREFIXES.values()}) == len(PREFIXES)


def test_prefixed_names() -> None:
    assert prefixed(DCAT.bbox) == "dcat:bbox"
    assert prefixed("http://purl.org/dc/terms/title") == "dct:title"
    assert prefixed("<urn:other>") == "urn:other"
