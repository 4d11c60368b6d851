"""What the repository promises about itself: links lead somewhere, the lock fits, nothing foreign is in it."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listing.decode().split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize(
    "page",
    [
        p
        for p in sorted(ROOT.glob("**/*.md"))
        if ".venv" not in p.parts and ".peers" not in p.parts and "node_modules" not in p.parts
    ],
    ids=str,
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        if not file.exists():
            broken.append(target)
        elif anchor and file.suffix == ".md":
            headings = re.findall(r"^#+ +(.+)$", file.read_text("utf-8"), flags=re.MULTILINE)
            if anchor not in {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}:
                broken.append(target)
    assert not broken


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", {"build"}), ("requirements-dev.lock", {"build", "dev"})]
)
def test_every_requirement_is_locked_with_hashes(lock: str, extras: set[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(r for extra in extras for r in project["optional-dependencies"][extra])]
    text = (ROOT / lock).read_text("utf-8")
    locked = {
        re.sub(r"[-_.]+", "-", name.lower()): version
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+) \\$", text, flags=re.MULTILINE)
    }
    for requirement in map(Requirement, wanted):
        name = re.sub(r"[-_.]+", "-", requirement.name.lower())
        assert name in locked
        assert requirement.specifier.contains(locked[name], prereleases=True)
    assert text.count("--hash=sha256:") >= len(locked)
    assert "--index-url" not in text
    assert "file://" not in text


def test_people_in_samples_are_reachable_nowhere() -> None:
    """Every mailbox and host of the sample records is under a reserved domain."""
    addresses = {
        address
        for path in (ROOT / "samples").rglob("*")
        if path.suffix in (".xml", ".json")
        for address in re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", path.read_text("utf-8"))
    }
    assert not {address for address in addresses if not address.endswith((".example", ".invalid"))}


def test_no_machine_paths() -> None:
    own = Path(__file__).name
    offending = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in (".py", ".md", ".toml", ".cfg", ".ttl", ".tsv", ".sh", ".html", ".lock") and path.name != own
        if re.search(r"(?<![\w.])/(?:work|home|tmp/w|opt)/", path.read_text("utf-8"))
    ]
    assert not offending
