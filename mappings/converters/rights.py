"""Rights: licence, access rights and use limitations (GeoDCAT-AP 3.1, sections 4.4.3 and 4.4.4)."""

from collections.abc import Iterator

from mappings.scope import Scope
from vocab.namespace import DCAT, DCTERMS, RDF, RDFS
from vocab.term import Term, TermError, iri, literal

_LICENCE_HOSTS = (
    "creativecommons.org",
    "spdx.org/licenses",
    "opendatacommons.org",
    "etalab.gouv.fr",
    "publications.europa.eu/resource/authority/licence",
    "opensource.org/licenses",
    "gnu.org/licenses",
)


def licence(text: str, href: str, scope: Scope) -> Term | None:
    """The licence that a text or address stands for, or None when it stands for none that is known."""
    codelist = scope.context.codelists["licences"]
    for candidate in (href, text):
        found = codelist.lookup(candidate) if candidate else None
        if found:
            return found
    for candidate in (href, text):
        if candidate.startswith(("http://", "https://")) and any(host in candidate for host in _LICENCE_HOSTS):
            return iri(candidate)
    return None


_LAWS = ("data.europa.eu/eli/", "eur-lex.europa.eu/", "legifrance.gouv.fr/", "wetten.overheid.nl/", "fedlex.admin.ch/")
"""Where laws are published."""


def is_terms(address: str) -> bool:
    """Whether an address that conditions of use consist of is of a licence: not of a law, nor of what is unknown."""
    return (
        address.startswith(("http://", "https://"))
        and len(address.split()) == 1
        and "conditionsUnknown" not in address
        and not any(host in address for host in _LAWS)
    )


def use_conditions(texts: list[tuple[str, str | None]], href: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Conditions of use: a licence where they are known as one or are an address, else a rights statement.

    Args:
        texts: the condition as (text, language).
        href: its address, empty when there is none.
        scope: remembers the licence for the distributions.
    """
    text = texts[0][0] if texts else ""
    found = licence(text, href, scope)
    if found and _may_have(scope):
        yield DCTERMS.license, _licensed(found, scope)
        return
    address = next(filter(is_terms, (href, text)), "")
    try:
        found = found or (iri(address) if address else None)
    except TermError:
        found = None
    if found is None or not _may_have(scope):
        yield from _statement(DCTERMS.rights, texts, found[1:-1] if found else href, scope)
        return
    for label, language in texts:
        if label != address:
            scope.add(found, RDFS.label, literal(label, language=language))
    yield DCTERMS.license, _licensed(found, scope)


def _may_have(scope: Scope) -> bool:
    """Whether the described resource may have one more licence: a service has at most one (GeoDCAT-AP 3.1)."""
    return scope.kind != DCAT.DataService or DCTERMS.license not in scope.inherited


def _licensed(found: Term, scope: Scope) -> Term:
    """A licence, kept for the distributions: the first that is known, else the first."""
    held = scope.inherited.get(DCTERMS.license)
    if held is None or (licence("", found[1:-1], scope) and not licence("", held[1:-1], scope)):
        scope.inherited[DCTERMS.license] = found
    return scope.describe(found, DCTERMS.LicenseDocument)


def access_conditions(texts: list[tuple[str, str | None]], href: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Conditions of access: an EU access right (at most one), else a rights statement."""
    codelist = scope.context.codelists["limitations"]
    found = codelist.lookup(href) if href else None
    if found is None and texts:
        found = codelist.lookup(texts[0][0])
    if found is not None:
        yield from access_right(found, scope)
        return
    known = licence(texts[0][0] if texts else "", href, scope)
    if known and _may_have(scope):
        yield DCTERMS.license, _licensed(known, scope)
        return
    yield from _statement(DCTERMS.rights, texts, href, scope)


def access_right(right: Term, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An EU access right, stated once."""
    if DCTERMS.accessRights not in scope.stated:
        scope.stated.add(DCTERMS.accessRights)
        scope.add(right, RDF.type, DCTERMS.RightsStatement)
        yield DCTERMS.accessRights, right


def _statement(prop: Term, texts: list[tuple[str, str | None]], href: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    if not texts and not href:
        return
    statement = ""
    if href:
        try:
            statement = iri(href)
        except TermError:
            statement = ""
    statement = statement or scope.part("rights", "|".join(text for text, _ in texts))
    scope.add(statement, RDF.type, DCTERMS.RightsStatement)
    for text, language in texts:
        scope.add(statement, RDFS.label, literal(text, language=language))
    yield prop, statement
