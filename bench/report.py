"""A benchmark's report: tables for people, or the same figures as JSON."""

import os
import platform
import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import orjson
from rich.console import Console
from rich.table import Table

Value: TypeAlias = str | int | float | None
"""One figure; None where there is none."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a benchmark measured.

    Attributes:
        benchmark: its name.
        tables: key, title, names of columns and rows of each table, in the order in which they are shown.
        notes: what one must know to read them.
    """

    benchmark: str
    tables: list[tuple[str, str, tuple[str, ...], list[Sequence[Value]]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, key: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Add a table."""
        self.tables.append((key, title, tuple(columns), list(rows)))

    def figures(self) -> dict[str, object]:
        """The report as JSON has it: by table, its rows as objects."""
        tables = {key: [dict(zip(columns, row, strict=True)) for row in rows] for key, _, columns, rows in self.tables}
        machine = {"python": platform.python_version(), "system": platform.system(), "cpus": os.cpu_count()}
        return {"benchmark": self.benchmark, "machine": machine, **tables, "notes": self.notes}

    def show(self, *, as_json: bool) -> None:
        """Print it on standard output."""
        if as_json:
            sys.stdout.write(orjson.dumps(self.figures(), option=orjson.OPT_INDENT_2).decode() + "\n")
            return
        console = Console(width=None if sys.stdout.isatty() else 160)
        for _, title, columns, rows in self.tables:
            table = Table(title=title, title_justify="left")
            for number, column in enumerate(columns):
                table.add_column(column, justify="right" if _is_figure(rows, number) else "left", overflow="fold")
            for row in rows:
                table.add_row(*[_shown(value) for value in row])
            console.print(table)
        for note in self.notes:
            console.print(note, highlight=False)


def _is_figure(rows: Sequence[Sequence[Value]], column: int) -> bool:
    return all(not isinstance(row[column], str) for row in rows)


def _shown(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else value


def options(description: str | None) -> ArgumentParser:
    """The command line that every benchmark has: ``--json`` and ``--quick``."""
    parser = ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--quick", action="store_true", help="measure a few records only, to see that it works")
    return parser


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long a piece of work takes, once, by a clock in seconds."""
    started = clock()
    work()
    return clock() - started


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile of times in seconds, in milliseconds."""
    ordered = sorted(times)
    return statistics.median(ordered) * 1000, ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] * 1000
