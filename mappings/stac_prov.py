"""Activities by which the data of a STAC document came about (prov extension of the OGC's building blocks), in PROV.

An activity and what it used are known by their address, or described here: by identifier, type and times. Whatever else
is said of them is a property value.
"""

from collections.abc import Iterator
from typing import Any

from vocab.namespace import DCTERMS, PROV, RDFS
from vocab.term import Term, TermError, iri, literal

from .converters import dates
from .converters.text import text_of
from .crosswalk import Entry, Ignore, report_error
from .errors import ConversionError
from .scope import Scope
from .stac_field import Remaining

TIMES = {"startedAtTime": PROV.startedAtTime, "endedAtTime": PROV.endedAtTime}
"""When an activity began and ended."""


def generated_by(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The activity, or activities, that made the data; one or several."""
    for one in node if isinstance(node, list) else (node,):
        try:
            activity = _described(one, "activity", PROV.Activity, scope)
            yield PROV.wasGeneratedBy, activity
            if isinstance(one, dict):
                _state_course(activity, one, scope)
        except (ConversionError, TermError) as error:
            report_error(scope, error, "wasGeneratedBy", one)


def _state_course(activity: Term, node: dict[str, Any], scope: Scope) -> None:
    """What an activity used, when it took place, and what else is said of it.

    Raises:
        ConversionError: what was used is no entity, or a date is none.
        TermError: the address of what was used is no usable IRI.
    """
    _state_rest(activity, node, scope)
    used = node.get("used")
    for one in used if isinstance(used, list) else filter(None, (used,)):
        scope.add(activity, PROV.used, _described(one, "entity", PROV.Entity, scope))
    for name, prop in TIMES.items():
        for moment in dates.date(node.get(name), scope):
            scope.add(activity, prop, moment)


def _described(node: Any, kind: str, cls: Term, scope: Scope) -> Term:
    """An activity or entity with its class, identifier and type.

    Raises:
        ConversionError: it is neither an address nor a description.
        TermError: its address is no usable IRI.
    """
    known = text_of(node.get("id") if isinstance(node, dict) else node)
    if not isinstance(node, dict) and not (isinstance(node, str) and known):
        raise ConversionError("map.value", f"{kind} {str(node)[:60]!r}")
    if known.startswith(("http://", "https://")):
        resource = scope.describe(iri(known), cls)
    else:
        resource = scope.describe(scope.part(kind, known or str(node)), cls)
        if known:
            scope.add(resource, DCTERMS.identifier, literal(known))
    if isinstance(node, dict):
        if said := text_of(node.get("title")) or text_of(node.get(f"{kind}Type")):
            scope.add(resource, RDFS.label, literal(said, language=scope.language))
        if kind == "entity":
            _state_rest(resource, node, scope)
    return resource


def _state_rest(resource: Term, node: dict[str, Any], scope: Scope) -> None:
    for prop, value in OTHER_FIELDS(node, scope):
        scope.add(resource, prop, value)


OTHER_FIELDS = Remaining((), ("id", "provType", "title", "activityType", "entityType", "used", *TIMES))
"""What else is said of an activity or entity."""

LEFT_OUT: list[Entry] = [
    Ignore(f"{path}.provType", "the class of what it describes, which is stated")
    for path in ("wasGeneratedBy", "wasGeneratedBy[]")
]
"""What is left out on purpose."""
