"""The client ``reconciler`` from PyPI, in the environment of the peers (``make peers``), against a real server."""

import json
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PYTHON = HERE.parents[2] / ".peers" / "bin" / "python"


def installed() -> bool:
    return PYTHON.exists() and any((PYTHON.parents[1] / "lib").glob("python*/site-packages/reconciler"))


pytestmark = [
    pytest.mark.skipif(not installed(), reason="no environment of the peers with reconciler: make peers"),
    pytest.mark.xdist_group("peers"),
]


def test_reconciler(service: str) -> None:
    ecv = "https://w3id.org/terrafair/ecv"
    script = HERE / "clients" / "reconciler_client.py"
    command = [str(PYTHON), "-W", "ignore", str(script), f"{service}/reconcile", ecv]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    best = {one["input_value"]: one for one in told["plain"]}
    assert len(best) == 11
    assert best["Ozone"]["id"] == f"{ecv}/ozone"
    assert best["Ozone"]["type_id"] == ecv
    assert best["Ozone"]["match"] is True
    assert best["humidité du sol"]["id"] == best["soil moisture 0"]["id"] == f"{ecv}/soil-moisture"
    assert told["every"] > len(best)
    assert {one["input_value"]: one for one in told["narrowed"]}["Ozone"]["score"] == 100
