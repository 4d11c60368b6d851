"""Commands over mappings and keywords: ``mappings``, ``keywords``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import (
    DATA,
    FAILURE,
    FINDINGS,
    FINE,
    Data,
    Language,
    ReportFormat,
    app,
    complain,
    failures,
    print_table,
    screen,
)

if TYPE_CHECKING:
    from catalogue.search import Search
    from vocab.mapping_index import MappingIndex, Selection

mappings = typer.Typer(help="The mappings between concepts, of all sets together.", no_args_is_help=True)
app.add_typer(mappings, name="mappings")


class MappingFormat(StrEnum):
    """Forms of mappings."""

    tsv = "tsv"
    json = "json"
    ttl = "ttl"


From = Annotated[str, typer.Option("--from", help="Only of concepts of this vocabulary.")]
To = Annotated[str, typer.Option("--to", help="Only to concepts of this vocabulary.")]
Set = Annotated[str, typer.Option("--set", help="Only of the set with this IRI.")]
Form = Annotated[MappingFormat, typer.Option("--format", help="SSSOM in TSV or JSON, or SKOS in Turtle.")]


@contextmanager
def search_of(data: Path) -> "Iterator[Search]":
    """The search of what is published."""
    from contextlib import closing

    from catalogue.generation import Generations
    from catalogue.search import Search
    from catalogue.workspace import Workspace

    with failures(), closing(Search(Generations(Workspace(data).generations).current())) as search:
        yield search


@contextmanager
def index_of(data: Path) -> "Iterator[MappingIndex]":
    """The mappings of what is published."""
    from vocab.mapping_index import MappingIndex

    with search_of(data) as search:
        yield MappingIndex(search.vocabulary)


@mappings.command("list")
def list_command(data: Data = DATA) -> None:
    """List the mapping sets, with how many mappings each has."""
    with index_of(data) as index:
        rows = [
            (one.mapping_set.identifier, str(one.mappings), one.vocabulary, one.mapping_set.title)
            for one in index.sets()
        ]
    print_table(screen(), ("set", "mappings", "vocabulary", "title"), rows)


@mappings.command()
def conflicts(
    code: Annotated[str, typer.Option("--code", help="Only conflicts of this kind.")] = "",
    form: Annotated[ReportFormat, typer.Option("--format", help="Form of the report.")] = ReportFormat.text,
    data: Data = DATA,
    lang: Language = "",
) -> None:
    """Show the mappings that contradict each other."""
    import orjson

    with index_of(data) as index:
        found = [conflict for _, conflict in index.conflicts(code, limit=-1)]
    if form is ReportFormat.json:
        sys.stdout.buffer.write(orjson.dumps([one._asdict() for one in found], option=orjson.OPT_INDENT_2))
    else:
        console = screen()
        for one in found:
            told = f"{one.meaning.severity.lower()}: {one.message(lang)} [{' '.join(one.concepts)}] {one.code}"
            console.print(told, soft_wrap=True)
        console.print(f"{len(found)} conflicts")
    raise typer.Exit(FINDINGS if found else FINE)


@mappings.command()
def propose(
    source: From = "",
    target: To = "",
    least: Annotated[float, typer.Option("--least", min=0, max=1, help="The least confidence.")] = 0.0,
    form: Form = MappingFormat.tsv,
    data: Data = DATA,
) -> None:
    """Print the mappings that names in common suggest, for review: vocab/decisions.tsv accepts or rejects them."""
    from vocab.mapping_index import Selection, State

    _export(Selection(source=source, target=target, states=(State.PROPOSED,)), form, data, least)


@mappings.command()
def export(
    source: From = "",
    target: To = "",
    mapping_set: Set = "",
    concept: Annotated[str, typer.Option("--concept", help="Only of or to this concept.")] = "",
    derived: Annotated[bool, typer.Option("--derived", help="Also those that follow from others.")] = False,
    form: Form = MappingFormat.tsv,
    data: Data = DATA,
) -> None:
    """Print mappings."""
    from vocab.mapping_index import Selection, State

    states: tuple[State, ...] = (State.STATED, State.DERIVED) if derived else (State.STATED,)
    selection = Selection(source=source, target=target, mapping_set=mapping_set, concept=concept, states=states)
    _export(selection, form, data)


def _export(selection: "Selection", form: MappingFormat, data: Path, least: float = 0.0) -> None:
    from vocab.mapping_file import SET
    from vocab.sssom import skos, write, write_json
    from vocab.term import ntriples

    with index_of(data) as index:
        found = [one for _, one in index.find(selection, limit=-1) if (one.confidence or 1.0) >= least]
        described, prefixes = index.described(selection, f"{SET}export", found), index.prefixes()
    if form is MappingFormat.tsv:
        sys.stdout.buffer.write(write(described, found, prefixes).encode())
    elif form is MappingFormat.json:
        sys.stdout.buffer.write(write_json(described, found, prefixes))
    else:
        # N-Triples are Turtle
        sys.stdout.buffer.write(ntriples(skos(found)).encode())


@app.command()
def keywords(
    unmatched: Annotated[bool, typer.Option("--unmatched", help="The words for which no concept was found.")] = False,
    hub: Annotated[str, typer.Option("--hub", help="Only of this hub's records; by default of each hub.")] = "",
    suggest: Annotated[bool, typer.Option("--suggest", help="With the concepts that they may mean.")] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many words of each hub.")] = 100,
    data: Data = DATA,
) -> None:
    """Show how many words of records were linked to concepts, and how; or those that were not, by frequency."""
    from catalogue.suggestion import suggestions

    with search_of(data) as search:
        hubs = list(search.hubs())
        if hub and hub not in hubs:
            complain(f"no hub is called {hub!r}")
            raise typer.Exit(FAILURE)
        chosen = [hub] if hub else hubs
        if not unmatched:
            rows = [(one, way, str(n)) for one in chosen for way, n in search.linkage.methods(one).items()]
            print_table(screen(), ("hub", "method", "words"), rows)
            return
        found = [(one, word) for one in chosen for word in search.linkage.unmatched(one, limit=most, examples=1)]
        words = [word for _, word in found]
        suggested = suggestions(words, search.vocabulary) if suggest else [()] * len(words)
    print_table(
        screen(),
        ("hub", "records", "word", "", "said to be, from", "for example", "may mean"),
        [
            (
                *(one, str(word.records), word.text, "ambiguous" if word.ambiguous else ""),
                *(", ".join((*word.kinds, *word.thesauri)), word.examples[0][0] if word.examples else ""),
                " ".join(f"{candidate.iri} ({candidate.label}, {candidate.score:.2f})" for candidate in candidates),
            )
            for (one, word), candidates in zip(found, suggested, strict=True)
        ],
    )
