"""Source paths: XPath for XML dialects, key paths for JSON dialects, compiled once.

A key path is a chain of keys: ``extent.spatial.bbox``. ``[]`` steps into every member of a list, ``[0]`` into one,
``*`` into every value of an object; keys with a dot or colon stand in quotes: ``properties."eo:bands"``; ``.`` is the
node itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from .parsing import Node

Select: TypeAlias = Callable[[Node], Sequence[Node]]


@dataclass(frozen=True, slots=True)
class CompiledPath:
    """A path ready to be followed.

    Attributes:
        select: from a node to the nodes at the path's end.
        heads: names of the children by which the path can begin; empty when it may begin anywhere. A node without any
            of these children need not be asked.
    """

    select: Select
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class PathLanguage:
    """How a dialect's source paths are written.

    Attributes:
        compile: makes a path ready to be followed.
        separator: stands between two paths that follow one another.
    """

    compile: Callable[[str], CompiledPath]
    separator: str

    def join(self, place: str, path: str) -> str:
        """The path from the root to what ``path`` leads to from ``place``, for people to read."""
        if path == "." or not place:
            return place or path
        start, rest = (f"({one})" if _is_union(one) else one for one in (place, path))
        return f"{start}{'' if rest.startswith('[') else self.separator}{rest}"


def _is_union(path: str) -> bool:
    """Whether a path is of several alternatives, outside of brackets."""
    return any(path.count("(", 0, sign.start()) == path.count(")", 0, sign.start()) for sign in _UNION.finditer(path))


_FIRST_STEP = re.compile(r"(?:\./)?([A-Za-z0-9_]+):([A-Za-z0-9_\-]+)(?=[/\[]|$)")
_UNION = re.compile(r"\s*\|\s*")


def xpath(namespaces: Mapping[str, str]) -> PathLanguage:
    """XPath expressions in the given namespaces."""

    def compile_path(path: str) -> CompiledPath:
        if path == ".":
            return CompiledPath(lambda node: (node,), frozenset())
        heads = set[str]()
        for branch in _UNION.split(path) if "[" not in path else [path]:
            step = _FIRST_STEP.match(branch)
            if step is None:
                heads.clear()
                break
            heads.add(f"{{{namespaces[step[1]]}}}{step[2]}")
        if "|" in path and "[" in path:
            heads.clear()
        # attributes are only left out on purpose, for which it counts whose they are
        select = etree.XPath(path, namespaces=dict(namespaces), smart_strings="@" in path)
        return CompiledPath(select, frozenset(heads))

    return PathLanguage(compile_path, "/")


_KEY_STEP = re.compile(r'\.?(?:"([^"]+)"|\[(\d*)\]|(\*)|([^.\[\]"*]+))')


def key_path(path: str) -> CompiledPath:
    """A compiled key path.

    Raises:
        ValueError: the path is malformed.
    """
    if path == ".":
        return CompiledPath(lambda node: (node,), frozenset())
    steps: list[str | int | None] = []
    position = 0
    while position < len(path):
        step = _KEY_STEP.match(path, position)
        if step is None:
            raise ValueError(f"malformed key path {path!r} at {position}")
        quoted, index, _star, key = step.groups()
        steps.append(quoted or key if quoted or key else int(index) if index else None)
        position = step.end()
    first = steps[0]
    return CompiledPath(_follow(tuple(steps)), frozenset({first} if isinstance(first, str) else ()))


def _follow(steps: tuple[str | int | None, ...]) -> Select:
    def select(node: Node) -> Sequence[Node]:
        nodes = [node]
        for step in steps:
            if isinstance(step, str):
                nodes = [n[step] for n in nodes if isinstance(n, dict) and n.get(step) is not None]
            elif step is None:
                nodes = [
                    m for n in nodes if isinstance(n, (list, dict)) for m in (n.values() if isinstance(n, dict) else n)
                ]
            else:
                nodes = [n[step] for n in nodes if isinstance(n, list) and len(n) > step]
            if not nodes:
                break
        return nodes

    return select


KEY_PATHS = PathLanguage(key_path, ".")
"""Key paths through JSON values."""
