"""What mapping tests share: the context of a run, and the files of records."""

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.refine import RefinedRecord, refine
from mappings.scope import Context, Origin
from vocab.matching import load_matcher

ROOT = Path(__file__).parents[2]

Refine = Callable[..., RefinedRecord]


@functools.cache
def the_context() -> Context:
    return Context("https://terrafair.example", load_codelists(), load_matcher())


@pytest.fixture(scope="session")
def context() -> Context:
    return the_context()


@pytest.fixture(scope="session")
def refined(context: Context) -> Refine:
    """Refines the bytes of a record of the hub ``hub``."""

    def run(content: bytes, *, identifier: str = "name", url: str = "", datestamp: str = "") -> RefinedRecord:
        return refine(
            RawRecord(identifier, content, "", datestamp, url), Origin("hub", "source", identifier, url), context
        )

    return run


def sample_records() -> list[Path]:
    files = sorted((ROOT / "samples").rglob("*.xml")) + sorted((ROOT / "samples").rglob("*.json"))
    return [file for file in files if file.name != "catalog.json"]


def case_inputs() -> list[Path]:
    return sorted((ROOT / "tests" / "mappings" / "cases").glob("*/*/input.*"))
