"""The shared corpus: real records and descriptions of others, beside the repository and no part of it."""

import os
import sys
from pathlib import Path

SHARED = Path(os.environ.get("TERRAFAIR_SHARED", Path(__file__).resolve().parents[2] / "shared"))
"""Its folder."""

MISSING = 2
"""The exit code of a benchmark whose data are not there."""


def folder(name: str) -> Path:
    """A folder of the corpus.

    Raises:
        SystemExit: it is absent; the message says where it is looked for.
    """
    path = SHARED / "data" / name
    if not path.is_dir():
        sys.stderr.write(f"The shared corpus is needed and absent: {path} is no folder.\n")
        raise SystemExit(MISSING)
    return path
