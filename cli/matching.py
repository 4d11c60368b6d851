"""The command ``match``: terms of a file, and the concepts that they may mean."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import DATA, FINDINGS, FINE, Data, app, failures

if TYPE_CHECKING:
    from vocab.candidate import Asked
    from vocab.index import VocabularyIndex


class AnswerFormat(StrEnum):
    """Forms of the answer."""

    csv = "csv"
    json = "json"
    sssom = "sssom"


@app.command()
def match(
    terms: Annotated[
        Path, typer.Argument(help="CSV with columns text (or term, label), language, hint, thesaurus; - for the input.")
    ],
    hint: Annotated[
        str,
        typer.Option(help="For terms that bring none: theme, platform, instrument, parameter, place or unit."),
    ] = "",
    form: Annotated[AnswerFormat, typer.Option("--format", help="Form of the answer.")] = AnswerFormat.csv,
    vocabulary: Annotated[list[str] | None, typer.Option(help="Only this vocabulary; may be repeated.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="Candidates of each term.")] = 5,
    data: Data = DATA,
) -> None:
    """Look up the concepts that terms may mean; exits with 1 where a term has none that can be taken as it is."""
    from importlib.metadata import version

    import orjson

    from vocab.candidate import HINTS
    from vocab.exchange import csv_of, json_of, sssom_of

    if hint and hint not in HINTS:
        raise typer.BadParameter(f"{hint!r} is none of {', '.join(HINTS)}")
    with failures():
        asked = _terms(terms, hint)
        index = _index(data)
        for name in vocabulary or ():
            if index.vocabulary(name) is None:
                raise typer.BadParameter(f"there is no vocabulary {name!r}")
        answers = index.lookup.answers(asked, vocabulary or (), limit)
        if form is AnswerFormat.json:
            said = orjson.dumps(json_of(answers), option=orjson.OPT_INDENT_2).decode() + "\n"
        elif form is AnswerFormat.sssom:
            prefixes = {entry.id: entry.namespace for entry in index.vocabularies() if entry.namespace}
            said = sssom_of(answers, version("terrafair"), prefixes)
        else:
            said = csv_of(answers)
        index.close()
    # the lines of CSV end as RFC 4180 says, on every system
    sys.stdout.buffer.write(said.encode())
    raise typer.Exit(FINE if all(answer.automatic for answer in answers) else FINDINGS)


def _terms(path: Path, hint: str) -> "list[Asked]":
    from vocab.errors import VocabularyError
    from vocab.exchange import TermsError, read_csv

    name = "standard input" if str(path) == "-" else str(path)
    try:
        if str(path) == "-":
            return read_csv(sys.stdin, hint)
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return read_csv(lines, hint)
    except TermsError as error:
        raise VocabularyError(f"{name}: {error}") from error
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{name}: it is not UTF-8") from error


def _index(data: Path) -> "VocabularyIndex":
    """The index that is published; before the first publication, that of the vocabularies there are."""
    from catalogue.generation import Generations
    from catalogue.workspace import Workspace
    from vocab.edition import Editions
    from vocab.index import VocabularyIndex
    from vocab.library import in_memory
    from vocab.loader import holdings
    from vocab.registry import load_registry

    workspace = Workspace(data)
    known = Generations(workspace.generations)
    if known.current_name() is None:
        return in_memory(holdings(load_registry(), Editions(workspace.vocabularies))).index()
    return VocabularyIndex(known.current().vocabulary)
