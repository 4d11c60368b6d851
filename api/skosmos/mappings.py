"""Mappings of a concept to those of other vocabularies, as JSKOS."""

from urllib.parse import quote, urlsplit

import orjson

from vocab.index import Resource, StatedMatch
from vocab.label import chosen

from .asking import Asked, default_language
from .context import Answer
from .data import describe, graph
from .naming import MATCHES


def mappings(asked: Asked) -> Answer:
    """The mappings that a vocabulary states of a concept, with what is known here of their targets."""
    concept = asked.concept()
    external = asked.flag("external", default=True)
    stated = [one for one in asked.index.mappings_from(concept.iri) if one.vocabulary == asked.vocabulary.id]
    described = orjson.dumps(graph(describe(asked.index, concept))).decode()
    return {"mappings": [_jskos(asked, match, external=external) for match in stated], "graph": described}


def _jskos(asked: Asked, match: StatedMatch, *, external: bool) -> Answer:
    own = asked.index.resource(match.object, asked.vocabulary.id)
    target = own or (asked.index.concept(match.object) if external else None)
    label, language = _label(asked, target)
    french = asked.language.startswith("fr")
    member: Answer = {"uri": match.object}
    told: Answer = {
        "uri": match.subject,
        "notation": (target.notation or None) if target else None,
        "type": [f"skos:{match.predicate}"],
        "prefLabel": label or match.object,
        "from": {"memberSet": [{"uri": match.subject}]},
        "to": {"memberSet": [member]},
        "hrefLink": f"{asked.base}/concept?uri={quote(match.object, safe='')}" if target else match.object,
        "lang": language,
        "vocabName": urlsplit(match.object).hostname or "",
        "typeLabel": MATCHES[match.predicate][french],
        "fromScheme": {"uri": asked.vocabulary.scheme},
    }
    if target is not None:
        entry = asked.index.vocabulary(target.vocabulary)
        if entry is not None:
            told |= {"vocabName": asked.title(entry, asked.content_language), "toScheme": {"uri": entry.scheme}}
        if target.notation:
            member["notation"] = target.notation
        if label:
            member["prefLabel"] = {language: label}
    return told


def _label(asked: Asked, target: Resource | None) -> tuple[str, str]:
    if target is None:
        return "", ""
    entry = asked.index.vocabulary(target.vocabulary)
    return chosen(target.labels, asked.content_language, default_language(entry) if entry else "")
