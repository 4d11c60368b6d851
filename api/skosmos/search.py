"""Searches: concepts by label, and the one concept that a label means."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from vocab.hierarchy import Hierarchy
from vocab.index import Resource, VocabularyIndex
from vocab.label import chosen, fold, matches
from vocab.label_pattern import LONGEST
from vocab.label_ranking import closest, most_relevant
from vocab.label_search import LabelHit, LabelSearch, Terms
from vocab.namespace import SKOS
from vocab.schema import Kind, LabelKind, Relation, Sort
from vocab.term import iri_value, is_iri, literal_parts

from .asking import Asked, default_language
from .context import BASIC, ONKI, SEARCH, Answer
from .naming import compact, expanded, local_name
from .refusal import bad_request, missing, not_found

MAX_HITS = 1000
"""Hits of one answer when the request sets no bound, or a greater one."""

FIELDS = frozenset(term[len(SKOS.base) + 1 : -1] for term in SKOS.terms())
"""What ``fields`` may name: the properties of SKOS."""

MATCHED = {
    LabelKind.PREFERRED: "matchedPrefLabel",
    LabelKind.ALTERNATIVE: "altLabel",
    LabelKind.NOTATION: "matchedNotation",
    LabelKind.HIDDEN: "hiddenLabel",
}
"""The members in which a hit says by which label it was found."""

CONCEPT = SKOS.Concept[1:-1]


class _Among(NamedTuple):
    """Where a search looks.

    Attributes:
        vocabularies: ids; none for nowhere.
        resources: only these, by number, when given.
        sorts: of labels.
        types: only resources of one of these classes, when given.
    """

    vocabularies: tuple[str, ...]
    resources: Collection[int] | None
    sorts: tuple[Sort, ...]
    types: frozenset[str]


def search(asked: Asked) -> Answer:
    """Concepts by label."""
    query = asked.given.get("query", "")
    if not query.strip() and not asked.text("parent") and not asked.text("group"):
        raise missing("query")
    limit = asked.whole("maxhits", MAX_HITS, low=1, high=MAX_HITS)
    offset = asked.whole("offset", 0)
    terms, among = _terms(asked, _term(query)), _among(asked)
    terms = terms._replace(vocabularies=among.vocabularies, among=among.resources, sorts=among.sorts)
    fields = [field for field in asked.words("fields") if field in FIELDS]
    hits = list(islice(_found(asked, terms, among), offset, offset + limit)) if among.vocabularies else []
    context: dict[str, Any] = {**SEARCH, **{field: f"skos:{field}" for field in fields if field != "prefLabel"}}
    if "prefLabel" in fields:
        context["prefLabels"] = {"@id": "skos:prefLabel", "@container": "@language"}
    shown = asked.text("labellang") or asked.text("lang")
    if shown:
        context["@language"] = shown
    return {"@context": context, "uri": "", "results": [_hit(asked, hit, score, fields) for hit, score in hits]}


def lookup(asked: Asked) -> Answer:
    """The concepts that a label means, by the best way in which any is found."""
    label, language = asked.needed("label"), asked.text("lang")
    terms = Terms(_term(label).replace("*", ""), language, (asked.vocabulary.id,), shown=asked.language)
    if "*" in label:
        # a star is a star here
        terms = terms._replace(query=label)
    same = [hit for hit in islice(LabelSearch(asked.index).hits(terms), MAX_HITS) if fold(hit.text) == fold(label)]
    own = default_language(asked.vocabulary)
    stages: list[Callable[[LabelHit], bool]] = [
        lambda hit: hit.kind is LabelKind.PREFERRED and (bool(language) or hit.language == own),
        lambda hit: hit.kind is LabelKind.PREFERRED,
        lambda hit: hit.kind is LabelKind.ALTERNATIVE,
    ]
    for stage in stages:
        for exactly in (True, False):
            found = [hit for hit in same if stage(hit) and (not exactly or hit.text == label)]
            if found:
                names = {name: SEARCH[name] for name in ("prefLabel", "altLabel", "hiddenLabel")}
                context = {**BASIC, "onki": ONKI, "results": {"@id": "onki:results"}, **names}
                if language:
                    context["@language"] = language
                return {"@context": context, "result": [_looked_up(asked, hit) for hit in found]}
    raise not_found(f"Could not find label '{label}'", f"Libellé introuvable : « {label} »")


def _looked_up(asked: Asked, hit: LabelHit) -> Answer:
    found = _hit(asked, hit, None, ())
    if hit.kind is LabelKind.PREFERRED:
        found["prefLabel"] = hit.text
        found.pop("matchedPrefLabel", None)
    return found


def _term(query: str) -> str:
    query = query.strip()
    if len(query) > LONGEST:
        raise bad_request("query parameter is too long", "le paramètre query est trop long")
    return query


def _terms(asked: Asked, query: str) -> Terms:
    language = asked.text("lang")
    return Terms(
        query,
        language,
        accents=asked.choice("accents", "respect", "ignore") == "respect",
        unique=asked.flag("unique", default=False),
        shown=asked.text("labellang") or language,
    )


def _found(asked: Asked, terms: Terms, among: _Among) -> Iterator[tuple[LabelHit, float | None]]:
    """The hits in the order asked for, with their scores when they are ordered by these."""
    searching = LabelSearch(asked.index)
    order = asked.choice("order", "label", "relevance")
    if asked.flag("fuzzy", default=False):
        scored: Iterator[tuple[LabelHit, float | None]] = iter(closest(searching, asked.index, terms))
    elif order == "relevance":
        scored = ((hit, None) for hit in most_relevant(searching, terms))
    else:
        scored = ((hit, None) for hit in searching.hits(terms))
    return ((hit, score) for hit, score in scored if not among.types or among.types.intersection(hit.types))


def _among(asked: Asked) -> _Among:
    """Where to look: what every narrowing of the request allows."""
    index = asked.index
    named = (asked.entry.id,) if asked.entry else asked.words("vocab")
    ids = tuple(entry.id for entry in index.vocabularies() if not named or entry.id in named)
    types = frozenset(expanded(name) for name in asked.text("type").replace("+", " ").split()) or {CONCEPT}
    sets = list[Collection[int]]()
    if asked.text("parent"):
        sets.append(_below(index, asked.text("parent"), ids))
    if asked.text("group"):
        sets.append(_members(index, asked.text("group"), ids))
    schemes = asked.words("scheme")
    if schemes:
        ids, inside = _in_schemes(index, schemes, ids)
        sets.extend([] if inside is None else [inside])
    if CONCEPT not in types:
        sets.append(_typed(index, types))
    resources = frozenset.intersection(*map(frozenset, sets)) if sets else None
    only_concepts = types == {CONCEPT}
    sorts = (Sort.CONCEPT, Sort.NOTATION) if only_concepts else tuple(Sort)
    return _Among(ids, resources, sorts, frozenset() if only_concepts else frozenset(types))


def _below(index: VocabularyIndex, parent: str, ids: Sequence[str]) -> set[int]:
    """The concepts below one, at any depth, in each vocabulary that has it."""
    found = set[int]()
    for entry in index.cited_concepts(parent):
        if entry.vocabulary in ids and entry.iri == parent:
            found.update(Hierarchy(index).below(entry.number, -1)[1:])
    return found


def _members(index: VocabularyIndex, group: str, ids: Sequence[str]) -> set[int]:
    found = set[int]()
    for id_ in index.homes(group):
        resource = index.resource(group, id_, Kind.COLLECTION) if id_ in ids else None
        if resource is not None:
            found.update(index.object_numbers(resource.number, Relation.MEMBER))
    return found


def _in_schemes(
    index: VocabularyIndex, schemes: Sequence[str], ids: Sequence[str]
) -> tuple[tuple[str, ...], set[int] | None]:
    """The vocabularies with one of some schemes, and what is in these; None where that is all of them."""
    kept, inside, whole = list[str](), set[int](), True
    for entry in index.vocabularies():
        if entry.id not in ids:
            continue
        described = index.of_kind(entry.id, Kind.SCHEME, limit=2)
        wanted = [index.resource(scheme, entry.id, Kind.SCHEME) for scheme in schemes]
        numbers = [scheme.number for scheme in wanted if scheme is not None]
        if not numbers and entry.scheme not in schemes:
            continue
        kept.append(entry.id)
        if len(described) > 1:
            whole = False
        for number in numbers:
            inside.update(index.subject_numbers(number, Relation.IN_SCHEME))
    return tuple(kept), None if whole else inside


def _typed(index: VocabularyIndex, types: Collection[str]) -> set[int]:
    marks = ", ".join("?" * len(types))
    rows = index.connection.execute(f"SELECT resource FROM typed WHERE type IN ({marks})", tuple(types))
    return {number for (number,) in rows}


def _hit(asked: Asked, hit: LabelHit, score: float | None, fields: Sequence[str]) -> Answer:
    shown = asked.text("labellang") or asked.text("lang")
    entry = asked.index.vocabulary(hit.vocabulary)
    own = default_language(entry) if entry else ""
    label, language = chosen(hit.labels, shown or hit.language or asked.language, hit.language or own)
    found: Answer = {
        "uri": hit.concept,
        "type": [compact(type_) for type_ in hit.types],
        "localname": local_name(hit.concept),
        "prefLabel": label,
        "lang": language if hit.kind is LabelKind.NOTATION else hit.language,
        "vocab": hit.vocabulary,
    }
    if not label:
        del found["prefLabel"]
    if hit.kind is not LabelKind.PREFERRED or hit.text != label:
        found[MATCHED[hit.kind]] = hit.text
    if hit.notation:
        found["notation"] = hit.notation
    if score is not None:
        found["score"] = round(score, 4)
    for field in fields:
        if field == "prefLabel":
            found["prefLabels"] = dict(hit.labels)
        elif values := _values(asked.index, hit, field, shown or hit.language):
            found[field] = values
    return found


def _values(index: VocabularyIndex, hit: LabelHit, field: str, language: str) -> list[Any]:
    """What a hit's resource states by a property of SKOS: resources with their labels, texts in the language shown."""
    if field in ("broader", "narrower"):
        tree = Hierarchy(index)
        nodes = tree.parents(hit.number) if field == "broader" else tree.children(hit.number)
        return [_named(node.iri, node.labels, language) for node in nodes]
    found = list[Any]()
    for prop, value in index.statements(hit.number):
        if prop != f"<{SKOS.base}{field}>":
            continue
        if is_iri(value):
            other: Resource | None = index.resource(iri_value(value), hit.vocabulary) or index.concept(iri_value(value))
            found.append(_named(iri_value(value), other.labels if other else {}, language))
        else:
            text, spoken, _ = literal_parts(value)
            if not spoken or not language or matches(spoken, language):
                found.append(text)
    return found


def _named(iri: str, labels: Any, language: str) -> dict[str, str]:
    return {"uri": iri} | ({"prefLabel": labels[language]} if language in labels else {})
