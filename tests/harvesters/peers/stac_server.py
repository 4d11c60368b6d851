"""stac-fastapi over a folder of STAC, kept in memory, run by the Python of the peers: ``stac_server.py FOLDER``.

The folder holds ``collections/{id}.json`` and ``items/{collection}/{id}.json``, and is read at each request. The first
line that is printed is the URL.
"""

import json
import socket
import sys
from pathlib import Path
from typing import Any

import uvicorn
from stac_fastapi.api.app import StacApi
from stac_fastapi.api.models import ItemCollectionUri, create_request_model
from stac_fastapi.extensions.core import TokenPaginationExtension
from stac_fastapi.types.config import ApiSettings
from stac_fastapi.types.core import BaseCoreClient
from stac_fastapi.types.errors import NotFoundError
from starlette.requests import Request

PAGE = 2
"""Items on a page at most, whatever is asked for."""


class Folder(BaseCoreClient):  # type: ignore[misc]  # of an environment that the checker does not see
    """The back end: stac-fastapi has none of its own."""

    def all_collections(self, **_: Any) -> dict[str, Any]:
        found = [_read(path) for path in sorted((ROOT / "collections").glob("*.json"))]
        return {"collections": [value | {"links": _links(value)} for value in found], "links": []}

    def get_collection(self, collection_id: str, **_: Any) -> dict[str, Any]:
        value = _read(ROOT / "collections" / f"{collection_id}.json")
        return value | {"links": _links(value)}

    def item_collection(
        self, collection_id: str, request: Request, limit: int = 10, token: str | None = None, **_: Any
    ) -> dict[str, Any]:
        paths = sorted((ROOT / "items" / collection_id).glob("*.json"))
        start, size = int(token or 0), min(limit or PAGE, PAGE)
        links = []
        if start + size < len(paths):
            following = request.url.include_query_params(token=start + size)
            links = [{"rel": "next", "href": str(following), "type": "application/geo+json"}]
        page = [_read(path) for path in paths[start : start + size]]
        return {"type": "FeatureCollection", "features": page, "links": links}

    def get_item(self, item_id: str, collection_id: str, **_: Any) -> dict[str, Any]:
        return _read(ROOT / "items" / collection_id / f"{item_id}.json")

    def get_search(self, **_: Any) -> dict[str, Any]:
        raise NotImplementedError

    def post_search(self, *_: Any, **__: Any) -> dict[str, Any]:
        raise NotImplementedError


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise NotFoundError(f"There is no {path.stem}.")
    value: dict[str, Any] = json.loads(path.read_bytes())
    return value


def _links(collection: dict[str, Any]) -> list[dict[str, str]]:
    return [{"rel": "items", "href": f"{URL}/collections/{collection['id']}/items", "type": "application/geo+json"}]


if __name__ == "__main__":
    ROOT = Path(sys.argv[1])
    paging = TokenPaginationExtension()
    model = create_request_model("Items", base_model=ItemCollectionUri, extensions=[paging], request_type="GET")
    api = StacApi(settings=ApiSettings(), client=Folder(), extensions=[paging], items_get_request_model=model)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
        print(URL, flush=True)
        uvicorn.Server(uvicorn.Config(api.app, log_level="warning")).run(sockets=[listening])
