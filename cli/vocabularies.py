"""Commands over vocabularies: ``vocabulary list``, ``load``, ``editions``, ``check``, ``quality`` and more."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from .app import (
    DATA,
    FAILURE,
    FINDINGS,
    FINE,
    Data,
    Language,
    ReportFormat,
    Vocabularies,
    app,
    failures,
    print_table,
    screen,
)

if TYPE_CHECKING:
    from api.texts import Reader
    from catalogue.loading import Loading
    from vocab.edition import Edition, Editions
    from vocab.registry import Vocabulary

vocabularies = typer.Typer(
    name="vocabulary", help="Load vocabularies from their publishers, and look at them.", no_args_is_help=True
)
app.add_typer(vocabularies)

Id = Annotated[str, typer.Argument(metavar="ID", help="Of the vocabulary.")]
Files = Annotated[list[Path] | None, typer.Option("--file", help="A file, or a folder of files; may be repeated.")]
FormName = Annotated[str, typer.Option("--form", help="How the files are written; by default each shows it.")]
Form = Annotated[ReportFormat, typer.Option("--format", help="Form of the report.")]


class QualityFormat(StrEnum):
    """Forms of a quality report."""

    text = "text"
    json = "json"
    markdown = "markdown"


class Syntax(StrEnum):
    """Syntaxes of RDF in which a vocabulary is written out."""

    turtle = "turtle"
    rdfxml = "rdfxml"
    jsonld = "jsonld"
    ntriples = "ntriples"


@vocabularies.command("list")
def list_command(
    vocabularies: Vocabularies = None, data: Data = DATA, lang: Language = "", form: Form = ReportFormat.text
) -> None:
    """List the vocabularies that are known, and the edition that is used of each."""
    from vocab.registry import registry

    with failures():
        editions = _editions(data)
        told = [_listed(one, editions.latest(one.id)) for one in registry(vocabularies)]
    if form is ReportFormat.json:
        _print_json(told)
        return
    head = ("id", "title", "via", "loaded", "concepts", "findings", "due")
    print_table(screen(), head, [[_cell(one, name, lang) for name in head] for one in told])


@vocabularies.command("load")
def load_command(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]…", help="Only these, due or not; by default all that are due."),
    ] = None,
    files: Files = None,
    form: FormName = "",
    force: Annotated[
        bool, typer.Option("--force", help="Load what has not changed, and keep what has suspiciously few concepts.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Of those that are due, only what has been loaded before.")
    ] = False,
    vocabularies: Vocabularies = None,
    data: Data = DATA,
    lang: Language = "",
) -> None:
    """Load vocabularies from their publishers or from files; ``terrafair publish`` then puts them to use."""
    from catalogue.loading import Outcome, is_due, load_files, load_published
    from catalogue.workspace import Workspace
    from harvesters.vocabularies.transfers import transport
    from vocab.registry import chosen, registry

    if (files and len(ids or ()) != 1) or (form and not files):
        raise typer.BadParameter("files are of one vocabulary: name it, and with --form the files")
    now, outcomes = datetime.now(UTC), set[Outcome]()
    with failures(), Workspace(data).loading(), transport() as network:
        known, editions = registry(vocabularies), _editions(data)
        latest = {one.id: editions.latest(one.id) for one in known}
        due = [one for one in known if is_due(one, latest[one.id], now) and (latest[one.id] or not again)]
        wanted = chosen(known, ids) if ids else due
        for one in wanted:
            if files:
                done = load_files(one, editions, files, form, now, force=force)
            else:
                done = load_published(one, editions, network, now, force=force)
            outcomes.add(done.outcome)
            _say(_told(done, lang), errors=done.outcome is Outcome.FAILED)
        if not wanted:
            _say(_texts(lang)("loading.nothing_due"))
    if Outcome.FAILED in outcomes:
        raise typer.Exit(FAILURE)
    raise typer.Exit(FINDINGS if Outcome.REFUSED in outcomes else FINE)


@vocabularies.command("editions")
def editions_command(
    id_: Id, vocabularies: Vocabularies = None, data: Data = DATA, form: Form = ReportFormat.text
) -> None:
    """List the editions of a vocabulary, the latest first."""
    from dataclasses import asdict

    with failures():
        found = _editions(data).all(_known(id_, vocabularies).id)
    if form is ReportFormat.json:
        _print_json([asdict(one) | {"examples": []} for one in found])
        return
    head = ("version", "loaded", "checked", "issued", "concepts", "statements", "findings")
    rows = [[*_moments(one), *map(str, (one.concepts, one.statements, sum(one.findings.values())))] for one in found]
    print_table(screen(), head, rows)


@vocabularies.command("check")
def check_command(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="Whose latest edition, or of whom the files are.")] = "",
    files: Files = None,
    form_name: FormName = "",
    vocabularies: Vocabularies = None,
    data: Data = DATA,
    lang: Language = "",
    form: Form = ReportFormat.text,
) -> None:
    """Tell what is amiss in a vocabulary: in its latest edition, or in files, which are not kept."""
    if not id_ and not files:
        raise typer.BadParameter("name a vocabulary, or files with --file")
    with failures():
        counts, examples = _found(id_, files or [], form_name, vocabularies, data)
    if form is ReportFormat.json:
        _print_json({"findings": dict(counts), "examples": list(examples)})
    else:
        for line in _findings(counts, examples, lang):
            _say(line)
    grave = any(one["severity"] != "Info" for one in examples)
    raise typer.Exit(FINDINGS if grave else FINE)


@vocabularies.command("quality")
def quality_command(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="Whose quality is told, or of whom the files are.")] = "",
    files: Files = None,
    form_name: FormName = "",
    vocabularies: Vocabularies = None,
    data: Data = DATA,
    lang: Language = "",
    form: Annotated[QualityFormat, typer.Option("--format", help="Form of the report.")] = QualityFormat.text,
) -> None:
    """Assess a vocabulary as its publisher has it: labels, languages, structure, links and clashes."""
    from catalogue.loading import assessed, documents_in
    from vocab.errors import VocabularyError
    from vocab.quality.rendering import as_json, render_markdown, render_text
    from vocab.quality.report import from_kept
    from vocab.registry import UNNAMED

    if not id_ and not files:
        raise typer.BadParameter("name a vocabulary, or files with --file")
    with failures():
        vocabulary = _known(id_, vocabularies) if id_ else UNNAMED
        edition = _editions(data).latest(vocabulary.id)
        if not files and edition is not None:
            kept = _editions(data).quality(edition)
            if kept is None:
                raise VocabularyError(f"{id_}: the edition has no report; load it again, or name files")
            report = from_kept(kept)
        elif files or vocabulary.path is not None:
            paths = files or ([vocabulary.path] if vocabulary.path else [])
            report = assessed(vocabulary, documents_in(paths), form_name or ("" if files else "turtle"))
        else:
            raise VocabularyError(f"{id_}: nothing of it is loaded")
    if form is QualityFormat.json:
        _print_json(as_json(report, lang))
    else:
        write = render_markdown if form is QualityFormat.markdown else render_text
        sys.stdout.write(write(report, lang))


@vocabularies.command("forget")
def forget_command(
    id_: Id,
    version: Annotated[str, typer.Argument(metavar="[VERSION]", help="Only this edition; by default all.")] = "",
    data: Data = DATA,
    lang: Language = "",
) -> None:
    """Remove editions; what comes with the service, or the edition before, is used again."""
    from catalogue.workspace import Workspace
    from vocab.errors import VocabularyError

    with failures(), Workspace(data).loading():
        editions = _editions(data)
        # not of the registry alone: a stanza of one's own may be gone
        found = [one for one in editions.all(_name(id_)) if version in ("", one.version)]
        if not found:
            raise VocabularyError(f"{id_}: there is no edition {version}".rstrip())
        for one in found:
            editions.forget(one)
    _say(_texts(lang)("loading.forgotten", number=len(found)))


@vocabularies.command("export")
def export_command(
    id_: Id,
    syntax: Annotated[Syntax, typer.Option("--format", help="Syntax.")] = Syntax.turtle,
    output: Annotated[Path | None, typer.Option("--output", help="The file; by default the output.")] = None,
    vocabularies: Vocabularies = None,
    data: Data = DATA,
) -> None:
    """Write out the edition of a vocabulary that is used."""
    from vocab.errors import VocabularyError
    from vocab.loader import holdings

    with failures():
        held = holdings([_known(id_, vocabularies)], _editions(data))
        if not held:
            raise VocabularyError(f"{id_}: nothing of it is loaded")
        if output is None:
            _write(held[0].lines(), syntax, sys.stdout.buffer)
        else:
            with output.open("wb") as file:
                _write(held[0].lines(), syntax, file)


def _write(lines: Iterable[bytes], syntax: Syntax, out: IO[bytes]) -> None:
    from pyoxigraph import RdfFormat, parse, serialize

    from vocab.namespace import PREFIXES

    if syntax is Syntax.ntriples:
        for line in lines:
            out.write(line)
        return
    formats = {Syntax.turtle: RdfFormat.TURTLE, Syntax.rdfxml: RdfFormat.RDF_XML, Syntax.jsonld: RdfFormat.JSON_LD}
    triples = (quad.triple for line in lines for quad in parse(line, RdfFormat.N_TRIPLES))
    serialize(triples, out, formats[syntax], prefixes={name: space.base for name, space in PREFIXES.items()})


def _found(
    id_: str, files: Sequence[Path], form: str, vocabularies: Path | None, data: Path
) -> tuple[Mapping[str, int], Sequence[Mapping[str, str]]]:
    """The findings of a vocabulary: how many of each code, and the first of them."""
    from catalogue.loading import documents_in, example, read_delivery
    from harvesters.vocabularies.transfer import Delivery
    from vocab.errors import VocabularyError
    from vocab.loader import load, read_file
    from vocab.registry import UNNAMED

    vocabulary = _known(id_, vocabularies) if id_ else UNNAMED
    if files:
        findings = read_delivery(vocabulary, Delivery(list(documents_in(files))), form).findings
    else:
        edition = _editions(data).latest(vocabulary.id)
        if edition is not None:
            return edition.findings, edition.examples
        if vocabulary.path is None:
            raise VocabularyError(f"{id_}: nothing of it is loaded")
        findings = load([read_file(vocabulary.path)], vocabulary, "turtle").findings
    return findings.summary(), [example(one) for one in findings.examples]


def _findings(counts: Mapping[str, int], examples: Sequence[Mapping[str, str]], lang: str) -> Iterator[str]:
    """The findings in lines: each code with its number, then the first places."""
    t, shown = _texts(lang), 5
    if not counts:
        yield t("loading.no_findings")
    for code, number in counts.items():
        first = [one for one in examples if one["code"] == code]
        severity = t(f"severity.{first[0]['severity'].lower()}") if first else ""
        yield f"{number:>7}  {code}  {severity}".rstrip()
        message = ""
        for one in first[:shown]:
            if one[lang] != message:
                message = one[lang]
                yield f"{'':>9}{message}"
            line = t("loading.line", number=one["line"]) if one["line"] else ""
            place = " · ".join(part for part in (one["document"], line, one["focus"], one["excerpt"]) if part)
            if place:
                yield f"{'':>11}{place}"
        if number > shown:
            yield f"{'':>9}{t('loading.further', number=number - shown)}"


def _listed(vocabulary: "Vocabulary", edition: "Edition | None") -> dict[str, Any]:
    from catalogue.loading import is_due

    return {
        "id": vocabulary.id,
        "title": dict(vocabulary.title),
        "hub": vocabulary.hub,
        "facet": vocabulary.facet,
        "via": vocabulary.publication.via if vocabulary.publication else "",
        "packaged": vocabulary.path is not None,
        "loaded": edition.loaded if edition else None,
        "version": edition.version if edition else None,
        "concepts": edition.concepts if edition else None,
        "findings": sum(edition.findings.values()) if edition else None,
        "due": is_due(vocabulary, edition, datetime.now(UTC)),
    }


def _cell(told: Mapping[str, Any], name: str, lang: str) -> str:
    t, value = _texts(lang), told[name]
    if name == "title":
        return str(value.get(lang) or value.get("en") or told["id"])
    if name == "loaded" and not value:
        return t("loading.packaged") if told["packaged"] else ""
    if name == "due":
        return t("loading.due") if value else ""
    return "" if value is None else str(value)


def _told(done: "Loading", lang: str) -> str:
    t = _texts(lang)
    told = t("loading.because", told=done.vocabulary, reason=t(f"loading.{done.outcome}"))
    if done.fewer:
        fewer = t("loading.fewer", concepts=done.fewer[0], before=done.fewer[1])
        return t("loading.because", told=told, reason=fewer)
    if done.message or done.edition is None:
        return t("loading.because", told=told, reason=done.message)
    numbers = {
        "concepts": t.number(done.edition.concepts),
        "statements": t.number(done.edition.statements),
        "findings": t.number(sum(done.edition.findings.values())),
    }
    return t("loading.because", told=f"{told} ({done.edition.version})", reason=t("loading.concepts", **numbers))


def _moments(edition: "Edition") -> tuple[str, str, str, str]:
    return edition.version, edition.loaded, edition.checked, edition.issued


def _known(id_: str, vocabularies: Path | None) -> "Vocabulary":
    from vocab.registry import chosen, registry

    return chosen(registry(vocabularies), [id_])[0]


def _name(id_: str) -> str:
    """An id that may be one, so that it names no other folder."""
    from vocab.errors import VocabularyError
    from vocab.registry import is_id

    if not is_id(id_):
        raise VocabularyError(f"{id_!r} is no id of a vocabulary")
    return id_


def _editions(data: Path) -> "Editions":
    from catalogue.workspace import Workspace
    from vocab.edition import Editions

    return Editions(Workspace(data).vocabularies)


def _texts(lang: str) -> "Reader":
    from api.texts import Reader

    return Reader(lang)


def _print_json(told: object) -> None:
    import orjson

    sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _say(text: str, *, errors: bool = False) -> None:
    screen(errors=errors).print(text, soft_wrap=True)
