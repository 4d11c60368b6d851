"""The documentation of vocabularies and diagnostics, printed from their tables."""

from .candidate import BASES, BESIDE_THE_HINT, BESIDE_THE_NAMED, HINTS, METHODS, NEVER, TRUST, WITHDRAWN
from .diagnostic import meanings
from .reading.form import FORMS
from .registry import load_registry

_VOCABULARIES = """# Vocabularies

<!-- Printed from vocab/vocabularies.toml: change the stanza, then `make docs`. -->

The vocabularies that the service knows, in the order in which keywords are matched. *Facet* is what their concepts
are. *Comes with it* tells which are there without loading; of the others, and of what their publishers have since
changed, `terrafair vocabulary load` fetches an edition in the way that *loaded* names.

| id | title | en français | facet | publisher | licence | comes with it | loaded |
|---|---|---|---|---|---|---|---|
"""

_FORMS = """
## Forms

How publishers write vocabularies. A stanza of the registry names the form of its documents, or leaves it to each
document to show it; so does `terrafair vocabulary load ID --file PATH`, unless `--form` names one.

| name | form | files |
|---|---|---|
"""

_DIAGNOSTICS = """# Diagnostics

<!-- Printed from vocab/diagnostics.tsv: change the table, then `make docs`. -->

What can go wrong with a record, or be put right, before shapes judge it. What stands for `{detail}` is told with each
finding. A finding whose code begins with `repaired.` tells of a value that was put right, and shows it before and
after: *Info* where the repair is certain, *Warning* where it rests on evidence or loses something. Nothing is repaired
without such a finding.

| code | stage | severity | message | en français |
|---|---|---|---|---|
"""


def vocabularies_markdown() -> str:
    """The tables of vocabularies and of forms.

    Raises:
        VocabularyError: the registry cannot be read.
    """
    rows = [
        f"| `{v.id}` | [{v.title['en']}]({v.homepage}) | {v.title['fr']} | {v.facet} | {v.publisher} |"
        f" {f'[licence]({v.licence})' if v.licence else 'not stated'} | {'yes' if v.path else ''} |"
        f" {f'{v.publication.via}, each {v.publication.refresh}' if v.publication else ''} |"
        for v in load_registry()
    ]
    forms = [
        f"| `{name}` | [{form.title}]({form.specification}) | {' '.join(f'`{suffix}`' for suffix in form.suffixes)} |"
        for name, form in FORMS.items()
    ]
    return _VOCABULARIES + "\n".join(rows) + "\n" + _FORMS + "\n".join(forms) + "\n"


def diagnostics_markdown() -> str:
    """The table of diagnostics."""
    rows = [f"| `{m.code}` | {m.stage} | {m.severity} | {m.en} | {m.fr} |" for m in meanings().values()]
    return _DIAGNOSTICS + "\n".join(rows) + "\n"


_MATCHING = """# Matching of terms

<!-- Printed from vocab/candidate.py: change the tables, then `make docs`. -->

`POST /api/match` and `terrafair match` tell which concepts terms may mean, each with a score, the method that found it
and the evidence: the label that agrees, its language, its vocabulary. A term is a text, and where it is known its
language, the thesaurus that it is said to be of, and a hint at what it is. Candidates of the named thesaurus come
first. Several that are equally good are shown as such (*ambiguous*), unless a publisher says that they are the same.

*Automatic* says that the first candidate can be taken without a person looking at it: it stands alone, and has at
least the score below. These scores are learnt on keywords of real records that carry the address of their concept;
`python -m bench.matching` prints what is learnt beside what is declared here, and the precision and recall on other
keywords than those. Where a term names no thesaurus, or one that is not held, its words alone have proved to be too
little: the same words stand for other concepts elsewhere.

| method | score | what speaks for the concept |
|---|---|---|
{methods}

| what the search rests on | automatic from | with a path from | |
|---|---|---|---|
{bases}

An address is automatic on any basis. The score of a concept outside the named thesaurus is multiplied by
{beside_named}, of one in a vocabulary about something else than the hint by {beside_hint}, of a deprecated one by
{withdrawn}.

| hint | facets of the vocabularies |
|---|---|
{hints}
"""


def matching_markdown() -> str:
    """The page about the matching of terms."""
    methods = [f"| `{method}` | {score} | {says} |" for method, (score, says) in METHODS.items()]
    bases = [
        f"| `{basis}` | {_shown(TRUST[basis].score)} | {_shown(TRUST[basis].path)} | {says} |"
        for basis, says in BASES.items()
    ]
    hints = [f"| `{hint}` | {', '.join(facets)} |" for hint, facets in HINTS.items()]
    return _MATCHING.format(
        methods="\n".join(methods),
        bases="\n".join(bases),
        hints="\n".join(hints),
        beside_named=BESIDE_THE_NAMED,
        beside_hint=BESIDE_THE_HINT,
        withdrawn=WITHDRAWN,
    )


def _shown(score: float) -> str:
    return "never" if score >= NEVER else str(score)
