#!/usr/bin/env python3
"""The two commands of the README, with nothing but Python ≥ 3.11 and pip.

    python3 run.py demo [--port N] [--prepare-only] [--open]
    python3 run.py test [arguments of pytest]

The first time, an environment is made in .venv from the locked, hashed dependencies; it is
made again only when a lock or the project's description changes.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = {"demo": "requirements.lock", "test": "requirements-test.lock"}


def bin_of(name: str) -> str:
    folder = "Scripts" if os.name == "nt" else "bin"
    return str(VENV / folder / name)


def stamp_of(command: str) -> str:
    """What the environment was made from: the lock, the project's description, this Python."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (LOCKS[command], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def install(command: str) -> None:
    """Make .venv without ensurepip, which some systems lack: this Python's own pip fills it."""
    stamp = VENV / f"stamp-{command}"
    if stamp.is_file() and stamp.read_text() == stamp_of(command):
        return
    print("Préparation de l’environnement (une seule fois)…", flush=True)
    if not Path(bin_of("python")).exists():
        venv.create(VENV, with_pip=False, symlinks=os.name != "nt")
    pip = [sys.executable, "-m", "pip", "--python", bin_of("python"), "--quiet",
           "--disable-pip-version-check", "install"]  # fmt: skip
    subprocess.run([*pip, "--require-hashes", "-r", LOCKS[command]], cwd=ROOT, check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", "."], cwd=ROOT, check=True)
    stamp.write_text(stamp_of(command))


def main() -> int:
    arguments = sys.argv[1:]
    if not arguments or arguments[0] not in LOCKS:
        print(__doc__)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036  # told to whoever runs an older one
        print("Python 3.11 ou plus récent est nécessaire.")
        return 2
    command, rest = arguments[0], arguments[1:]
    try:
        install(command)
    except subprocess.CalledProcessError as error:
        print(f"L’installation a échoué (pip, code {error.returncode}) : voir ci-dessus.")
        return 1
    if command == "demo":
        return subprocess.call([bin_of("integration-portal"), "demo", *rest], cwd=ROOT)
    return subprocess.call([bin_of("python"), "-m", "pytest", *rest], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
