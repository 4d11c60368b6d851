"""Stanzas of a hubs file: written for a source, and put into the file."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from json import dumps
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from .errors import ConfigurationError
from .hub import load_hubs

_HEAD = re.compile(r"^\s*\[\[\s*hub\s*\]\]", re.MULTILINE)
_ID = re.compile(r"""^\s*id\s*=\s*["']([^"'\n]*)["']""", re.MULTILINE)


def stanza(name: str, protocol: str, url: str, options: Mapping[str, Any], verified: date | None) -> str:
    """The ``[[hub.source]]`` of a source, in TOML."""
    said: dict[str, Any] = {"name": name, "protocol": protocol, "url": url, **options, "verified": verified or False}
    return "[[hub.source]]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in said.items())


def add(path: Path, hub: str, written: str) -> None:
    """Put a source's stanza at the end of its hub's; the file is replaced only by one that can be read.

    Raises:
        ConfigurationError: the file cannot be read or written, has no such hub, or not with this source in it.
    """
    if not any(one.id == hub for one in load_hubs(path)):
        raise ConfigurationError(f"{path}: no hub is called {hub!r}; declare it first, with its title and homepage")
    text = path.read_text("utf-8")
    starts = [match.start() for match in _HEAD.finditer(text)] + [len(text)]
    for begin, end in pairwise(starts):
        named = _ID.search(text, begin, end)
        if named and named[1] == hub:
            before, after = text[:end].rstrip("\n"), text[end:]
            _replace(path, f"{before}\n\n{written}{f'{chr(10)}{after}' if after else ''}")
            return
    raise ConfigurationError(f"{path}: the stanza of hub {hub!r} is written in a way that nothing can be added to")


def _replace(path: Path, text: str) -> None:
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".toml", delete=False) as file:
            file.write(text)
        new = Path(file.name)
        try:
            load_hubs(new)
            new.chmod(path.stat().st_mode)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from error


def _value(value: Any) -> str:
    """A value in TOML, whose texts, numbers and lists of them are written as in JSON."""
    if isinstance(value, date):
        return value.isoformat()
    return dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
