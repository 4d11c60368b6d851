"""No violation of the official shapes is the mapping's fault, and none is left undecided.

``python -m bench.conformance`` judges every record of the corpus; here it is a few of each dialect that between them
have whatever the others have.
"""

from pathlib import Path

import pytest

from bench.conformance import BATCH, candidates, family
from bench.evidence import Verdict
from bench.judge import File, Judge, Judged
from bench.variety import various

DATA = Path(__file__).parents[3] / "shared" / "data"
RECORDS, SHAPES = DATA / "records", DATA / "shapes"


DIALECTS = [
    ("iso19139", 200),
    ("iso19115-3", 100),
    ("dif", 30),
    ("stac", 100),
]
"""How the dialects' names begin, and how many records at least are chosen."""


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(RECORDS, SHAPES)


@pytest.mark.shared
@pytest.mark.parametrize(("dialect", "fewest"), DIALECTS)
def test_no_violation_is_the_mappings_fault(judge: Judge, dialect: str, fewest: int) -> None:
    files = various(RECORDS, [file for file in candidates(RECORDS) if family(file).startswith(dialect)])
    outcomes = [one for first in range(0, len(files), BATCH) for one in judge.judge(files[first : first + BATCH])]
    judged = [one for one in outcomes if isinstance(one, Judged)]
    assert len(judged) >= fewest
    found = [
        (one.file.name, violation.shape, violation.prop, violation.constraint, violation.where)
        for one in judged
        for violation in one.violations
        if violation.verdict in (Verdict.MAPPING, Verdict.UNDECIDED)
    ]
    assert found == []


XML = '<r xmlns:g="urn:g">{}</r>'


def test_chosen_files_have_everything_between_them(tmp_path: Path) -> None:
    contents = {
        "a.xml": XML.format("<g:title/>"),
        "b.xml": XML.format("<g:title/><g:title/>  "),
        "c.xml": XML.format('<g:title/><g:role codeListValue="author"/>'),
        "d.xml": XML.format('<g:role codeListValue="author"/><g:title/>  '),
        "e.xml": XML.format('<g:role codeListValue="editor"/><g:title/>  '),
        "f.xml": "<r>",
        "a.json": '{"links": [{"rel": "self"}]}',
        "b.json": '{"links": [{"rel": "self"}, {"rel": "root"}]}',
        "c.json": '{"links": [{"rel": null}]}    ',
        "d.json": "{",
    }
    for name, text in contents.items():
        (tmp_path / name).write_text(text, "utf-8")
    chosen = various(tmp_path, [File(name, "any") for name in contents])
    assert [file.name for file in chosen] == ["a.json", "a.xml", "c.json", "c.xml", "e.xml"]
