"""The templates and the style sheet as files: no bare words, no colours that cannot be read."""

import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest

import api
from api.texts import load_texts

FOLDER = Path(api.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.html"))
STYLE = (FOLDER / "static" / "style.css").read_text("utf-8")

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
TOLERATED = {"JSON"}


class Words(HTMLParser):
    """Collects the words that a page would say whatever its reader's language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_has_words_of_its_own(template: Path) -> None:
    words = Words()
    words.feed(JINJA.sub("", template.read_text("utf-8")))
    assert [text for text in words.found if re.search(r"[^\W\d_]{2,}", text) and text not in TOLERATED] == []


def test_every_text_that_a_template_names_is_there() -> None:
    named = {
        key
        for template in TEMPLATES
        for key in re.findall(r"""\bt\(["']([a-z_]+\.[a-z_]+)["'][),]""", template.read_text("utf-8"))
    }
    assert len(named) > 100
    assert named <= set(load_texts())


def test_no_template_turns_escaping_off() -> None:
    for template in TEMPLATES:
        assert not re.search(r"\|\s*safe|autoescape|Markup", template.read_text("utf-8"))


def palettes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks)
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


TEXT = [
    *product(("ink", "soft", "accent"), ("ground", "surface")),
    *((name, f"{name}-ground") for name in ("accent", "violation", "warning", "info", "good")),
    *product(("violation", "warning"), ("ground", "surface")),
    ("on-accent", "accent"),
    ("ink", "mark"),
    ("place", "sea"),
]
EDGES = [("edge", "surface"), ("edge", "ground"), ("footprint", "sea"), ("chosen", "sea"), ("accent", "ground")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(scheme: str, front: str, back: str) -> None:
    palette = palettes()[scheme]
    assert contrast(palette[front], palette[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_controls_can_be_seen(scheme: str, front: str, back: str) -> None:
    palette = palettes()[scheme]
    assert contrast(palette[front], palette[back]) >= 3


def test_nothing_comes_from_elsewhere() -> None:
    for file in (*TEMPLATES, *(FOLDER / "static").iterdir()):
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"""(src|href|url\(|import)\s*[=(]?\s*["']?https?:""", text), file.name
        assert not re.search(r"<style|style=|\son[a-z]+=", text), file.name
