"""Names of what is no concept: classes, properties, languages, in English and French; compact IRIs."""

import re
from collections.abc import Mapping

from vocab.index import VocabularyIndex
from vocab.label import chosen
from vocab.namespace import ISOTHES, PREFIXES, RDFS, SKOS
from vocab.term import iri_value, is_iri, literal_parts

CLASSES: Mapping[str, tuple[str, str]] = {
    SKOS.Concept[1:-1]: ("Concept", "Concept"),
    SKOS.Collection[1:-1]: ("Collection", "Collection"),
    SKOS.OrderedCollection[1:-1]: ("Ordered collection", "Collection ordonnée"),
    SKOS.ConceptScheme[1:-1]: ("Concept scheme", "Schéma de concepts"),
    ISOTHES.ConceptGroup[1:-1]: ("Concept group", "Groupe de concepts"),
    ISOTHES.ThesaurusArray[1:-1]: ("Array of sibling concepts", "Tableau de concepts"),
}
"""What classes are called."""

MATCHES: Mapping[str, tuple[str, str]] = {
    "exactMatch": ("Same concept", "Concept identique"),
    "closeMatch": ("Similar concept", "Concept proche"),
    "broadMatch": ("Broader concept elsewhere", "Concept plus général ailleurs"),
    "narrowMatch": ("Narrower concept elsewhere", "Concept plus précis ailleurs"),
    "relatedMatch": ("Related concept elsewhere", "Concept associé ailleurs"),
}
"""What mapping properties are called."""

PROPERTIES: Mapping[str, str] = {
    "altLabel": "alternative label",
    "broader": "has broader",
    "broadMatch": "has broader match",
    "closeMatch": "has close match",
    "definition": "definition",
    "exactMatch": "has exact match",
    "hiddenLabel": "hidden label",
    "inScheme": "is in scheme",
    "narrower": "has narrower",
    "narrowMatch": "has narrower match",
    "notation": "notation",
    "prefLabel": "preferred label",
    "related": "has related",
    "relatedMatch": "has related match",
    "scopeNote": "scope note",
    "topConceptOf": "is top concept in scheme",
}
"""What properties of SKOS are called, in English, by local name."""

LANGUAGES: Mapping[str, tuple[str, str]] = {
    code: (en, fr)
    for code, en, fr in (
        ("ar", "Arabic", "arabe"),
        ("az", "Azerbaijani", "azerbaïdjanais"),
        ("bg", "Bulgarian", "bulgare"),
        ("ca", "Catalan", "catalan"),
        ("cs", "Czech", "tchèque"),
        ("da", "Danish", "danois"),
        ("de", "German", "allemand"),
        ("el", "Greek", "grec"),
        ("en", "English", "anglais"),
        ("es", "Spanish", "espagnol"),
        ("et", "Estonian", "estonien"),
        ("eu", "Basque", "basque"),
        ("fi", "Finnish", "finnois"),
        ("fr", "French", "français"),
        ("ga", "Irish", "irlandais"),
        ("hi", "Hindi", "hindi"),
        ("hr", "Croatian", "croate"),
        ("hu", "Hungarian", "hongrois"),
        ("hy", "Armenian", "arménien"),
        ("is", "Icelandic", "islandais"),
        ("it", "Italian", "italien"),
        ("ja", "Japanese", "japonais"),
        ("ka", "Georgian", "géorgien"),
        ("ko", "Korean", "coréen"),
        ("lt", "Lithuanian", "lituanien"),
        ("lv", "Latvian", "letton"),
        ("mt", "Maltese", "maltais"),
        ("nl", "Dutch", "néerlandais"),
        ("no", "Norwegian", "norvégien"),
        ("pl", "Polish", "polonais"),
        ("pt", "Portuguese", "portugais"),
        ("ro", "Romanian", "roumain"),
        ("ru", "Russian", "russe"),
        ("sk", "Slovak", "slovaque"),
        ("sl", "Slovenian", "slovène"),
        ("sr", "Serbian", "serbe"),
        ("sv", "Swedish", "suédois"),
        ("tr", "Turkish", "turc"),
        ("uk", "Ukrainian", "ukrainien"),
        ("zh", "Chinese", "chinois"),
    )
}
"""What languages are called, by code of ISO 639-1."""

_BASES = {namespace.base: prefix for prefix, namespace in PREFIXES.items()}
_CURIE = re.compile(r"[A-Za-z0-9_.\-]+")


def compact(iri: str) -> str:
    """An IRI with a usual prefix, or as it is: ``skos:Concept``."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _BASES.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix is not None and _CURIE.fullmatch(iri, cut) else iri


def expanded(name: str) -> str:
    """The IRI that a prefixed name stands for; anything else as it is."""
    prefix, colon, rest = name.partition(":")
    return PREFIXES[prefix].base + rest if colon and prefix in PREFIXES else name


def local_name(iri: str) -> str:
    """What stands behind the last slash or hash of an IRI."""
    return re.split(r"[#/]", iri)[-1]


def language_name(code: str, language: str) -> str:
    """What a language is called in French, or else in English; its code when that is not known."""
    names = LANGUAGES.get(code.partition("-")[0].lower())
    return names[language.startswith("fr")] if names else code


def class_label(index: VocabularyIndex, iri: str, vocabulary: str, language: str) -> str:
    """What a class is called: by a vocabulary that describes it, by this table, or empty."""
    described = index.resource(iri, vocabulary) or index.resource(iri)
    if described is not None:
        labels = dict[str, str]()
        for prop, value in index.statements(described.number):
            if prop in (RDFS.label, SKOS.prefLabel) and not is_iri(value):
                text, spoken, _ = literal_parts(value)
                labels.setdefault(spoken or "", text)
        if labels:
            return chosen(labels, language)[0]
    names = CLASSES.get(iri)
    return names[language.startswith("fr")] if names else ""


def superclass(index: VocabularyIndex, iri: str, vocabulary: str) -> str:
    """The class of which a class is a part, as a vocabulary states it; empty when it states none."""
    described = index.resource(iri, vocabulary)
    said = index.statements(described.number) if described is not None else ()
    return next((iri_value(value) for prop, value in said if prop == RDFS.subClassOf and is_iri(value)), "")
