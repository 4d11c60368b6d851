"""A process that forks one child for each line of its input, to make a run there and kill it at a given moment.

A line is a JSON array: the station's folder, what to kill the run at, and at which call of it; or a number of seconds
as the point; or ``full`` and the bytes that a file may have, as if the disk were full. Answered is the child's exit
status, 2 for an error that the command would tell. Vocabularies are parsed once, before the first fork.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import catalogue.harvesting
import catalogue.refining
import catalogue.run
import harvesters.folder
from catalogue.refinery import Refinery, refine_all
from cli.app import told_errors
from tests.catalogue.conftest import FEW, Station
from vocab.library import in_memory
from vocab.loader import packaged
from vocab.registry import load_registry

BATCH = 8


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(function: Callable[..., Any], call: int, *, after: bool) -> Callable[..., Any]:
    calls = 0

    def wrapped(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and not after:
            kill()
        result = function(*args, **options)
        if calls == call and after:
            kill()
        return result

    return wrapped


def arm(point: str, call: int) -> None:
    """Kill before or after a call: ``before catalogue.graph:GraphStore.replace``."""
    when, _, place = point.partition(" ")
    module, _, name = place.partition(":")
    owner: Any = import_module(module)
    *outer, last = name.split(".")
    for part in outer:
        owner = getattr(owner, part)
    setattr(owner, last, deadly(getattr(owner, last), call, after=when == "after"))


def child(root: str, point: str | float, call: int) -> None:
    if point == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (call, resource.RLIM_INFINITY))
    elif isinstance(point, str):
        arm(point, call)
    else:
        signal.signal(signal.SIGALRM, lambda *_: kill())
        signal.setitimer(signal.ITIMER_REAL, point)
    try:
        Station(Path(root)).run()
    except told_errors() as error:
        Path(root, "error.txt").write_text(str(error), "utf-8")
        os._exit(2)


def main() -> None:
    few = in_memory([packaged(v) for v in load_registry() if v.id in FEW])
    quick = {
        (catalogue.run, "open_library"): lambda *_: few,
        (catalogue.run, "Refinery"): partial(Refinery, validating=False),
        (catalogue.harvesting, "BATCH"): BATCH,
        (harvesters.folder, "_PAGE"): BATCH,
        (catalogue.harvesting, "BATCH_MOST"): BATCH,
        (catalogue.refining, "refine_all"): partial(refine_all, batch=BATCH),
    }
    for (module, name), value in quick.items():
        setattr(module, name, value)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            child(*json.loads(line))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
