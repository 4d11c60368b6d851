"""Data: descriptions of concepts in RDF, and whole vocabularies."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import orjson
from pyoxigraph import RdfFormat, parse, serialize
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from api import rdf
from api.negotiation import qualities
from vocab.index import Resource, VocabularyIndex
from vocab.namespace import RDF, RDFS, SKOS
from vocab.term import Term, Triple, iri_value, is_iri, literal, literal_parts

from .answering import HEADERS, conditional
from .asking import Asked
from .context import DATA, Answer
from .naming import PROPERTIES
from .refusal import RefusalError, missing, not_found

FORMATS = {
    "application/rdf+xml": "rdf",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
}
"""What a description can be sent as, the first where anything is welcome, and the form of RDF that it is."""

DUMPS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
"""What a whole vocabulary can be sent as, the first where anything is welcome."""

NEIGHBOURS = 2000
"""Resources that a concept speaks of of which labels are told."""

KEPT_IN_MEMORY = 8 * 1024**2
"""Bytes of a vocabulary being written up to which no file is made."""

_CHUNK = 256 * 1024
_PREFIXES = sorted(((base, name) for name, base in DATA.items() if base.endswith(("#", "/"))), reverse=True)
_ALIASES = {f"{DATA['skos']}{name.partition(':')[2]}": alias for alias, name in DATA.items() if name[:5] == "skos:"}
_ALIASES[RDFS.label[1:-1]] = "label"


def data(request: Request, asked: Asked) -> Response:
    """The description of a concept; without one, the way to the whole vocabulary."""
    if not asked.text("uri"):
        if asked.entry is None:
            raise missing("uri")
        format_ = negotiated(asked, DUMPS)
        return RedirectResponse(f"dump?{urlencode({'format': format_})}", HTTPStatus.FOUND, dict(HEADERS))
    format_ = negotiated(asked, FORMATS)
    resource = asked.index.resource(asked.text("uri"), asked.entry.id if asked.entry else "")
    if resource is None:
        raise not_found("no concept found with given uri", "aucun concept n'a cet identifiant")
    triples = describe(asked.index, resource)
    if FORMATS[format_] == "jsonld":
        content = orjson.dumps(graph(triples))
    else:
        first = f"<{resource.iri}>"
        content = rdf.write(FORMATS[format_], {first: triples}, first=first)
    entry = asked.index.vocabulary(resource.vocabulary)
    return conditional(request, content, f"{format_}; charset=utf-8", entry)


def dump(_request: Request, asked: Asked) -> Response:
    """A whole vocabulary, as it was cleaned when it was loaded."""
    format_ = negotiated(asked, DUMPS)
    headers = dict(HEADERS) | {"Content-Disposition": f'attachment; filename="{asked.vocabulary.id}"'}
    lines = _lines(asked.index, asked.vocabulary.number)
    if DUMPS[format_] in (RdfFormat.N_TRIPLES, RdfFormat.TURTLE):
        # N-Triples are Turtle, too
        return StreamingResponse(lines, headers=headers, media_type=format_)
    return StreamingResponse(_written(lines, DUMPS[format_]), headers=headers, media_type=format_)


def negotiated(asked: Asked, formats: Iterable[str]) -> str:
    """The format that the parameter of that name asks for, or the header ``Accept``.

    Raises:
        RefusalError: it is not one of these.
    """
    formats = list(formats)
    asked_for = asked.text("format")
    welcome = {asked_for: 1.0} if asked_for else qualities(asked.accept, formats)
    best = max(formats, key=lambda format_: welcome.get(format_, 0.0))
    if not welcome.get(best):
        names = " ".join(formats)
        raise RefusalError(
            HTTPStatus.NOT_ACCEPTABLE,
            f"Unsupported format. Supported MIME types are: {names}",
            f"Format inconnu. Ce qu'il y a : {names}",
        )
    return best


def _lines(index: VocabularyIndex, vocabulary: int) -> Iterator[bytes]:
    rows = index.connection.execute(
        "SELECT r.iri, s.lines FROM resource r JOIN statement s ON s.resource = r.number"
        " WHERE r.vocabulary = ? ORDER BY r.number",
        (vocabulary,),
    )
    for iri, lines in rows:
        yield "".join(f"<{iri}> {line} .\n" for line in lines.split("\n") if line).encode()


def _written(lines: Iterator[bytes], form: RdfFormat) -> Iterator[bytes]:
    with tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY) as file:
        quads = (quad for line in lines for quad in parse(line, format=RdfFormat.N_TRIPLES, lenient=True))
        serialize((quad.triple for quad in quads), file, format=form, prefixes=rdf.NAMESPACES)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def describe(index: VocabularyIndex, resource: Resource) -> list[Triple]:
    """What is stated of a resource, with types, labels and links back of what it speaks of, and names of properties."""
    node = f"<{resource.iri}>"
    own = index.statements(resource.number)
    found = [(node, prop, value) for prop, value in own]
    for value in list(dict.fromkeys(value for _, value in own if is_iri(value)))[:NEIGHBOURS]:
        other = index.resource(iri_value(value), resource.vocabulary)
        if other is None or other.number == resource.number:
            continue
        told = index.statements(other.number)
        found.extend((value, prop, obj) for prop, obj in told if prop in _TOLD_OF_NEIGHBOURS or obj == node)
    for prop in sorted({prop for prop, _ in own}):
        name = PROPERTIES.get(prop[len(SKOS.base) + 1 : -1]) if prop.startswith(f"<{SKOS.base}") else None
        if name:
            found.append((prop, RDFS.label, literal(name, language="en")))
    return found


_TOLD_OF_NEIGHBOURS = frozenset({RDF.type, SKOS.prefLabel, RDFS.label, SKOS.notation})


def graph(triples: Sequence[Triple]) -> Answer:
    """Statements as JSON-LD with the names of the contract."""
    nodes = dict[str, dict[str, list[Any]]]()
    for subject, prop, value in triples:
        node = nodes.setdefault(_compact(subject), {})
        values = node.setdefault("type" if prop == RDF.type else _name(prop), [])
        told = _compact(value) if prop == RDF.type else _value(value)
        if told not in values:
            values.append(told)
    told_nodes = [
        {"uri": uri} | {name: values[0] if len(values) == 1 else values for name, values in sorted(node.items())}
        for uri, node in sorted(nodes.items())
    ]
    return {"@context": dict(DATA), "graph": told_nodes}


def _value(value: Term) -> Any:
    if is_iri(value):
        return {"uri": _compact(value)}
    text, language, datatype = literal_parts(value)
    if language:
        return {"lang": language, "value": text}
    return {"type": datatype, "value": text} if datatype else text


def _name(prop: Term) -> str:
    return _ALIASES.get(iri_value(prop)) or _compact(prop)


def _compact(term: Term) -> str:
    iri = iri_value(term)
    for base, prefix in _PREFIXES:
        rest = iri[len(base) :]
        if iri.startswith(base) and rest and "/" not in rest:
            return f"{prefix}:{rest}"
    return iri
