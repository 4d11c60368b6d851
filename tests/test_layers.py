"""A package imports only from packages above it, and every package says what lives there."""

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("vocab", "harvesters", "mappings", "shapes", "catalogue", "api", "samples", "cli")


def modules(layer: str) -> list[Path]:
    folder = ROOT / layer
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [ROOT / f"{layer}.py"]


def imported(path: Path) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_upward(layer: str) -> None:
    below = set(LAYERS[LAYERS.index(layer) + 1 :])
    offending = {str(path.relative_to(ROOT)): imported(path) & below for path in modules(layer)}
    assert not {path: names for path, names in offending.items() if names}


def test_the_check_sees_an_import(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text("def f():\n    from api.app import create_app\n    import vocab.term\n")
    assert imported(module) == {"api", "vocab"}


@pytest.mark.parametrize("layer", LAYERS)
def test_every_package_says_what_lives_there(layer: str) -> None:
    module = importlib.import_module(layer)
    assert module.__doc__
    assert len(module.__doc__.strip()) > 40


def test_rdflib_stays_off_the_way_of_a_record() -> None:
    """The crosswalk engine, the converters and the tables do not import rdflib, not even at use."""
    edges = {"serialisation.py"}
    offending = [
        str(path.relative_to(ROOT))
        for path in modules("mappings")
        if path.name not in edges and imported(path) & {"rdflib", "pyoxigraph"}
    ]
    assert not offending


def test_only_the_transport_knows_http() -> None:
    clients = {"httpx", "httpx2", "requests", "urllib3"}
    offending = {
        str(path.relative_to(ROOT)): imported(path) & clients
        for layer in ("vocab", "harvesters", "mappings", "shapes", "catalogue")
        for path in modules(layer)
        if path.name != "transport.py" and imported(path) & clients
    }
    assert not offending
