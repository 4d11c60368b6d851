"""The content of requests, within bounds."""

import asyncio
from collections.abc import Sequence

import pytest
from fastapi import Request

from api.content import content, fields, text
from api.errors import ParameterError, TooLargeError


def request(chunks: Sequence[bytes]) -> Request:
    waiting = [{"type": "http.request", "body": one, "more_body": True} for one in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, object]:
        return waiting.pop(0)

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


def test_content_within_bounds_is_whole() -> None:
    assert asyncio.run(content(request([b"ab", b"c"]), 3)) == b"abc"
    assert asyncio.run(text(request(["é".encode()]), 2)) == "é"


def test_content_beyond_bounds_is_not_read_to_its_end() -> None:
    long = request([b"ab", b"cd", b"never read"])

    async def rest() -> object:
        return (await long._receive())["body"]

    with pytest.raises(TooLargeError, match="3 bytes"):
        asyncio.run(content(long, 3))
    assert asyncio.run(rest()) == b"never read"


def test_text_is_utf_8() -> None:
    with pytest.raises(ParameterError, match="queries"):
        asyncio.run(text(request([b"\xff"]), 9, "queries"))


def test_fields_of_a_form() -> None:
    assert fields("a=1&b=&a=2") == {"a": "1", "b": ""}
    with pytest.raises(ParameterError, match="too many"):
        fields("&".join(f"a{n}=1" for n in range(9)), most=8)
