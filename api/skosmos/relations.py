"""Relations of concepts: their labels, what stands above, below and beside them."""

from collections.abc import Callable, Mapping, Sequence

from vocab.hierarchy import BOUND, Hierarchy, Node
from vocab.label import matches
from vocab.schema import Kind, LabelKind, Relation

from .asking import Asked
from .context import ONKI, Answer, basic, linked

SIBLINGS = 10_000
"""Concepts below one that are told."""

LABELS = {
    LabelKind.PREFERRED: "prefLabel",
    LabelKind.ALTERNATIVE: "altLabel",
    LabelKind.HIDDEN: "hiddenLabel",
}


def label(asked: Asked) -> Answer:
    """The labels of a concept in a language."""
    resource = asked.resource()
    language = asked.language
    found: Answer = {}
    labels = asked.index.label_list(resource.number)
    # a label in just the language asked for is better than one in a variety of it
    for text, spoken, kind in sorted(labels, key=lambda one: one.language != language):
        name = LABELS.get(kind)
        if name is None or (language and not matches(spoken, language)):
            continue
        if kind is LabelKind.PREFERRED:
            found.setdefault(name, text)
        else:
            found.setdefault(name, []).append(text)
    names = {name: f"skos:{name}" for name in LABELS.values()}
    return {"@context": basic(language, **names), "uri": resource.iri, **found}


def _directly(asked: Asked, name: str, nodes: Sequence[Node]) -> Answer:
    mark = asked.marking()
    found = [{"uri": node.iri, "prefLabel": mark(node.labels)} for node in nodes]
    context = basic(asked.language, prefLabel="skos:prefLabel", **{name: f"skos:{name}"})
    return {"@context": context, "uri": asked.needed("uri"), name: found}


def broader(asked: Asked) -> Answer:
    """The concepts directly above a concept."""
    return _directly(asked, "broader", Hierarchy(asked.index).parents(asked.concept().number))


def narrower(asked: Asked) -> Answer:
    """The concepts directly below a concept."""
    return _directly(asked, "narrower", Hierarchy(asked.index).children(asked.concept().number))


def related(asked: Asked) -> Answer:
    """The concepts beside a concept."""
    numbers = asked.index.object_numbers(asked.concept().number, Relation.RELATED)
    return _directly(asked, "related", Hierarchy(asked.index).nodes(numbers))


def broader_transitive(asked: Asked) -> Answer:
    """A concept and all above it."""
    tree, start = Hierarchy(asked.index), asked.concept().number
    numbers = tree.above(start, asked.whole("limit", BOUND, low=1))
    return _transitively(asked, "broader", tree, numbers, tree.links(numbers))


def narrower_transitive(asked: Asked) -> Answer:
    """A concept and all below it."""
    tree, start = Hierarchy(asked.index), asked.concept().number
    numbers = tree.below(start, asked.whole("limit", BOUND, low=1))
    return _transitively(asked, "narrower", tree, numbers, tree.links_below(numbers))


def _transitively(
    asked: Asked, name: str, tree: Hierarchy, numbers: Sequence[int], links: dict[int, list[int]]
) -> Answer:
    iris = asked.index.iris({*numbers, *(other for others in links.values() for other in others)})
    found: Answer = {}
    mark = asked.marking()
    for node in tree.nodes(numbers):
        found[node.iri] = {"uri": node.iri, "prefLabel": mark(node.labels)}
        if node.number in links:
            found[node.iri][name] = [iris[other] for other in links[node.number]]
    context = basic(
        asked.language,
        **{
            "prefLabel": "skos:prefLabel",
            name: linked(f"skos:{name}"),
            f"{name}Transitive": {"@id": f"skos:{name}Transitive", "@container": "@index"},
        },
    )
    return {"@context": context, "uri": asked.needed("uri"), f"{name}Transitive": found}


def hierarchy(asked: Asked) -> Answer:
    """A concept with all above it, and what stands beside each on the way."""
    tree = Hierarchy(asked.index)
    steps = tree.ancestry(asked.concept().number, siblings=SIBLINGS)
    iris = asked.index.iris({parent for step in steps for parent in step.broader})
    found: Answer = {}
    mark = asked.marking()
    for node, above, below, tops in steps:
        told: Answer = {"uri": node.iri, "prefLabel": mark(node.labels)}
        if tops:
            own = asked.vocabulary.scheme
            told |= {"tops": tops, "top": own if own in tops else tops[0]}
        if node.notation:
            told["notation"] = node.notation
        if above:
            told["broader"] = [iris[parent] for parent in above]
        if below:
            told["narrower"] = [_leaf(mark, child, "label") for child in below]
        found[node.iri] = told
    context = basic(
        asked.language,
        onki=ONKI,
        prefLabel="skos:prefLabel",
        notation="skos:notation",
        narrower=linked("skos:narrower"),
        broader=linked("skos:broader"),
        broaderTransitive={"@id": "skos:broaderTransitive", "@container": "@index"},
        top=linked("skos:topConceptOf"),
        tops=linked("skos:topConceptOf"),
        hasChildren="onki:hasChildren",
    )
    return {"@context": context, "uri": asked.needed("uri"), "broaderTransitive": found}


def _leaf(mark: Callable[[Mapping[str, str]], str | None], node: Node, name: str) -> Answer:
    """A concept in a tree, under the name of the member that holds its label."""
    told: Answer = {"uri": node.iri, name: mark(node.labels), "hasChildren": node.narrower}
    if node.notation:
        told["notation"] = node.notation
    return told


def children(asked: Asked) -> Answer:
    """The concepts directly below a concept, as a tree shows them."""
    limit, after = asked.whole("limit", SIBLINGS, low=1), asked.text("after")
    last = asked.index.resource(after, asked.vocabulary.id) if after else None
    nodes = Hierarchy(asked.index).children(asked.concept().number, after=last.number if last else 0, limit=limit)
    context = basic(
        asked.language,
        prefLabel="skos:prefLabel",
        narrower="skos:narrower",
        notation="skos:notation",
        onki=ONKI,
        hasChildren="onki:hasChildren",
    )
    mark = asked.marking()
    found = [_leaf(mark, node, "prefLabel") for node in nodes]
    return {"@context": context, "uri": asked.needed("uri"), "narrower": found}


def top_concepts(asked: Asked) -> Answer:
    """The top concepts of a vocabulary's scheme; where none are stated, the concepts with none above them."""
    entry, tree, index = asked.vocabulary, Hierarchy(asked.index), asked.index
    schemes = [one.iri for one in index.of_kind(entry.id, Kind.SCHEME)]
    main = entry.scheme if entry.scheme in schemes or not schemes else schemes[0]
    scheme = asked.text("scheme") or main
    limit = asked.whole("limit", SIBLINGS, low=1)
    described = index.resource(scheme, entry.id, Kind.SCHEME)
    nodes = tree.top_concepts(described.number, limit=limit) if described else []
    if not nodes and scheme == main:
        roots = tree.roots(entry.id, limit=limit)
        nodes = [] if tree.tops([node.number for node in roots]) else roots
    found, mark = list[Answer](), asked.marking()
    for node in nodes:
        told = _leaf(mark, node, "label")
        found.append({"uri": told.pop("uri"), "topConceptOf": scheme, **told})
    context = basic(
        asked.language,
        onki=ONKI,
        topconcepts="skos:hasTopConcept",
        notation="skos:notation",
        label="skos:prefLabel",
    )
    return {"@context": context, "uri": scheme, "topconcepts": found}
