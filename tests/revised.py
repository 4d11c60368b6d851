"""A published catalogue in which vocabularies have editions and a hostile one stands among them, for tests."""

import shutil
from dataclasses import replace
from pathlib import Path

from api.statements import parse_ntriples
from catalogue.generation import Generations
from tests.holdings import held
from vocab.edition import Edition, Editions
from vocab.history import History
from vocab.indexing import write_index
from vocab.loader import Holding, holdings, packaged
from vocab.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD
from vocab.quality.report import as_kept, assess
from vocab.registry import Vocabulary, load_registry
from vocab.term import Term, Triple, literal

ODD = "https://odd.example/"
BASE = "http://catalogue.test"
CHILDREN = 5000
HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}&'
MOMENTS = ("2026-01-05T06:00:00Z", "2026-02-05T06:00:00Z", "2026-03-05T06:00:00Z")
UNPUBLISHED = "2999-01-01T00:00:00Z"
TRUE = literal("true", datatype=XSD.boolean)


def odd(name: str) -> Term:
    """A concept of the hostile vocabulary."""
    return f"<{ODD}{name}>"


def concept(iri: Term, label: str, *said: tuple[Term, Term], language: str = "en") -> list[Triple]:
    """Statements of a concept."""
    head = [(iri, RDF.type, SKOS.Concept), (iri, SKOS.prefLabel, literal(label, language=language))]
    return head + [(iri, prop, value) for prop, value in said]


def _hostile() -> Holding:
    said = [
        *concept(odd("top"), "Top", (SKOS.prefLabel, literal("Haut", language="fr"))),
        *concept(odd("left"), "Left", (SKOS.broader, odd("top"))),
        *concept(odd("right"), "Right", (SKOS.broader, odd("top"))),
        *concept(
            odd("both"),
            "Both",
            (SKOS.broader, odd("left")),
            (SKOS.broader, odd("right")),
            (SKOS.altLabel, literal("Two", language="en")),
            (SKOS.hiddenLabel, literal("Tow", language="en")),
            (SKOS.notation, literal("B2")),
            (SKOS.definition, literal("In two places.", language="en")),
            (SKOS.definition, literal("Zweimal.", language="de")),
            (SKOS.related, odd("top")),
            (SKOS.exactMatch, "<https://elsewhere.example/both>"),
            (SKOS.broadMatch, "<https://w3id.org/terrafair/ecv/ozone>"),
            (DCTERMS.modified, literal("2026-01-02")),
        ),
        *concept(odd("round-1"), "Round one", (SKOS.broader, odd("round-2"))),
        *concept(odd("round-2"), "Round two", (SKOS.broader, odd("round-1"))),
        *concept(odd("many"), "Many", (SKOS.broader, odd("top"))),
        *(
            triple
            for number in range(CHILDREN)
            for triple in concept(odd(f"child-{number}"), f"Child {number:04d}", (SKOS.broader, odd("many")))
        ),
        *concept(
            odd("hostile"),
            HOSTILE,
            (SKOS.altLabel, literal(HOSTILE, language="fr")),
            (SKOS.definition, literal(f"</script>{HOSTILE}", language="en")),
            (RDFS.seeAlso, "<javascript:alert(1)>"),
            (SKOS.closeMatch, "<javascript:alert(2)>"),
        ),
        *concept(odd("german"), "Eis", language="de"),
        *concept(odd("gone"), "Gone", (OWL.deprecated, TRUE), (DCTERMS.isReplacedBy, odd("both"))),
        *concept(f"<{BASE}/own/thing>", "A thing of ours"),
        (odd("set"), RDF.type, SKOS.Collection),
        (odd("set"), SKOS.prefLabel, literal("The set", language="en")),
        (odd("set"), SKOS.member, odd("both")),
    ]
    vocabulary = Vocabulary(
        "odd", {"en": "Odd ones", "fr": "Les étranges"}, None, f"{ODD}scheme", ODD, ("en",), "", "", "", "theme"
    )
    report = as_kept(assess(said, title="odd", namespace=ODD))
    return replace(held(vocabulary, said), quality=lambda: report)


def revise(published: Path, data: Path) -> None:
    """Copy a published workspace, give a vocabulary three editions and one that is not published, and add another."""
    shutil.copytree(published, data)
    registry = load_registry()
    ecv = next(one for one in registry if one.id == "ecv")
    first = list(parse_ntriples(b"".join(packaged(ecv).lines()).decode()))
    ozone = "<https://w3id.org/terrafair/ecv/ozone>"
    second = [
        *first,
        *concept("<https://w3id.org/terrafair/ecv/new>", HOSTILE),
        (ozone, SKOS.altLabel, '"Trioxygen"@en'),
    ]
    third = [
        (s, p, '"Ozone, O3"@en' if (s, p, o) == (ozone, SKOS.prefLabel, '"Ozone"@en') else o) for s, p, o in second
    ]
    editions, history = Editions(data / "vocabularies"), History(Editions(data / "vocabularies"))

    def load(moment: str, triples: list[Triple]) -> None:
        concepts = sum(1 for triple in triples if triple[1:] == (RDF.type, SKOS.Concept))
        editions.add(Edition("ecv", "", moment, issued=moment[:7], concepts=concepts), sorted(set(triples)))
        history.update("ecv")

    for moment, triples in zip(MOMENTS, (first, second, third), strict=True):
        load(moment, triples)
    index = Generations(data / "generations").current().vocabulary
    index.unlink()
    write_index(index, [*holdings(registry, editions), _hostile()])
    load(UNPUBLISHED, first)
