"""Vocabularies: which there are, what they say of themselves, and how much is in them."""

from collections.abc import Iterator

from vocab.index import VocabularyEntry, VocabularyIndex
from vocab.label import chosen
from vocab.namespace import DCTERMS, ISOTHES, RDFS, SKOS
from vocab.schema import Kind, LabelKind
from vocab.term import is_iri, literal_parts

from .asking import Asked, default_language
from .context import BASIC, ONKI, VOID, Answer, linked
from .naming import CLASSES, class_label, language_name, superclass
from .refusal import missing

SCHEME_TEXTS = {RDFS.label: "label", SKOS.prefLabel: "prefLabel", DCTERMS.title: "title"}
"""What a concept scheme is told to be called."""

SKOS_CLASSES = {
    SKOS.Concept: "concepts",
    SKOS.Collection: "conceptGroups",
    ISOTHES.ConceptGroup: "conceptGroups",
    ISOTHES.ThesaurusArray: "arrays",
}
"""Classes that statistics tell apart, the first of each member that a vocabulary has."""

LABELS = {
    LabelKind.PREFERRED: "skos:prefLabel",
    LabelKind.ALTERNATIVE: "skos:altLabel",
    LabelKind.HIDDEN: "skos:hiddenLabel",
}


def vocabularies(asked: Asked) -> Answer:
    """The vocabularies, in the order of their ids."""
    language = asked.needed("lang")
    context = {
        "rdfs": RDFS.base,
        "onki": ONKI,
        "title": {"@id": "rdfs:label", "@language": language},
        "vocabularies": "onki:hasVocabulary",
        "id": "onki:vocabularyIdentifier",
        "uri": "@id",
        "@base": f"{asked.base}/rest/v1/vocabularies",
    }
    entries = sorted(asked.index.vocabularies(), key=lambda entry: entry.id)
    found = [{"uri": entry.id, "id": entry.id, "title": asked.title(entry)} for entry in entries]
    return {"@context": context, "uri": "", "vocabularies": found}


def information(asked: Asked) -> Answer:
    """A vocabulary: its title, its languages, its concept schemes."""
    entry = asked.vocabulary
    context = {
        "rdfs": RDFS.base,
        "skos": SKOS.base,
        "onki": ONKI,
        "dct": DCTERMS.base,
        "uri": "@id",
        "type": "@type",
        "conceptschemes": "onki:hasConceptScheme",
        "id": "onki:vocabularyIdentifier",
        "defaultLanguage": "onki:defaultLanguage",
        "languages": "onki:language",
        "label": "rdfs:label",
        "prefLabel": "skos:prefLabel",
        "title": "dct:title",
        "@language": asked.language,
        "@base": asked.address,
    }
    return {
        "@context": context,
        "uri": "",
        "id": entry.id,
        "marcSource": None,
        "title": asked.title(entry),
        "defaultLanguage": default_language(entry),
        "languages": list(dict.fromkeys((*entry.languages, *asked.index.streams.languages(entry.number)))),
        "conceptschemes": list(_schemes(asked)),
    }


def _schemes(asked: Asked) -> Iterator[Answer]:
    for scheme in asked.index.of_kind(asked.vocabulary.id, Kind.SCHEME):
        texts: dict[str, dict[str, str]] = {name: {} for name in SCHEME_TEXTS.values()}
        for prop, value in asked.index.statements(scheme.number):
            if prop in SCHEME_TEXTS and not is_iri(value):
                text, language, _ = literal_parts(value)
                texts[SCHEME_TEXTS[prop]].setdefault(language or "", text)
        own = default_language(asked.vocabulary)
        told = {name: chosen(labels, asked.language, own)[0] for name, labels in texts.items() if labels}
        yield {"uri": scheme.iri, "type": "skos:ConceptScheme", **told}


def types(asked: Asked) -> Answer:
    """The classes of what is in the vocabularies, or in one of them."""
    if asked.entry is None and not asked.text("lang"):
        raise missing("lang")
    context = {
        **BASIC,
        "rdfs": RDFS.base,
        "onki": ONKI,
        "label": "rdfs:label",
        "superclass": linked("rdfs:subClassOf"),
        "types": "onki:hasType",
        "@language": asked.language,
        "@base": asked.address,
    }
    return {"@context": context, "uri": "", "types": list(_types(asked))}


def _types(asked: Asked) -> Iterator[Answer]:
    index, entries = asked.index, [asked.entry] if asked.entry else asked.index.vocabularies()
    told = dict[str, str]()
    for entry in entries:
        for iri, *_ in _counts(index, entry):
            told.setdefault(iri, entry.id)
    for iri, vocabulary in sorted(told.items()):
        label = class_label(index, iri, vocabulary, asked.language)
        above = superclass(index, iri, vocabulary)
        # a class that nobody has given a name says nothing to people
        if label:
            yield {"uri": iri, "label": label} | ({"superclass": above} if above else {})


def _counts(index: VocabularyIndex, entry: VocabularyEntry) -> list[tuple[str, int, int]]:
    """The classes of concepts and collections in a vocabulary: IRI, how many there are, how many are deprecated."""
    rows = index.connection.execute(
        "SELECT type, count, deprecated FROM type_count WHERE vocabulary = ? ORDER BY type", (entry.number,)
    )
    return rows.fetchall()


def statistics(asked: Asked) -> Answer:
    """How many concepts a vocabulary has, and how many of each class."""
    context = {
        "rdfs": RDFS.base,
        "skos": SKOS.base,
        "void": VOID,
        "onki": ONKI,
        "uri": "@id",
        "id": "onki:vocabularyIdentifier",
        "concepts": "void:classPartition",
        "label": "rdfs:label",
        "class": linked("void:class"),
        "subTypes": linked("void:class"),
        "count": "void:entities",
        "@language": asked.language,
        "@base": asked.address,
    }
    parts: Answer = {"concepts": _part(asked, SKOS.Concept[1:-1], 0, 0)}
    subtypes = list[Answer]()
    members = {term[1:-1]: member for term, member in SKOS_CLASSES.items()}
    found = {iri: (count, deprecated) for iri, count, deprecated in _counts(asked.index, asked.vocabulary)}
    for iri, member in members.items():
        if iri in found and (member == "concepts" or member not in parts):
            parts[member] = _part(asked, iri, *found[iri])
    for iri, (count, deprecated) in found.items():
        if iri not in CLASSES:
            label = class_label(asked.index, iri, asked.vocabulary.id, asked.language)
            subtypes.append(
                {"type": iri, "count": count, "deprecatedCount": deprecated} | ({"label": label} if label else {})
            )
    concepts = parts.pop("concepts")
    return {
        "@context": context,
        "uri": "",
        "id": asked.vocabulary.id,
        "title": asked.title(asked.vocabulary),
        "concepts": concepts,
        "subTypes": subtypes,
        **parts,
    }


def _part(asked: Asked, iri: str, count: int, deprecated: int) -> Answer:
    label = class_label(asked.index, iri, asked.vocabulary.id, asked.language)
    return {"class": iri, "label": label, "count": count, "deprecatedCount": deprecated}


def label_statistics(asked: Asked) -> Answer:
    """How many labels of each kind a vocabulary has in each language."""
    entry = asked.vocabulary
    context = {
        "rdfs": RDFS.base,
        "skos": SKOS.base,
        "void": VOID,
        "void-ext": "http://ldf.fi/void-ext#",
        "onki": ONKI,
        "uri": "@id",
        "id": "onki:vocabularyIdentifier",
        "languages": "void-ext:languagePartition",
        "language": "void-ext:language",
        "properties": "void:propertyPartition",
        "labels": "void:triples",
        "literal": {"@id": "rdfs:label", "@language": asked.language},
        "@base": asked.address,
    }
    rows = asked.index.connection.execute(
        "SELECT language, kind, count FROM label_count WHERE vocabulary = ? AND language <> '' ORDER BY 1, 2",
        (entry.number,),
    )
    counts = dict[str, list[Answer]]()
    for language, kind, count in rows:
        if LabelKind(kind) in LABELS:
            counts.setdefault(language, []).append({"property": LABELS[LabelKind(kind)], "labels": count})
    languages = [
        {"language": code, "literal": language_name(code, asked.language), "properties": properties}
        for code, properties in counts.items()
    ]
    return {"@context": context, "uri": "", "id": entry.id, "title": asked.title(entry), "languages": languages}
