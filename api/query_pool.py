"""A pool of processes that evaluate SPARQL queries over one generation's graph.

An Oxigraph query cannot be cancelled; a process can be killed. A new one takes its place.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from .errors import (
    BusyError,
    NotAcceptableError,
    QueryFailedError,
    QuerySyntaxError,
    QueryTimeoutError,
    TooLargeError,
)
from .query_worker import Answer, FormNotAcceptableError, Job, ResultTooLargeError, evaluate, prepare
from .settings import Settings


class QueryPool:
    """The processes for one graph.

    Args:
        graph: folder of the graph store.
        settings: number of processes, limits.
    """

    def __init__(self, graph: Path, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings
        self._waiting = 0
        self._pool = ProcessPool(
            max_workers=settings.query_workers,
            initializer=prepare,
            initargs=(graph, settings.query_memory),
            # threads of this process may hold locks that a fork would copy
            context=multiprocessing.get_context("spawn"),
        )

    async def run(self, job: Job) -> Answer:
        """Evaluate a query.

        Raises:
            BusyError: too many queries are waiting.
            QuerySyntaxError: the query cannot be parsed.
            QueryTimeoutError: it took too long and was killed.
            QueryFailedError: its process died, or it cannot be evaluated.
            TooLargeError: its answer is too large.
            NotAcceptableError: no form of answer is acceptable.
        """
        if self._waiting >= self._settings.query_queue:
            raise BusyError(
                "Too many queries are waiting; try again in a moment.",
                "Trop de requêtes attendent ; réessayez dans un instant.",
            )
        self._waiting += 1
        try:
            future = self._pool.schedule(evaluate, args=(self._graph, job), timeout=self._settings.query_timeout)
            answer: Answer = await asyncio.wrap_future(future)
        except tuple(_MEANINGS) as error:
            raise _said(error) from error
        finally:
            self._waiting -= 1
        return answer

    def close(self) -> None:
        """End the processes."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _said(error: BaseException) -> Exception:
    """What a worker's error means to the client."""
    meaning = next(made for kind, made in _MEANINGS.items() if isinstance(error, kind))
    return meaning(str(error))


_MEANINGS: dict[type[Exception], Callable[[str], Exception]] = {
    SyntaxError: lambda message: QuerySyntaxError(
        f"The query cannot be parsed: {message}", f"La requête ne peut être lue : {message}"
    ),
    # a time-out and a dead process are OSErrors too, so they come first
    TimeoutError: lambda _: QueryTimeoutError(
        "The query took too long and was stopped; ask for less, or add a LIMIT.",
        "La requête a duré trop longtemps et a été arrêtée ; demandez moins, ou ajoutez LIMIT.",
    ),
    ProcessExpired: lambda _: QueryFailedError(
        "The query needs more memory than it may use, or is nested too deeply.",
        "La requête demande plus de mémoire qu'elle n'en a, ou est trop profondément imbriquée.",
    ),
    ResultTooLargeError: lambda _: TooLargeError(
        "The answer is too large; ask for less, or page through it with LIMIT and OFFSET.",
        "La réponse est trop volumineuse ; demandez moins, ou parcourez-la avec LIMIT et OFFSET.",
    ),
    FormNotAcceptableError: lambda _: NotAcceptableError(
        "The answer to this kind of query has no form that is acceptable to you.",
        "La réponse à ce genre de requête n'a aucune forme que vous acceptiez.",
    ),
    OSError: lambda message: QueryFailedError(
        f"The query cannot be evaluated: {message}", f"La requête ne peut être évaluée : {message}"
    ),
    RuntimeError: lambda message: QueryFailedError(
        f"The query cannot be evaluated: {message}", f"La requête ne peut être évaluée : {message}"
    ),
}
"""What the errors of a worker mean, the first that fits."""
