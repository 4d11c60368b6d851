"""``terrafair match`` as a process: a file or the standard input in, three forms out."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import ROOT, command, environment, terrafair
from vocab.sssom import read

TERMS = "text,thesaurus\nEARTH SCIENCE > ATMOSPHERE > CLOUDS,GCMD Science Keywords\nzzzz qqqq,\n"


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.csv"
    path.write_text(TERMS, "utf-8")
    return path


def test_a_file_is_answered_in_every_form(terms: Path, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "data")
    done = terrafair("match", terms, *data)
    assert done.returncode == 1, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    assert [(row["number"], row["automatic"]) for row in rows if row["rank"] in ("1", "")] == [
        ("1", "true"), ("2", "false")
    ]  # fmt: skip
    said = json.loads(terrafair("match", terms, "--format", "json", "--vocabulary", "gcmd", *data).stdout)
    assert said["results"][0]["candidates"][0]["vocabulary"] == "gcmd"
    done = terrafair("match", terms, "--format", "sssom", *data)
    assert len(list(read("answer", io.StringIO(done.stdout, newline=""))[1])) >= 2
    assert not (tmp_path / "data").exists()


def test_the_standard_input_is_read(tmp_path: Path) -> None:
    done = subprocess.run(
        command("match", "-", "--hint", "theme", "--limit", "1", "--data", tmp_path),
        cwd=ROOT,
        env=environment(),
        input="Nuage\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "1,Nuage,,theme" in done.stdout


def test_faults_are_told_in_a_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    for content, said in ((b"a,b\n", "line 1"), (b"text\n\xff\n", "not UTF-8"), (b"text,hint\na,b\n", "line 2: hint")):
        bad.write_bytes(content)
        done = terrafair("match", bad, "--data", tmp_path)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    for arguments in ((tmp_path / "none.csv",), (bad, "--hint", "colour")):
        done = terrafair("match", *arguments, "--data", tmp_path)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_an_unknown_vocabulary_is_told(terms: Path, tmp_path: Path) -> None:
    done = terrafair("match", terms, "--vocabulary", "nothing", "--data", tmp_path)
    assert done.returncode == 2
    assert "nothing" in done.stderr
