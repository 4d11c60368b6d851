"""The content of requests: read within bounds, as bytes, text or the fields of a form."""

from urllib.parse import parse_qs

from fastapi import Request

from .errors import ParameterError, TooLargeError

MOST_FIELDS = 100
"""Fields of a form."""


async def content(request: Request, most: int) -> bytes:
    """The content of a request.

    Args:
        request: whose content has not been read yet.
        most: bytes that are taken.

    Raises:
        TooLargeError: it is longer.
    """
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > most:
            raise TooLargeError(f"A request has at most {most} bytes.", f"Une requête a au plus {most} octets.")
    return bytes(received)


async def text(request: Request, most: int, name: str = "content") -> str:
    """The content of a request as text.

    Args:
        request: whose content has not been read yet.
        most: bytes that are taken.
        name: what an error calls it.

    Raises:
        TooLargeError: it is longer.
        ParameterError: it is not UTF-8.
    """
    try:
        return (await content(request, most)).decode()
    except UnicodeDecodeError:
        raise ParameterError(name, "is not UTF-8", "n'est pas en UTF-8") from None


def fields(encoded: str, name: str = "content", most: int = MOST_FIELDS) -> dict[str, str]:
    """The fields of a URL-encoded form; of those that are repeated, the first.

    Args:
        encoded: the form.
        name: what an error calls it.
        most: fields that are taken.

    Raises:
        ParameterError: there are more.
    """
    try:
        found = parse_qs(encoded, keep_blank_values=True, max_num_fields=most)
    except ValueError:
        raise ParameterError(name, "has too many fields", "a trop de champs") from None
    return {key: values[0] for key, values in found.items()}
