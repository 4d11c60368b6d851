"""The documentation of vocabularies and diagnostics, printed from their tables."""

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
