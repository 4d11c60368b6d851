"""pycsw over a folder of ISO 19139 records, run by the Python of the peers: ``pycsw_server.py RECORDS DATABASE``.

The first line that it prints is its URL.
"""

import os
import sys
from configparser import ConfigParser
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from pycsw import wsgi
from pycsw.core import admin
from pycsw.core.config import StaticContext

PAGE = 10
_TEXTS = ("identification_title", "identification_abstract", "provider_name", "contact_name", "contact_position")
_ABOUT = (*_TEXTS, "identification_fees", "identification_accessconstraints", "contact_address", "contact_city")
_MORE = ("contact_stateorprovince", "contact_postalcode", "contact_country", "contact_phone", "contact_fax")
_REST = ("contact_hours", "contact_instructions", "identification_keywords")


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def main(records: Path, database: Path) -> None:
    server = make_server("127.0.0.1", 0, wsgi.application, handler_class=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}/"
    store = f"sqlite:///{database}"
    configuration = ConfigParser()
    configuration.read_dict(
        {
            "server": {"home": str(database.parent), "url": url, "encoding": "UTF-8", "language": "en-US"}
            | {"mimetype": "application/xml; charset=UTF-8", "maxrecords": str(PAGE), "profiles": "apiso"},
            "manager": {"transactions": "false"},
            "metadata:main": dict.fromkeys((*_ABOUT, *_MORE, *_REST), "peer")
            | {"identification_keywords_type": "theme", "contact_role": "pointOfContact"}
            | {"contact_email": "peer@peer.example", "provider_url": url, "contact_url": url},
            "repository": {"database": store, "table": "records"},
        }
    )
    settings = database.with_suffix(".cfg")
    with settings.open("w") as file:
        configuration.write(file)
    admin.setup_db(store, "records", str(database.parent))
    admin.load_records(StaticContext(), store, "records", str(records))
    os.environ["PYCSW_CONFIG"] = str(settings)
    print(url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
