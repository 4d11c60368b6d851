"""Consistency: whether archive, catalogue database and graph store of a workspace tell the same."""

from collections.abc import Iterator
from contextlib import closing

from catalogue.archive import Archive, State
from catalogue.database import CatalogueDatabase
from catalogue.graph import GraphStore
from catalogue.workspace import Workspace


def inconsistencies(workspace: Workspace) -> Iterator[str]:
    """What does not agree, in words, one at a time; nothing when all is well after a run.

    Every record of the archive stands in the database, as current or refused, and no other; each named graph holds the
    statements that the database has; there is no graph without record or description; the search index has no orphans.

    Raises:
        WorkspaceBusyError: a run holds the workspace.
    """
    with (
        workspace.writing(),
        closing(Archive(workspace.archive)) as archive,
        closing(CatalogueDatabase(workspace.database)) as database,
        closing(GraphStore(workspace.graph)) as graph,
    ):
        yield from database.flaws()
        yield from _records(archive, database)
        yield from _graphs(database, graph)


def _records(archive: Archive, database: CatalogueDatabase) -> Iterator[str]:
    stored = database.records()
    right = next(stored, None)
    for left in archive.records():
        while right is not None and right.key < left.key:
            yield f"{'/'.join(right.key)}: in the catalogue, but not in the archive"
            right = next(stored, None)
        known = right is not None and right.key == left.key
        if known and left.state is State.DELETED:
            yield f"{'/'.join(left.key)}: deleted, but in the catalogue"
        if not known and left.state is not State.DELETED:
            yield f"{'/'.join(left.key)}: not in the catalogue"
        if known:
            right = next(stored, None)
    for extra in (right, *stored) if right is not None else ():
        yield f"{'/'.join(extra.key)}: in the catalogue, but not in the archive"


def _graphs(database: CatalogueDatabase, graph: GraphStore) -> Iterator[str]:
    for name in graph.names():
        if not database.has_graph(name[1:-1]):
            yield f"{name}: a graph of nothing that is in the database"
    for stored in database.records():
        place = "/".join(stored.key)
        if not stored.graph:
            continue
        if not stored.context:
            yield f"{place}: its graph was being changed when a run ended"
        if not graph.holds(f"<{stored.graph}>", database.statements(stored.id)):
            yield f"{place}: the graph {stored.graph} is not what the database has"
    for name in database.descriptions():
        if not graph.has(f"<{name}>"):
            yield f"<{name}>: described, but without statements"
