"""The application: its routers, its middlewares, and what it opens when it starts."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from . import (
    changes,
    concept,
    dataset,
    health,
    hubs,
    linkage,
    mappings,
    matching,
    pages,
    problem,
    quality,
    resource,
    search,
    skosmos,
    sparql,
    suggestions,
    vocabularies,
    vocabulary_page,
)
from .language import RememberLanguage
from .reconciliation import router as reconciliation
from .security import Head, SecurityHeaders
from .serving import Publication
from .settings import Settings

_LOG = logging.getLogger(__name__)

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    sparql.router,
    search.router,
    hubs.router,
    linkage.router,
    mappings.router,
    matching.router,
    skosmos.router,
    reconciliation.router,
    suggestions.router,
    vocabularies.router,
    changes.router,
    quality.router,
    concept.router,
    vocabulary_page.router,
    dataset.router,
    resource.router,
    pages.router,
)
"""Every interface, in the order in which their addresses are tried."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application that serves the published generations of a workspace.

    Args:
        settings: how; those of the environment when not given.
    """
    publication = Publication(settings or Settings())
    app = FastAPI(
        title="TerraFAIR",
        description="The harmonised metadata of the hubs of Data Terra, with their vocabularies.",
        lifespan=_lifespan,
        # the pages of documentation that come with the framework load scripts from elsewhere
        docs_url=None,
        redoc_url=None,
    )
    app.state.publication = publication
    app.state.desk = suggestions.Desk(publication.settings)
    for router in ROUTERS:
        app.include_router(router)
    app.router.default = concept.Elsewhere(app.router.default)
    problem.install(app)
    # the last that is added is the first that sees a request
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=publication.settings.cors,
        allow_methods=("GET", "HEAD", "POST"),
        allow_headers=("Accept", "Accept-Language", "Content-Type", "If-None-Match"),
        expose_headers=("Content-Location", "ETag", "Link"),
        max_age=86_400,
    )
    app.add_middleware(Head)
    app.add_middleware(RememberLanguage)
    app.add_middleware(SecurityHeaders)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what is published, look for what is published next, close everything at the end."""
    publication: Publication = app.state.publication
    await publication.refresh()
    # what is there now stays: without it to walk through, collecting garbage no longer stops long answers on their way
    gc.collect()
    gc.freeze()
    watching = asyncio.create_task(publication.watch())
    watching.add_done_callback(_tell)
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait([watching])
        await publication.close()
        gc.unfreeze()


def _tell(watching: asyncio.Task[None]) -> None:
    """Log what ended the watch: from then on, no new generation is seen."""
    if not watching.cancelled() and (error := watching.exception()) is not None:
        _LOG.critical("new generations are no longer seen: restart the service", exc_info=error)
