"""The form for suggestions, and the preview of a concept in somebody else's frame, in a real browser."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from catalogue.suggestions import Suggestions
from catalogue.workspace import Workspace
from tests.browser.test_pages import CHECKS
from tests.published import serve

pytestmark = pytest.mark.browser


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    (tmp_path / "generations").symlink_to(published / "generations")
    return tmp_path


@pytest.fixture
def opened(browser: Any, data: Path) -> Iterator[Any]:
    """A page of a service that takes suggestions; an error of its scripts fails the test."""
    with serve(Settings(data=data, query_workers=1, suggestions=True)) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR", base_url=address)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: errors.append(request.url) if address not in request.url else None)
        yield page
        context.close()
        assert not errors


def test_a_term_is_suggested(opened: Any, data: Path) -> None:
    opened.goto("/vocabulary/ecv/suggest")
    assert opened.evaluate(CHECKS) == []
    assert not opened.locator("#website").is_visible() or opened.locator("#website").bounding_box()["x"] < 0
    opened.locator("#label_fr").press_sequentially("humidite du sol")
    found = opened.locator("[data-duplicates] li").first
    found.wait_for()
    assert "Humidité du sol" in found.inner_text()
    assert "aux accents" in found.inner_text()
    assert found.locator("a").get_attribute("href").startswith("/concept?uri=")
    opened.locator("#reason").fill("Nos données <en parlent>.")
    opened.get_by_role("button", name="Envoyer").click()
    opened.locator("[role=alert]").wait_for()
    assert opened.evaluate(CHECKS) == []
    assert opened.locator("#reason").input_value() == "Nos données <en parlent>."
    opened.get_by_label("J’ai regardé").check()
    opened.get_by_role("button", name="Envoyer").click()
    opened.wait_for_url("**/suggest?sent=*")
    (kept,) = Suggestions(Workspace(data).suggestions).all()
    assert kept.key in opened.locator("main").inner_text()
    assert kept.draft.language == "fr"


def test_what_is_wrong_is_said_beside_its_field(opened: Any) -> None:
    opened.goto("/suggest")
    opened.locator("#source").fill("ailleurs")
    opened.locator("#reason").fill("x")
    opened.get_by_role("button", name="Envoyer").click()
    opened.locator("[role=alert]").wait_for()
    for name in ("label_fr", "label_en", "source"):
        field = opened.locator(f"#{name}")
        assert (field.get_attribute("aria-invalid") == "true") == (name != "label_fr")
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.set_viewport_size({"width": 360, "height": 740})
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.evaluate(CHECKS) == []


def test_the_form_works_without_script(browser: Any, data: Path) -> None:
    with serve(Settings(data=data, query_workers=1, suggestions=True)) as address:
        context = browser.new_context(locale="en-GB", base_url=address, java_script_enabled=False)
        page = context.new_page()
        page.goto("/suggest")
        page.locator("#label_en").fill("Something new")
        page.locator("#reason").fill("Needed.")
        page.get_by_role("button", name="Send").click()
        page.wait_for_url("**/suggest?sent=*")
        context.close()
    assert len(Suggestions(Workspace(data).suggestions).all()) == 1


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of another site."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("address", "shown"), [("/reconcile/preview", True), ("/concept", False)])
def test_only_the_preview_stands_in_a_frame(
    browser: Any, service: str, elsewhere: str, tmp_path: Path, address: str, shown: bool
) -> None:
    name = "id" if shown else "uri"
    target = f"{service}{address}?{name}=https%3A%2F%2Fw3id.org%2Fterrafair%2Fecv%2Fsoil-moisture"
    page = browser.new_page(locale="en-GB")
    (tmp_path / "index.html").write_text(f'<iframe src="{target}" width="430" height="320"></iframe>')
    page.goto(elsewhere)
    page.wait_for_load_state("networkidle")
    frame = page.frames[1]
    assert ("Soil moisture" in frame.locator("body").inner_text()) == shown
    if shown:
        # styled, and no wider than the frame
        assert frame.locator(".badge.hub").evaluate("e => getComputedStyle(e).borderRadius") == "99px"
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
