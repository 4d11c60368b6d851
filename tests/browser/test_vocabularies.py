"""Vocabularies and concepts in a real browser: trees by keyboard, suggestions, pages without script."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.browser.test_pages import CHECKS
from tests.revised import HOSTILE, ODD

pytestmark = pytest.mark.browser


def concept(name: str) -> str:
    return f"/concept?{urlencode({'uri': ODD + name})}"


ADDRESSES = (
    "/vocabularies",
    "/vocabulary/odd",
    "/vocabulary/odd?q=child",
    "/vocabulary/odd/tree",
    "/vocabulary/odd/index",
    "/vocabulary/ecv/changes",
    concept("both"),
    concept("gone"),
    concept("many"),
    concept("hostile"),
)


def focused(page: Any) -> str:
    text: str = page.evaluate("document.activeElement.textContent.trim()")
    return text


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_control_has_a_name_and_headings_are_in_order(revised_page: Any, address: str) -> None:
    revised_page.goto(address)
    assert revised_page.evaluate(CHECKS) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_is_wider_than_a_small_phone(revised_page: Any, address: str) -> None:
    revised_page.set_viewport_size({"width": 360, "height": 740})
    revised_page.goto(address)
    assert revised_page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_tree_is_walked_with_the_keyboard(revised_page: Any) -> None:
    page = revised_page
    page.goto("/vocabulary/odd")
    tree = page.get_by_role("tree")
    assert tree.locator("[tabindex='0']").count() == 1
    tree.get_by_role("treeitem", name="Top").focus()
    with page.expect_response("**/tree?**") as answer:
        press(page, "ArrowRight")
    assert answer.value.status == 200
    tree.get_by_role("treeitem", name="Left").wait_for()
    assert tree.get_by_role("treeitem", name="Top").get_attribute("aria-expanded") == "true"
    press(page, "ArrowRight")
    assert focused(page) == "Left"
    press(page, "ArrowDown", "ArrowDown")
    assert focused(page) == "Right"
    press(page, "l")
    assert focused(page) == "Left"
    press(page, "ArrowLeft")
    assert focused(page) == "Top"
    press(page, "ArrowLeft")
    assert not tree.get_by_role("treeitem", name="Left").is_visible()
    press(page, "ArrowRight")
    assert tree.get_by_role("treeitem", name="Left").is_visible()
    assert tree.locator("[tabindex='0']").count() == 1
    press(page, "Home")
    first = focused(page)
    press(page, "End")
    assert focused(page) != first
    press(page, "t", "Enter")
    page.wait_for_url("**/concept?**")
    assert page.get_by_role("heading", level=1).inner_text() == "Top"


def test_thousands_are_loaded_as_they_are_asked_for(revised_page: Any) -> None:
    page = revised_page
    page.goto(concept("many"))
    children = page.get_by_role("treeitem", name="Child")
    assert children.count() == 50
    with page.expect_response("**/tree?**"):
        page.get_by_role("treeitem", name="Show more").click()
    page.get_by_role("treeitem", name="Child 0099").wait_for()
    assert children.count() == 100
    page.get_by_role("treeitem", name="Show more").focus()
    with page.expect_response("**/tree?**"):
        press(page, "Space")
    page.get_by_role("treeitem", name="Child 0149").wait_for()
    assert focused(page) == "Child 0100"


def test_a_click_on_a_name_leads_to_the_concept(revised_page: Any) -> None:
    page = revised_page
    page.goto("/vocabulary/odd")
    page.locator(".tree .toggle").first.click()
    page.get_by_role("treeitem", name="Right").click()
    page.wait_for_url("**/concept?**")
    assert parse_qs(urlsplit(page.url).query) == {"uri": [f"{ODD}right"]}


def test_concepts_are_suggested_as_one_types(revised_page: Any) -> None:
    page = revised_page
    page.goto("/vocabulary/odd")
    field = page.get_by_role("combobox")
    field.press_sequentially("child 001")
    page.get_by_role("option", name="Child 0019").wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    press(page, "ArrowDown", "ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert chosen.inner_text() == "Child 0011"
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    press(page, "Escape")
    assert not page.get_by_role("listbox").is_visible()
    field.fill("two")
    page.get_by_role("option", name="Both").wait_for()
    press(page, "ArrowDown", "Enter")
    page.wait_for_url("**/concept?**")
    assert page.get_by_role("heading", level=1).inner_text() == "Both"


def test_the_address_of_a_concept_is_copied(revised_page: Any) -> None:
    page = revised_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(concept("both"))
    page.get_by_role("button", name="Copy the address").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{ODD}both"


def test_hostile_labels_run_nothing(revised_page: Any) -> None:
    page = revised_page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(concept("hostile"))
    assert page.get_by_role("heading", level=1).inner_text() == HOSTILE
    page.goto("/vocabulary/odd")
    page.get_by_role("combobox").press_sequentially('">')
    page.get_by_role("option").first.wait_for()
    assert "alert(1)" in page.get_by_role("option").first.inner_text()


def test_everything_works_without_script(browser: Any, revised: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=revised, locale="fr-FR")
    page = context.new_page()
    page.goto("/vocabulary/odd")
    page.get_by_role("link", name="Ce qui est sous « Haut »").click()
    page.get_by_role("link", name="Ce qui est sous « Many »").click()
    page.get_by_role("link", name="Afficher la suite").click()
    page.get_by_role("link", name="Child 0050").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Child 0050")
    assert page.get_by_role("button", name="Copier l’adresse").count() == 0
    page.goto("/vocabulary/odd")
    page.locator("input[name=q]").fill("two")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Both").click()
    assert "uri=" in page.url
    context.close()
