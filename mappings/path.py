"""Source paths: XPath for XML dialects, key paths for JSON dialects, compiled once.

A key path is a chain of keys: ``extent.spatial.bbox``. ``[]`` steps into every member of a list, ``[0]`` into one,
``*`` into every value of an object; keys with a dot or colon stand in quotes: ``properties."eo:bands"``; ``.`` is the
node itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree

from .parsing import Node, XmlElement

Select: TypeAlias = Callable[[Node], Sequence[Node]]

Children: TypeAlias = Mapping[str, Any]
"""What a node has, by name: of an element the lists of its child elements, of a JSON object its values."""


@dataclass(frozen=True, slots=True)
class CompiledPath:
    """A path ready to be followed.

    Attributes:
        select: from a node to the nodes at the path's end.
        heads: names of the children by which the path can begin; empty when it may begin anywhere. A node without any
            of these children need not be asked.
        head: the only one of these names, for a path that can go on from what a node has by that name; else empty.
        follow: from what a node has by the name ``head`` to the nodes at the path's end.
        ends: the path goes no further than to what a node has by the name ``head``, or without one to the node.
    """

    select: Select
    heads: frozenset[str] = frozenset()
    head: str = ""
    follow: Callable[[Any], Sequence[Node]] = tuple
    ends: bool = False


@dataclass(frozen=True, slots=True)
class PathLanguage:
    """How a dialect's source paths are written.

    Attributes:
        compile: makes a path ready to be followed.
        separator: stands between two paths that follow one another.
        children: what a node has, by name.
    """

    compile: Callable[[str], CompiledPath]
    separator: str
    children: Callable[[Node], Children]

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
_CHILD_STEPS = re.compile(r"\w+:[\w\-]+(?:/(?:\w+:[\w\-]+|\*))*", re.ASCII)
_UNION = re.compile(r"\s*\|\s*")


def xpath(namespaces: Mapping[str, str]) -> PathLanguage:
    """XPath expressions in the given namespaces.

    Those that only go from child to child, as nearly all of a crosswalk do, are followed without the XPath machine,
    which takes longer to start than they take.
    """

    def compile_path(path: str) -> CompiledPath:
        if path == ".":
            return CompiledPath(_itself, ends=True)
        if _CHILD_STEPS.fullmatch(path):
            return _compile_steps(path, namespaces)
        heads = set[str]()
        branches = _UNION.split(path) if "[" not in path else [path]
        for branch in branches:
            step = _FIRST_STEP.match(branch)
            if step is None:
                heads.clear()
                break
            heads.add(f"{{{namespaces[step[1]]}}}{step[2]}")
        if "|" in path and "[" in path:
            heads.clear()
        # attributes are only left out on purpose, for which it counts whose they are
        select: Select = etree.XPath(path, namespaces=dict(namespaces), smart_strings="@" in path)
        if len(branches) > 1 and all(_CHILD_STEPS.fullmatch(branch) for branch in branches):
            select = _either([_compile_steps(branch, namespaces) for branch in branches], select)
        return CompiledPath(select, frozenset(heads))

    return PathLanguage(compile_path, "/", elements)


def elements(node: Node) -> dict[str, list[XmlElement]]:
    """The child elements of an element, by tag; what is no element has none."""
    found: dict[str, list[XmlElement]] = {}
    # a slice is read many times faster than an iterator
    children: Sequence[Node] = node[:] if isinstance(node, XmlElement) else ()
    for child in children:
        if (tag := child.tag) in found:
            found[tag].append(child)
        else:
            found[tag] = [child]
    return found


def _itself(node: Node) -> Sequence[Node]:
    return (node,)


def _compile_steps(path: str, namespaces: Mapping[str, str]) -> CompiledPath:
    """A path of names and ``*``, which begins with a name."""
    names = (step.partition(":") for step in path.split("/"))
    head, *steps = [f"{{{namespaces[prefix]}}}{name}" if name else "" for prefix, _, name in names]

    def follow(nodes: Sequence[XmlElement]) -> Sequence[XmlElement]:
        for tag in steps:
            nodes = [child for node in nodes for child in node[:] if not tag or child.tag == tag]
        return nodes

    def select(node: Node) -> Sequence[Node]:
        return follow(elements(node).get(head, ()))

    return CompiledPath(select, frozenset((head,)), head, follow, ends=not steps)


def _either(branches: Sequence[CompiledPath], union: Select) -> Select:
    """A union of paths, of which one at most usually leads somewhere; else the order of the document matters."""

    def select(node: Node) -> Sequence[Node]:
        children = elements(node)
        starts = [(path, children[path.head]) for path in branches if path.head in children]
        found = [nodes for path, start in starts if (nodes := path.follow(start))]
        return union(node) if len(found) > 1 else found[0] if found else ()

    return select


_KEY_STEP = re.compile(r'\.?(?:"([^"]+)"|\[(\d*)\]|(\*)|([^.\[\]"*]+))')


def key_path(path: str) -> CompiledPath:
    """A compiled key path.

    Raises:
        ValueError: the path is malformed.
    """
    if path == ".":
        return CompiledPath(_itself, ends=True)
    steps: list[str | int | None] = []
    position = 0
    while position < len(path):
        step = _KEY_STEP.match(path, position)
        if step is None:
            raise ValueError(f"malformed key path {path!r} at {position}")
        quoted, index, _star, key = step.groups()
        steps.append(quoted or key if quoted or key else int(index) if index else None)
        position = step.end()
    first, *rest = steps
    if not isinstance(first, str):
        return CompiledPath(_walk(steps))
    return CompiledPath(_walk(steps), frozenset((first,)), first, _walk(rest) if rest else _itself)


def _walk(steps: Sequence[str | int | None]) -> Select:
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


def _members(node: Node) -> Children:
    return node if isinstance(node, dict) else {}


KEY_PATHS = PathLanguage(key_path, ".", _members)
"""Key paths through JSON values."""
