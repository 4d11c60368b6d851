"""Groups: collections of concepts, and what is in them."""

from collections.abc import Sequence

from vocab.index import Resource
from vocab.schema import Kind, Relation

from .asking import Asked
from .context import ONKI, Answer, basic, linked
from .naming import compact
from .refusal import missing, not_found


def groups(asked: Asked) -> Answer:
    """The groups of a vocabulary: its concept groups, or its collections when it has none; by label."""
    index, vocabulary = asked.index, asked.vocabulary.id
    listed = index.of_kind(vocabulary, Kind.GROUP) or [
        one for one in index.of_kind(vocabulary, Kind.COLLECTION) if not one.kind & Kind.ARRAY
    ]
    numbers = {group.number: group.iri for group in listed}
    found = list[Answer]()
    for group in listed:
        told: Answer = {"uri": group.iri, "hasMembers": group.members}
        if group.labels:
            told["prefLabel"] = asked.marked(dict(group.labels))
        members = index.object_numbers(group.number, Relation.MEMBER) if group.members else ()
        inner = [numbers[member] for member in members if member in numbers]
        if inner:
            told["childGroups"] = inner
        if group.notation:
            told["notation"] = group.notation
        found.append(told)
    context = basic(
        asked.language,
        onki=ONKI,
        prefLabel="skos:prefLabel",
        groups="onki:hasGroup",
        childGroups=linked("skos:member"),
        hasMembers="onki:hasMembers",
    )
    return {"@context": context, "uri": "", "groups": sorted(found, key=_order)}


def group_members(asked: Asked) -> Answer:
    """What is in a group, but for deprecated concepts; by label."""
    uri = asked.text("uri")
    if not uri:
        raise missing("uri")
    group = asked.index.resource(uri, asked.vocabulary.id, Kind.COLLECTION)
    members: Sequence[Resource] = asked.index.objects(group.number, Relation.MEMBER) if group else ()
    found = [_member(asked, member) for member in members if not member.deprecated]
    if not found:
        raise not_found(f"Could not find group <{uri}>", f"Groupe introuvable : <{uri}>")
    context = basic(asked.language, prefLabel="skos:prefLabel", members="skos:member")
    return {"@context": context, "uri": uri, "members": sorted(found, key=_order)}


def _member(asked: Asked, member: Resource) -> Answer:
    told: Answer = {
        "uri": member.iri,
        "isSuper": bool(member.kind & Kind.COLLECTION) and member.members,
        "hasMembers": member.members,
        "type": [compact(type_) for type_ in member.types],
    }
    if member.labels:
        told["prefLabel"] = asked.marked(dict(member.labels))
    if member.notation:
        told["notation"] = member.notation
    return told


def _order(told: Answer) -> tuple[str, str]:
    return (told.get("prefLabel") or "").casefold(), told["uri"]
