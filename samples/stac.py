"""A STAC API 1.0 over Collections and Items in files: core, Collections, Features and item search.

Specification: https://github.com/radiantearth/stac-api-spec. The files hold what the records say; the links that tie a
record to its neighbours are made when it is served. A page's token is the number of Items before it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .body import body
from .query import Json, Query, QueryError, read_object, read_query
from .record import SampleError

CONFORMS_TO = [
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/ogcapi-features",
    "https://api.stacspec.org/v1.0.0/item-search",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
]
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

_STRUCTURAL = frozenset({"self", "root", "parent", "collection", "child", "item", "items"})


@dataclass(frozen=True, slots=True)
class StacApi:
    """An API.

    Attributes:
        path: where it stands on its server, without a slash at the end.
        id: the landing page's identifier.
        title: its title.
        description: what it offers.
        collections: the Collections by id.
        items: all Items, by Collection and id.
    """

    path: str
    id: str
    title: str
    description: str
    collections: Mapping[str, Json]
    items: tuple[Json, ...]

    def routes(self) -> list[Route]:
        """The API's routes."""
        table: list[tuple[str, Callable[..., Any], list[str]]] = [
            ("", self._landing, ["GET"]),
            ("/conformance", self._conformance, ["GET"]),
            ("/api", self._definition, ["GET"]),
            ("/collections", self._collections, ["GET"]),
            ("/collections/{collection}", self._collection, ["GET"]),
            ("/collections/{collection}/items", self._collection_items, ["GET"]),
            ("/collections/{collection}/items/{item}", self._item, ["GET"]),
            ("/search", self._search, ["GET", "POST"]),
        ]
        return [Route(self.path + path, endpoint, methods=methods) for path, endpoint, methods in table]

    def _root(self, request: Request) -> str:
        return str(request.base_url).rstrip("/") + self.path

    async def _landing(self, request: Request) -> Response:
        root = self._root(request)
        links = [
            _link("self", root),
            _link("root", root),
            _link("service-desc", f"{root}/api", OPENAPI),
            _link("conformance", f"{root}/conformance"),
            _link("data", f"{root}/collections"),
            _link("search", f"{root}/search", GEOJSON, method="GET"),
            _link("search", f"{root}/search", GEOJSON, method="POST"),
            *[
                _link("child", f"{root}/collections/{id_}", title=collection.get("title", id_))
                for id_, collection in self.collections.items()
            ],
        ]
        landing = {"type": "Catalog", "stac_version": "1.0.0", "id": self.id, "title": self.title}
        return JSONResponse(landing | {"description": self.description, "conformsTo": CONFORMS_TO, "links": links})

    async def _conformance(self, _request: Request) -> Response:
        return JSONResponse({"conformsTo": CONFORMS_TO})

    async def _definition(self, _request: Request) -> Response:
        answers = {"responses": {"200": {"description": "OK"}}}
        paths = {route.path: dict.fromkeys(_methods(route), answers) for route in self.routes()}
        info = {"title": self.title, "version": "1.0.0"}
        return JSONResponse({"openapi": "3.0.3", "info": info, "paths": paths}, media_type=OPENAPI)

    async def _collections(self, request: Request) -> Response:
        root = self._root(request)
        collections = [self._linked_collection(collection, root) for collection in self.collections.values()]
        links = [_link("self", f"{root}/collections"), _link("root", root)]
        return JSONResponse({"collections": collections, "links": links})

    async def _collection(self, request: Request) -> Response:
        collection = self.collections.get(request.path_params["collection"])
        if collection is None:
            return _problem(404, "NotFound", "There is no such Collection.")
        return JSONResponse(self._linked_collection(collection, self._root(request)))

    async def _collection_items(self, request: Request) -> Response:
        id_ = request.path_params["collection"]
        if id_ not in self.collections:
            return _problem(404, "NotFound", "There is no such Collection.")
        parameters = dict(request.query_params)
        try:
            query = read_query(parameters, of=id_)
        except QueryError as error:
            return _problem(400, "BadRequest", str(error))
        return self._page(request, query, f"/collections/{id_}/items", parameters)

    async def _item(self, request: Request) -> Response:
        wanted = (request.path_params["collection"], request.path_params["item"])
        for item in self.items:
            if (item["collection"], item["id"]) == wanted:
                return JSONResponse(self._linked_item(item, self._root(request)), media_type=GEOJSON)
        return _problem(404, "NotFound", "There is no such Item.")

    async def _search(self, request: Request) -> Response:
        try:
            parameters = read_object(await body(request)) if request.method == "POST" else dict(request.query_params)
            query = read_query(parameters)
        except QueryError as error:
            return _problem(400, "BadRequest", str(error))
        return self._page(request, query, "/search", parameters)

    def _page(self, request: Request, query: Query, path: str, parameters: Json) -> Response:
        root = self._root(request)
        url = root + path
        taken = [item for item in self.items if query.takes(item)]
        end = query.offset + query.limit
        shown = [self._linked_item(item, root) for item in taken[query.offset : end]]
        links = [_link("root", root), _link("self", str(request.url), GEOJSON)]
        if end < len(taken):
            following = parameters | {"token": str(end)}
            if request.method == "POST":
                links.append(_link("next", url, GEOJSON, method="POST", body=following))
            else:
                links.append(_link("next", f"{url}?{urlencode(following)}", GEOJSON, method="GET"))
        page = {"type": "FeatureCollection", "numberMatched": len(taken), "numberReturned": len(shown)}
        return JSONResponse(page | {"features": shown, "links": links}, media_type=GEOJSON)

    def _linked_collection(self, collection: Json, root: str) -> Json:
        url = f"{root}/collections/{collection['id']}"
        links = [
            _link("self", url),
            _link("root", root),
            _link("parent", root),
            _link("items", f"{url}/items", GEOJSON),
        ]
        return collection | {"links": links + _own_links(collection)}

    def _linked_item(self, item: Json, root: str) -> Json:
        url = f"{root}/collections/{item['collection']}"
        links = [
            _link("self", f"{url}/items/{item['id']}", GEOJSON),
            _link("root", root),
            _link("parent", url),
            _link("collection", url),
        ]
        return item | {"links": links + _own_links(item)}


def read_api(folder: Path, path: str, *, id_: str, title: str, description: str) -> StacApi:
    """The API over a folder with ``collections/{id}.json`` and ``items/{collection}/{id}.json``.

    Raises:
        SampleError: a file is no JSON object, an Item is not of its place, or there is no Collection.
    """
    collections = {file.stem: _read(file) for file in sorted((folder / "collections").glob("*.json"))}
    files = sorted((folder / "items").glob("*/*.json"))
    items = tuple(_read(file) for file in files)
    for file, item in zip(files, items, strict=True):
        if (item["collection"], item["id"]) != (file.parent.name, file.stem) or file.parent.name not in collections:
            raise SampleError(f"{file}: the Item is not of this place")
    if not collections:
        raise SampleError(f"{folder}: there is no Collection")
    return StacApi(path, id_, title, description, collections, items)


def _read(file: Path) -> Json:
    try:
        return read_object(file.read_bytes())
    except QueryError as error:
        raise SampleError(f"{file}: {error}") from error


def _own_links(record: Json) -> list[Json]:
    """A record's links but those to its neighbours among the files."""
    return [link for link in record["links"] if link["rel"] not in _STRUCTURAL]


def _methods(route: Route) -> list[str]:
    return sorted(method.lower() for method in (route.methods or ()) if method != "HEAD")


def _link(rel: str, href: str, type_: str = "application/json", **more: Any) -> Json:
    return {"rel": rel, "href": href, "type": type_} | more


def _problem(status: int, code: str, description: str) -> Response:
    return JSONResponse({"code": code, "description": description}, status)
