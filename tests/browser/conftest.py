import shutil
from collections.abc import Iterator
from typing import Any

import pytest

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The machine's Chromium, with an empty profile."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("there is no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, service: str) -> Iterator[Any]:
    """A page of the published catalogue; a complaint on its console fails the test."""
    yield from _watched(browser, service)


@pytest.fixture
def revised_page(browser: Any, revised: str) -> Iterator[Any]:
    """The same of the catalogue whose vocabularies have editions."""
    yield from _watched(browser, revised)


def _watched(browser: Any, service: str) -> Iterator[Any]:
    """A page at 1280 × 900 for a reader of English."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", color_scheme="light", base_url=service
    )
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    # what a page was still loading when it was left is no failure
    opened.on("requestfailed", lambda r: complaints.append(r.url) if r.failure != "net::ERR_ABORTED" else None)
    opened.on("request", lambda request: complaints.append(request.url) if service not in request.url else None)
    yield opened
    context.close()
    assert not complaints
