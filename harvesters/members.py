"""Members: the records of a document that holds several, each as a document of its own.

Those are STAC ItemCollections, and XML documents in which records of ISO or DIF stand side by side, whatever is around
them: answers of CSW, OAI-PMH and NASA's CMR that somebody saved, Atom feeds with records in their entries, and the
``DS_Series`` of ISO/TS 19139 with the records of the series and of its members.
"""

import re
from collections.abc import Iterator

from .envelope import JSON, RECORD_NAMES, envelope, media_type
from .errors import AnswerError
from .exchange import Response
from .record import Harvested, RawRecord


def members(record: RawRecord) -> Iterator[Harvested]:
    """The records of a document, called ``document#member``; the document itself where it holds one or none.

    A member is called by its own identifier, or by its content where it has none.
    """
    content = record.content
    if media_type(content) != JSON:
        first = _START.search(content)
        if first is None or _START.search(content, first.end()) is None:
            yield record
            return
    try:
        found = list(envelope(Response(content.lstrip(), "", "")).records(record.identifier))
    except AnswerError:
        # what is wrong with the document is said when it is mapped
        found = []
    yield from found if len(found) > 1 else [record]


_START = re.compile(rf"<(?:[\w.\-]+:)?(?:{RECORD_NAMES})[\s>]".encode())
"""A document that holds several records has several of these, which are found without parsing it."""
