"""Foreign bytes: what is refused, and what the finding says."""

import pytest

from mappings.errors import RecordError
from mappings.parsing import MAX_BYTES, MAX_DEPTH, parse
from vocab.diagnostic import Severity

from .conftest import Refine

RECORD = (
    '<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">'
    "<gmd:fileIdentifier><gco:CharacterString>{}</gco:CharacterString></gmd:fileIdentifier></gmd:MD_Metadata>"
)
UTF_16 = '<?xml version="1.0" encoding="utf-16"?>'
BOMB = (
    "<!DOCTYPE a ["
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(20))
    + "]>"
    + RECORD.format("&e19;")
)

REFUSED = {
    "empty": (b"", "parse.empty"),
    "spaces": (b" \r\n\t ", "parse.empty"),
    "zeros": (b"\x00" * 50, "parse.empty"),
    "not closed": (RECORD.format("x").encode()[:-20], "parse.xml"),
    "zero inside": (RECORD.format("a\x00b").encode(), "parse.xml"),
    "wrong encoding": (b'<?xml version="1.0" encoding="UTF-8"?>' + RECORD.format("é").encode("latin-1"), "parse.xml"),
    "undeclared entity": (RECORD.format("&eacute;").encode(), "parse.xml"),
    "deep XML": (b"<a>" * 10_000 + b"</a>" * 10_000, "parse.xml"),
    "page": (b"<!DOCTYPE html><html><body>503</body></html>", "parse.html"),
    "page without a DTD": (b"\n<!-- gateway -->\n<HTML><p>503</HTML>", "parse.html"),
    "DTD": (f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">{RECORD.format("x")}'.encode(), "parse.dtd"),
    "external entity": (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{RECORD.format("&e;")}'.encode(),
        "parse.dtd",
    ),
    "bomb": (BOMB.encode(), "parse.dtd"),
    "DTD in UTF-16": (
        f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a>{RECORD.format("x")}'.encode("utf-16"),
        "parse.dtd",
    ),
    "bomb in UTF-16": (f'<?xml version="1.0" encoding="utf-16"?>{BOMB}'.encode("utf-16"), "parse.xml"),
    "many instructions": (b"<?a ?>" * 50_000 + b"<!DOCTYPE a><a/>", "parse.dtd"),
    "text": (b"no such record", "parse.dialect"),
    "bytes": (bytes(range(128, 256)), "parse.dialect"),
    "other XML": (b"<rss/>", "parse.dialect"),
    "other JSON": (b'{"type": "Catalog", "stac_version": "1.0.0"}', "parse.dialect"),
    "list": (b"[1, 2]", "parse.dialect"),
    "broken JSON": (b'{"type": ', "parse.json"),
    "lone surrogate": (b'{"id": "\\ud800"}', "parse.json"),
    "UTF-16 JSON": ('{"id": "x"}'.encode("utf-16"), "parse.json"),
    "deep lists": (b"[" * 10_000 + b"]" * 10_000, "parse.depth"),
    "deep objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "parse.depth"),
    "rather deep": (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "parse.depth"),
    "two records": (f"<list>{RECORD.format('a')}{RECORD.format('b')}</list>".encode(), "parse.dialect"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_document_is_refused_with_its_reason(name: str, refined: Refine) -> None:
    content, code = REFUSED[name]
    with pytest.raises(RecordError) as refused:
        refined(content)
    (diagnostic,) = refused.value.diagnostics
    assert (diagnostic.code, diagnostic.severity) == (code, Severity.VIOLATION)
    assert diagnostic.en
    assert diagnostic.fr
    assert "root:" not in diagnostic.excerpt


def test_document_of_70_megabytes_is_refused_unread(refined: Refine) -> None:
    with pytest.raises(RecordError) as refused:
        refined(b"<a>" + b" " * 70_000_000)
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.code == "parse.size"
    assert f"{MAX_BYTES:,}" in diagnostic.en


def test_finding_names_line_and_excerpt() -> None:
    with pytest.raises(RecordError) as refused:
        parse(b"<a>\n  <b>\n    <c>oops</b>\n</a>")
    (diagnostic,) = refused.value.diagnostics
    assert (diagnostic.line, diagnostic.excerpt) == (3, "<c>oops</b>")


def test_as_deep_as_allowed() -> None:
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
def test_encodings_give_the_same_record(encoding: str, refined: Refine) -> None:
    name = encoding.removesuffix("-sig")
    if name in ("utf-16-le", "utf-16-be"):
        name = "utf-16"
    text = f'<?xml version="1.0" encoding="{name}"?>{RECORD.format("été")}'
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    assert refined((mark + text).encode(encoding)).identifier == "été"


def test_older_namespaces_in_utf_16(refined: Refine) -> None:
    old = "http://sdi.eurac.edu/metadata/iso19139-2/schema/gmi"
    text = (
        RECORD.format("old")
        .replace("gmd:MD_Metadata", "gmi:MI_Metadata")
        .replace("xmlns:gco", f'xmlns:gmi="{old}" xmlns:gco')
    )
    assert refined(text.encode("utf-16")).identifier == "old"


def test_record_without_identifier_is_called_as_its_source_calls_it(refined: Refine) -> None:
    record = refined(RECORD.format(" ").encode(), identifier="oai:hub:7")
    assert record.identifier == "oai:hub:7"
    assert (record.diagnostics[0].code, record.diagnostics[0].excerpt) == ("map.identifier.missing", "oai:hub:7")


def test_byte_order_mark_before_json(refined: Refine) -> None:
    document = b'\xef\xbb\xbf{"type": "Feature", "stac_version": "1.0.0", "id": "i"}'
    assert refined(document).dialect == "stac-item"
