"""Bodies of answers as they come from the wire: decompressed piece by piece, never more than a little at a time."""

import zlib
from collections.abc import Iterable, Iterator

from .errors import AnswerError, TransientError

_PIECE = 1_000_000
_WINDOW = {"gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_GZIP = b"\x1f\x8b"


def decoded(pieces: Iterable[bytes], encoding: str, url: str) -> Iterator[bytes]:
    """The pieces of a body without its content encoding (RFC 9110, section 8.4), each at most a megabyte.

    Args:
        pieces: as received.
        encoding: of the header; stacked encodings are refused, since each multiplies what a bomb holds.
        url: for messages.

    Raises:
        AnswerError: another encoding than gzip or deflate.
        TransientError: the compressed body is damaged or ends too early.
    """
    name = encoding.strip().lower().removeprefix("x-")
    if name in ("", "identity"):
        return iter(pieces)
    if name not in _WINDOW:
        raise AnswerError(f"{url}: content encoding {encoding[:50]!r} is not accepted")
    return _inflated(pieces, name, url)


def _inflated(pieces: Iterable[bytes], name: str, url: str) -> Iterator[bytes]:
    decoder, fed = zlib.decompressobj(_WINDOW[name]), False
    try:
        for piece in pieces:
            data = piece
            if not fed and data and name == "deflate" and data[0] & 0x0F != 8:
                decoder = zlib.decompressobj(-zlib.MAX_WBITS)  # some servers leave the zlib header out
            fed = fed or bool(data)
            while data:
                if decoder.eof:
                    if not data.startswith(_GZIP):
                        return  # what follows the end is padding
                    decoder = zlib.decompressobj(_WINDOW[name])
                if inflated := decoder.decompress(data, _PIECE):
                    yield inflated
                data = decoder.unconsumed_tail or decoder.unused_data
    except zlib.error as error:
        raise TransientError(f"{url}: the {name} body is damaged: {error}", broken=True) from error
    if fed and not decoder.eof:
        raise TransientError(f"{url}: the {name} body ends too early", broken=True)
