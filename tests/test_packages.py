"""The flat packages are ours alone, and small enough to read."""

import ast
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("vocab", "harvesters", "mappings", "shapes", "catalogue", "api", "samples", "cli")


@pytest.mark.parametrize("name", PACKAGES)
def test_the_name_resolves_inside_the_repository(name: str) -> None:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).is_relative_to(ROOT)


def test_no_other_distribution_ships_our_names() -> None:
    ours = set(PACKAGES)
    clashing = {
        f"{distribution.name}: {top}"
        for distribution in distributions()
        if distribution.name != "terrafair"
        for file in distribution.files or ()
        if (top := file.parts[0].removesuffix(".py")) in ours
    }
    assert not clashing


def source_files() -> list[Path]:
    return [path for name in PACKAGES for path in (sorted((ROOT / name).rglob("*.py")) or [ROOT / f"{name}.py"])]


def test_no_file_is_long() -> None:
    assert not {
        str(p.relative_to(ROOT)): n for p in source_files() if (n := len(p.read_text("utf-8").splitlines())) > 500
    }


def test_no_function_is_long() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (node.end_lineno or 0) - node.lineno >= 60
    }
    assert not long


def test_no_catch_all() -> None:
    """No bare except and no ``except Exception`` that does not raise again."""
    offending = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]
    assert not offending
