import subprocess
import sys
from pathlib import Path
from signal import SIGKILL

import pytest

from catalogue.errors import WorkspaceBusyError
from catalogue.workspace import Workspace

HOLD = """
import sys, time
from pathlib import Path
from catalogue.workspace import Workspace
with Workspace(Path(sys.argv[1])).writing():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_workspace_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    busy = pytest.raises(WorkspaceBusyError, match="another run is at work")
    with Workspace(tmp_path).writing(), busy, Workspace(tmp_path).writing():
        pytest.fail("held twice")
    with Workspace(tmp_path).writing():
        pass


def test_a_hold_ends_with_its_process_however_it_ends(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(WorkspaceBusyError), Workspace(tmp_path).writing():
                pytest.fail("held twice")
        finally:
            holder.kill()
    assert holder.returncode == -SIGKILL
    with Workspace(tmp_path).writing():
        pass
