"""What is being served: the current generation, open for reading, and the switch to another one.

A request takes a lease on the generation that is current when it begins and keeps it to its end. A task looks at the
file that names the current generation; when it has changed, the new generation is opened, further requests get that
one, and the old one is closed as soon as its last lease has ended. So a switch neither loses nor mixes anything.
"""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated

from fastapi import Depends, Request
from pyoxigraph import Store

from catalogue.archive import Archive
from catalogue.errors import GenerationError
from catalogue.generation import Generation, Generations
from catalogue.search import Search
from catalogue.workspace import Workspace
from vocab.edition import Editions
from vocab.history import History

from .errors import NotFoundError, NotPublishedError
from .query_pool import QueryPool
from .settings import Settings

_LOG = logging.getLogger(__name__)


class Serving:
    """One generation, open for reading.

    Endpoints run in many threads and an SQLite connection serves one at a time, so the searches are kept in a pool:
    a request borrows one, and as many are opened as requests overlap.

    Attributes:
        generation: what is open.
        base: the address that its IRIs begin with.
        graph: its graph store, for looking up statements; queries of clients go to ``queries``.
        queries: evaluates SPARQL queries in processes of its own.

    Args:
        generation: what to open.
        settings: how queries are evaluated.

    Raises:
        GenerationError: its files cannot be read.
    """

    def __init__(self, generation: Generation, settings: Settings) -> None:
        self.generation = generation
        self.base = generation.manifest.base
        try:
            self.graph = Store.read_only(str(generation.graph))
            first = Search(generation)
            # SQLite opens whatever file there is; only reading tells
            first.record(dataset=self.base)
        except (OSError, sqlite3.Error) as error:
            raise GenerationError(f"generation {generation.manifest.name}: {error}") from error
        self.queries = QueryPool(generation.graph, settings)
        self.leases = 0
        self.retired = False
        self._idle = deque([first])

    @contextmanager
    def search(self) -> Iterator[Search]:
        """Borrow a search; nobody else has it meanwhile."""
        try:
            search = self._idle.pop()
        except IndexError:
            search = Search(self.generation)
        try:
            yield search
        finally:
            self._idle.append(search)

    def close(self) -> None:
        """Close the files and end the processes; there are no leases any more."""
        self.queries.close()
        while self._idle:
            self._idle.pop().close()


class Publication:
    """The generation that is served now, and its replacement by the next.

    Attributes:
        history: the editions of vocabularies, which outlive the generations that used them.

    Args:
        settings: where the data are.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.workspace = Workspace(settings.data)
        self.history = History(Editions(self.workspace.vocabularies))
        self._generations = Generations(self.workspace.generations)
        self._serving: Serving | None = None
        self._refused = ""
        self._archive: Archive | None = None

    @property
    def archive(self) -> Archive:
        """The archive, for reading.

        Raises:
            NotFoundError: there is none beside the generations.
        """
        if self._archive is None:
            raise NotFoundError("The archive is not kept here.", "Les originaux ne sont pas conservés ici.")
        return self._archive

    @property
    def serving(self) -> Serving:
        """The generation that is served now.

        Raises:
            NotPublishedError: there is none.
        """
        if self._serving is None:
            raise NotPublishedError("Nothing has been published yet.", "Rien n'a encore été publié.")
        return self._serving

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[Serving]:
        """The generation that is served now; it stays open as long as the lease lasts."""
        serving = self.serving
        serving.leases += 1
        try:
            yield serving
        finally:
            serving.leases -= 1
            if serving.retired and not serving.leases:
                await asyncio.to_thread(serving.close)

    async def refresh(self) -> None:
        """Switch to the current generation when it is another one than that served; a damaged one is left alone."""
        name = self._generations.current_name()
        if name is None or name == self._refused or (self._serving and self._serving.generation.manifest.name == name):
            return
        try:
            new = await asyncio.to_thread(self._open, name)
        except GenerationError:
            self._refused = name
            _LOG.exception("generation %s cannot be served; the one before it stays", name)
            return
        old, self._serving, self._refused = self._serving, new, ""
        if self._archive is None and self.workspace.archive.exists():
            self._archive = Archive(self.workspace.archive, read_only=True)
        _LOG.info("generation %s is served", name)
        if old is not None:
            await self._retire(old)

    def _open(self, name: str) -> Serving:
        return Serving(self._generations.open(name), self.settings)

    async def watch(self) -> None:
        """Refresh for ever, at the settings' interval."""
        while True:
            await asyncio.sleep(self.settings.poll)
            await self.refresh()

    async def close(self) -> None:
        """Close what is open."""
        if self._serving is not None:
            old, self._serving = self._serving, None
            await self._retire(old)
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    async def _retire(self, serving: Serving) -> None:
        serving.retired = True
        if not serving.leases:
            await asyncio.to_thread(serving.close)


def publication(request: Request) -> Publication:
    """The publication of the application that a request came to."""
    found: Publication = request.app.state.publication
    return found


async def serving(request: Request) -> AsyncIterator[Serving]:
    """The generation that answers a request, held until the answer is sent."""
    async with publication(request).lease() as held:
        request.state.serving = held
        yield held


def leased(request: Request) -> Serving:
    """The generation that answers a request whose endpoint has asked for ``ServingDep``."""
    held: Serving = request.state.serving
    return held


ServingDep = Annotated[Serving, Depends(serving)]
"""A router's argument of this type is the generation that answers the request."""


async def search(held: ServingDep) -> AsyncIterator[Search]:
    """A search of that generation, for this request alone."""
    with held.search() as borrowed:
        yield borrowed


SearchDep = Annotated[Search, Depends(search)]
"""A router's argument of this type is a search of the generation that answers the request."""
