"""The scripts of ``bench/faults`` still fill in the forms that the portal shows."""

import subprocess
import sys

import pytest

from tests.support.repository import ROOT


@pytest.mark.exhaustive
@pytest.mark.parametrize("script", ["same_request", "clock_jumps"])
def test_a_fault_script_holds(script: str) -> None:
    command = [sys.executable, "-m", f"bench.faults.{script}", "--database", "sqlite"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "holds" in done.stdout
