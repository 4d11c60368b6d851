"""The crosswalks as pages for people, printed from the tables that do the work."""

import inspect
from collections.abc import Iterable, Iterator

from vocab.namespace import prefixed
from vocab.term import Term

from .codelist import CodeList, load_codelists
from .converters import parties
from .crosswalk import Choice, Crosswalk, Entry, Ignore, Node, Row, Under, always_content
from .dialect import DIALECTS, Dialect

_HEADER = ("| property | source | value | how many | note |", "|---|---|---|---|---|")

_INTRODUCTION = """\
How records of each dialect become GeoDCAT-AP 3.1. The pages are printed from the tables in `mappings/`, and the tests
keep them current (`TERRAFAIR_UPDATE=1` rewrites them). The dialect is told from the document, never from the hub.
GeoDCAT-AP publishes a mapping of ISO 19115:2003 alone; those of the other dialects are this project's.
"""

_ROLES = """\
A party becomes the value of the property of its role. A second publisher, and the roles of ISO 19115-1 that have no
property, become a `prov:qualifiedAttribution` with the role; any other role is reported, and the party becomes a
`dct:contributor`.
"""

_READING = """\
Each row says which property the values at a source path become. Rows indented with “↳” are about the resource that the
row above them makes, whose class stands behind the arrow; “…” stands for the path of that row. “record” marks
statements about the `dcat:CatalogRecord`; all others are about the described resource. “By role” is explained
[here](README.md#roles). A value that cannot be converted is lost alone: the record is kept, and a finding names the
path, the line and the reason.
"""


_SIDE_BY_SIDE = """\
For each property of GeoDCAT-AP, where the records of each dialect say it. A property of a resource that a record
describes beside its own, such as a Distribution, stands under the property that leads to it. “By role” is explained
[here](README.md#roles); what a value becomes, and when, stands on the page of each dialect.
"""

_RESOURCE = "The described resource"
_RECORD = "Its CatalogRecord"


def index_markdown() -> str:
    """The page that lists the dialects and the code lists."""
    lines = [
        "# Crosswalks",
        "",
        *_INTRODUCTION.splitlines(),
        "",
        "| dialect | specification | documents | rows |",
        "|---|---|---|---|",
        *(
            f"| [{dialect.title}]({dialect.name}.md) | <{dialect.specification}> | `{dialect.media_type}` "
            f"| {sum(isinstance(entry, (Row, Choice, Node)) for _, entry in dialect.table().entries())} |"
            for dialect in DIALECTS
        ),
        "",
        "All of them side by side, [by property](by-property.md).",
        "",
        "## Roles",
        "",
        *_ROLES.splitlines(),
        "",
        "| role | property |",
        "|---|---|",
        *(f"| {role} | `{prefixed(prop)}` |" for role, prop in parties.ROLES.items()),
        "",
        "## Code lists",
        "",
        "What the codes of the source standards are in the target vocabularies. Each list is an SSSOM file in",
        "`mappings/codelists/` that a curator can edit; a code without counterpart becomes a finding `map.code`.",
        "",
        "| list | what it says | stands for | codes |",
        "|---|---|---|---|",
        *(_codelist_row(codelist) for codelist in load_codelists().values()),
        "",
    ]
    return "\n".join(lines)


def by_property_markdown() -> str:
    """The page that shows the crosswalks side by side: for each property, where each dialect says it."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for dialect in DIALECTS:
        for about, prop, place in _statements(dialect.table().rows):
            by_dialect = found.setdefault(about, {}).setdefault(prop, {})
            if place not in by_dialect.setdefault(dialect.name, []):
                by_dialect[dialect.name].append(place)
    lines = ["# Crosswalks, side by side", "", *_SIDE_BY_SIDE.splitlines(), ""]
    for about, props in sorted(found.items(), key=lambda pair: (pair[0].count("›"), pair[0])):
        lines += [f"## {about}", ""]
        lines.append(f"| property | {' | '.join(f'[{dialect.title}]({dialect.name}.md)' for dialect in DIALECTS)} |")
        lines.append("|---" * (len(DIALECTS) + 1) + "|")
        for prop, places in sorted(props.items()):
            cells = ("<br>".join(f"`{_cell(place)}`" for place in places.get(one.name, ())) for one in DIALECTS)
            lines.append(f"| {prop} | {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def _statements(entries: Iterable[Entry], about: str = _RESOURCE) -> Iterator[tuple[str, str, str]]:
    """What the entries state: what it is about, the property, and the source path."""
    for entry in entries:
        if isinstance(entry, Under):
            yield from _statements(entry.rows, about)
        elif isinstance(entry, (Row, Choice, Node)):
            subject = _RECORD if entry.about_record else about
            props = entry.props if isinstance(entry, Choice) else (entry.prop,)
            names = ("by role",) if props == parties.PROPERTIES else tuple(f"`{prefixed(prop)}`" for prop in props)
            yield from ((subject, name, entry.place) for name in names)
            if isinstance(entry, Node):
                yield from _statements(entry.rows, f"{subject} › {names[0]}")


def _codelist_row(codelist: CodeList) -> str:
    meaning = "a text" if codelist.literal else "a concept"
    return f"| `{codelist.name}` | {_cell(codelist.title)} | {meaning} | {len(codelist)} |"


def crosswalk_markdown(dialect: Dialect) -> str:
    """The page of one dialect."""
    table = dialect.table()
    lines = [
        f"# {dialect.title} to GeoDCAT-AP 3.1",
        "",
        f"Printed from `{dialect.crosswalk.partition(':')[0].replace('.', '/')}.py`.",
        f"Specification of the dialect: <{dialect.specification}>.",
        "",
        *_READING.splitlines(),
        "",
        *_HEADER,
        *_rows(table.rows),
        "",
        *_omissions(table),
    ]
    return "\n".join(lines)


def _rows(entries: Iterable[Entry], inside: tuple[Node, ...] = ()) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, Row):
            yield _row(inside, (entry.prop,), entry, _meaning(entry.convert), _count(entry.min, entry.max))
        elif isinstance(entry, Choice):
            yield _row(inside, entry.props, entry, _meaning(entry.choose), _count(0, None))
        elif isinstance(entry, Node):
            value = f"→ `{prefixed(entry.type)}`: {_meaning(entry.iri)}"
            yield _row(inside, (entry.prop,), entry, value, _count(0, entry.max))
            yield from _rows(entry.rows, (*inside, entry))
        elif isinstance(entry, Under):
            yield from _rows(entry.rows, inside)


def _omissions(table: Crosswalk) -> Iterator[str]:
    omitted = [entry for _, entry in table.entries() if isinstance(entry, Ignore)]
    if omitted:
        yield from ("## Left out on purpose", "", "| source | why |", "|---|---|")
        # entries about files stand in the table once for each kind of file
        yield from dict.fromkeys(f"| `{_cell(entry.place)}` | {_cell(entry.why)} |" for entry in omitted)
        if table.is_filler is not always_content:
            yield f"| any | Left out if {_meaning(table.is_filler).removeprefix('Whether ')}. |"
        yield ""


def _count(least: int, most: int | None) -> str:
    return f"{least}..{'n' if most is None else most}"


def _row(inside: tuple[Node, ...], props: tuple[Term, ...], entry: Row | Choice | Node, value: str, count: str) -> str:
    names = "by role" if props == parties.PROPERTIES else ", ".join(f"`{prefixed(prop)}`" for prop in props)
    place = "…" if inside and entry.path == "." else f"…/{entry.path}" if inside else entry.place
    condition = entry.when if isinstance(entry, (Row, Node)) else None
    notes = (
        "record" if entry.about_record else "",
        f"only if {_meaning(condition).removeprefix('Whether ')}" if condition is not None else "",
        entry.note,
    )
    note = "; ".join(note for note in notes if note)
    return f"| {'↳ ' * len(inside)}{names} | `{_cell(place)}` | {_cell(value)} | {count} | {_cell(note)} |"


def _meaning(convert: object) -> str:
    """What a converter does: its own description, else the first line of its documentation, without the full stop."""
    text = getattr(convert, "description", "") or inspect.getdoc(convert) or ""
    return text.partition("\n")[0].partition("; None ")[0].rstrip(".").replace("``", "`")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
