"""Checks of labels, notes and notations."""

import re
from collections.abc import Iterator

from vocab.namespace import DCTERMS, RDFS, SKOS
from vocab.term import Term

from .finding import Finding
from .skos import LABELS
from .statements import Statements, literal, tag_of

_DC_TITLE: Term = "<http://purl.org/dc/elements/1.1/title>"

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
"""Control and format characters, line separators, private and unassigned ones, and the sign for a lost one.

Spaces of other widths, and the joiners that Persian and Indic spelling needs, are printable.
"""


def missing_labels(statements: Statements) -> Iterator[Finding]:
    """Own concepts without preferred label, and schemes without label or title."""
    labelled = {resource for resource, kind, _ in statements.labels() if kind == SKOS.prefLabel}
    yield from (Finding((concept,)) for concept in statements.own - labelled)
    titled = statements.subjects(RDFS.label, _DC_TITLE, DCTERMS.title) | labelled
    yield from (Finding((scheme,)) for scheme in statements.schemes - titled)


def unlabelled_schemes(statements: Statements) -> Iterator[Finding]:
    """Schemes that have neither ``rdfs:label`` nor ``skos:prefLabel``."""
    labelled = {resource for resource, kind, _ in statements.labels() if kind == SKOS.prefLabel}
    labelled |= statements.stated(RDFS.label).keys()
    return (Finding((scheme,)) for scheme in statements.schemes - labelled)


def empty_labels(statements: Statements) -> Iterator[Finding]:
    """Resources with a label or title in which there is nothing but space."""
    texts = statements.texts(RDFS.label, _DC_TITLE, DCTERMS.title)
    # most labels show by their first character that they are not empty
    empty = dict.fromkeys(s for s, o in texts if not o[1].isalnum() and not literal(o).text.strip())
    return (Finding((resource,)) for resource in empty)


def overlapping_labels(statements: Statements) -> Iterator[Finding]:
    """Labels of one language, of whatever kind, that several concepts have, but for upper and lower case."""
    first: dict[str, Term] = {}
    shared: dict[str, set[Term]] = {}
    concepts = statements.concepts
    for concept, _, label in statements.labels():
        if concept in concepts:
            key = label.upper()
            known = first.setdefault(key, concept)
            if known != concept:
                shared.setdefault(key, {known}).add(concept)
    return (Finding(tuple(sorted(several)), _shown(key)) for key, several in shared.items())


def inconsistent_labels(statements: Statements) -> Iterator[Finding]:
    """Resources with several preferred labels in one language (SKOS Reference, S14)."""
    first: dict[Term, dict[str, Term]] = {}
    several: dict[Term, dict[str, list[Term]]] = {}
    for resource, kind, label in statements.labels():
        if kind == SKOS.prefLabel:
            known = first.setdefault(resource, {}).setdefault(tag_of(label), label)
            if known != label:
                several.setdefault(resource, {}).setdefault(tag_of(label), [known]).append(label)
    for resource, by_language in several.items():
        yield Finding((resource,), " · ".join(_shown(label) for found in by_language.values() for label in found))


def disjoint_labels(statements: Statements) -> Iterator[Finding]:
    """A resource's texts that are its labels of two kinds (SKOS Reference, S13)."""
    kinds: dict[Term, dict[Term, set[Term]]] = {kind: {} for kind, _ in LABELS}
    for resource, kind, label in statements.labels():
        if kind != SKOS.prefLabel:
            kinds[kind].setdefault(resource, set()).add(label)
    others = kinds[SKOS.altLabel].keys() | kinds[SKOS.hiddenLabel].keys()
    for resource, kind, label in statements.labels():
        if kind == SKOS.prefLabel and resource in others:
            kinds[kind].setdefault(resource, set()).add(label)
    for resource in others:
        pref, alt, hidden = (kinds[kind].get(resource, set()) for kind, _ in LABELS)
        for label in sorted((pref & alt) | (pref & hidden) | (alt & hidden)):
            yield Finding((resource,), _shown(label))


def surrounding_space(statements: Statements) -> Iterator[Finding]:
    """Labels and notes that begin or end with space."""
    for s, o in statements.texts(RDFS.label, SKOS.note):
        if (o[1].isalnum() and o[o.rfind('"') - 1].isalnum() and "\\" not in o) or not (text := literal(o).text):
            continue
        if text != text.strip():
            yield Finding((s,), _shown(o))


def unprintable_characters(statements: Statements) -> Iterator[Finding]:
    """Labels of own concepts with characters that nothing can show."""
    own = statements.own
    for resource, _, label in statements.labels():
        suspect = "\\" in label or not label.isprintable()
        if suspect and resource in own and _UNPRINTABLE.search(literal(label).text):
            yield Finding((resource,), _UNPRINTABLE.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", _shown(label)))


def undocumented_concepts(statements: Statements) -> Iterator[Finding]:
    """Own concepts without definition, scope note or other note of SKOS."""
    return (Finding((concept,)) for concept in statements.own - statements.subjects(SKOS.note))


def ambiguous_notations(statements: Statements) -> Iterator[Finding]:
    """Notations that several concepts of one scheme have, and own concepts that have several notations."""
    schemes = statements.pairs(SKOS.inScheme)
    holders: dict[tuple[Term, Term], set[Term]] = {}
    notations: dict[Term, set[Term]] = {}
    for concept, _, notation in statements.values(SKOS.notation):
        notations.setdefault(concept, set()).add(notation)
        for scheme in schemes.get(concept, {""}):
            holders.setdefault((notation, scheme), set()).add(concept)
    own = statements.own
    shared: dict[Term, set[Term]] = {}
    for (notation, scheme), concepts in holders.items():
        rivals = concepts | holders.get((notation, ""), set()) if scheme else concepts
        if len(rivals) > 1 and not rivals.isdisjoint(own):
            shared.setdefault(notation, set()).update(rivals)
    yield from (Finding(tuple(sorted(several)), _shown(notation)) for notation, several in shared.items())
    for concept, several in notations.items():
        if len(several) > 1 and concept in own:
            yield Finding((concept,), " · ".join(map(_shown, sorted(several))))


def _shown(label: Term) -> str:
    text, language, _ = literal(label)
    return f"{text} ({language})" if language else text
