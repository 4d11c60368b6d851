"""Commands by which curators decide: ``mappings accept``, ``reject``, ``pin``; the next run obeys."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import DATA, FAILURE, Data, complain, failures, screen
from .mappings import index_of, mappings, search_of

if TYPE_CHECKING:
    from vocab.mapping import Mapping, Slots

Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Identifiers of mappings, or their last parts.")]
By = Annotated[str, typer.Option("--by", help="Who decides.")]
Why = Annotated[str, typer.Option("--comment", help="Why.")]
File = Annotated[Path | None, typer.Option("--file", help="The file of decisions; by default vocab/decisions.tsv.")]


@mappings.command()
def accept(ids: Ids, by: By = "", comment: Why = "", file: File = None, data: Data = DATA) -> None:
    """Accept mappings, as they are proposed or as a set states them."""
    _decide_about(ids, negated=False, by=by, comment=comment, file=file, data=data)


@mappings.command()
def reject(ids: Ids, by: By = "", comment: Why = "", file: File = None, data: Data = DATA) -> None:
    """Reject mappings: they are used no more, whoever states them, and not proposed again."""
    _decide_about(ids, negated=True, by=by, comment=comment, file=file, data=data)


@mappings.command()
def pin(
    text: Annotated[str, typer.Argument(help="The word, as records have it.")],
    concept: Annotated[str, typer.Argument(help="IRI of the concept that it means; none: it means no concept.")],
    hub: Annotated[str, typer.Option("--hub", help="Only in the records of this hub.")] = "",
    vocabulary: Annotated[str, typer.Option("--vocabulary", help="Only where this vocabulary is cited.")] = "",
    never: Annotated[bool, typer.Option("--not", help="The word never means the concept.")] = False,
    by: By = "",
    comment: Why = "",
    file: File = None,
    data: Data = DATA,
) -> None:
    """Settle what a word of records means."""
    from vocab.decision import HUB, VOCABULARY
    from vocab.mapping import CURATED, EXACT, LITERAL, NO_TERM, Mapping

    with search_of(data) as search:
        hubs, vocabularies = search.hubs(), search.vocabulary.schemes()
    for wrong, told in (
        (hub and vocabulary, "a word is settled for one hub or for one vocabulary"),
        (hub and hub not in hubs, f"no hub is called {hub!r}"),
        (vocabulary and vocabulary not in vocabularies, f"no vocabulary is called {vocabulary!r}"),
    ):
        if wrong:
            complain(told)
            raise typer.Exit(FAILURE)
    source = f"{HUB}{hub}" if hub else f"{VOCABULARY}{vocabulary}" if vocabulary else ""
    slots = (("subject_type", (LITERAL,)), *((("subject_source", (source,)),) if source else ()), *_signed(by, comment))
    target = NO_TERM if concept == "none" else concept
    _add([Mapping("", EXACT, target, text, negated=never, justification=CURATED, slots=slots)], file, data)


def _decide_about(ids: Sequence[str], *, negated: bool, by: str, comment: str, file: Path | None, data: Path) -> None:
    from vocab.mapping import CURATED, RECORD, Mapping

    wanted = [one if "://" in one else RECORD + one.removeprefix("mapping:") for one in ids]
    with index_of(data) as index:
        found = {one.identifier: one for one in index.identified(wanted)}
    if missing := [one for one in wanted if one not in found]:
        complain(f"there is no mapping {missing[0]}")
        raise typer.Exit(FAILURE)
    _add(
        [
            Mapping(
                *(one.subject, one.predicate, one.object, one.subject_label, one.object_label),
                negated=negated,
                justification=CURATED,
                slots=_signed(by, comment),
            )
            for one in found.values()
        ],
        file,
        data,
    )


def _signed(by: str, comment: str) -> "Slots":
    from datetime import UTC, datetime

    said = {"author_label": by, "mapping_date": f"{datetime.now(UTC):%Y-%m-%d}", "comment": comment}
    return tuple((slot, (value,)) for slot, value in said.items() if value)


def _add(decisions: "Sequence[Mapping]", file: Path | None, data: Path) -> None:
    from vocab.decision import DECISIONS, HUB, VOCABULARY, decide

    path = file or DECISIONS
    with index_of(data) as index:
        prefixes = {**index.prefixes(), "hub": HUB, "vocabulary": VOCABULARY}
    with failures():
        decide(decisions, prefixes, path)
    screen().print(f"{path}: {len(decisions)} decided; the next run obeys", soft_wrap=True)
