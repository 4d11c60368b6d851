"""Previews: a concept, type or property as HTML, in a frame of its own or flying out beside a suggestion."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.requests import Request

from api.layout import render
from api.texts import LANGUAGES, MetadataText
from vocab.index import Resource
from vocab.schema import LabelKind, Relation

from .entity_type import EntityTypes
from .property import named, title
from .service import Service

FEW = 12
"""Names of one kind that are shown."""


class View(NamedTuple):
    """A concept as it is shown.

    Attributes:
        name: in the reader's language where it has one.
        others: names in the other languages of the service.
        iri: of the concept.
        href: address of its page.
        vocabulary: title.
        notation: code or empty.
        definition: text or empty.
        alternatives: other labels of the reader's language, and those without one.
        broader: names of the concepts above.
        narrower: names of concepts below.
        deprecated: whether it has been withdrawn.
        replaced: name of what replaces it; empty when nothing does.
    """

    name: MetadataText
    others: list[MetadataText]
    iri: str
    href: str
    vocabulary: str
    notation: str
    definition: str
    alternatives: list[str]
    broader: list[str]
    narrower: list[str]
    deprecated: bool
    replaced: str


def view(service: Service, concept: Resource) -> View:
    """A concept as it is shown to the service's reader."""
    index, t = service.index, service.t
    name = t.metadata(concept.labels)
    labels = index.label_list(concept.number)
    replacing = service.index.concept(concept.replaced) if concept.replaced else None
    shown = {code: text for code, text in concept.labels.items() if code in LANGUAGES}
    return View(
        name if name.text else MetadataText(concept.notation or concept.iri),
        [MetadataText(text, code) for code, text in shown.items() if code != t.language and text != name.text],
        concept.iri,
        service.page(concept.iri),
        service.title(concept.vocabulary),
        concept.notation,
        service.definition(concept),
        [one.text for one in labels if one.kind is LabelKind.ALTERNATIVE and one.language in ("", t.language)][:FEW],
        [service.name(one) for one in index.objects(concept.number, Relation.BROADER)][:FEW],
        [service.name(one) for one in index.subjects(concept.number, Relation.BROADER)][:FEW]
        if concept.narrower
        else [],
        concept.deprecated,
        service.name(replacing) if replacing else concept.replaced,
    )


def _entity(service: Service, id_: str) -> Mapping[str, Any] | None:
    concept = service.concept(id_)
    return {"view": view(service, concept)} if concept else None


def _type(service: Service, id_: str) -> Mapping[str, Any] | None:
    type_ = EntityTypes(service).get(id_)
    if type_ is None:
        return None
    titles = sorted(service.title(one) for one in type_.vocabularies)
    return {"heading": type_.name, "lines": [type_.id, *(titles[:FEW] if titles != [type_.name] else ())]}


def _property(service: Service, id_: str) -> Mapping[str, Any] | None:
    asked = named(id_)
    return {"heading": title(service, id_), "lines": [asked.property.iri]} if asked else None


SUBJECTS = {"entity": _entity, "type": _type, "property": _property}
"""What can fly out, by the name of its address."""


def page(request: Request, service: Service, concept: Resource) -> str:
    """The page for a frame."""
    return render(request, "preview.html", service.t, view=view(service, concept))


def flyout(request: Request, service: Service, kind: str, id_: str) -> str | None:
    """The HTML beside a suggestion; None when there is no such thing."""
    subject = SUBJECTS[kind](service, id_)
    if subject is None:
        return None
    return render(request, "flyout.html", service.t, **{"view": None, "heading": "", "lines": [], **subject})
