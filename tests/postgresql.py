"""A real PostgreSQL server of our own, on a Unix socket in a temporary folder, for as long as the tests need it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDERS = ("/usr/lib/postgresql", "/usr/local/lib/postgresql", "/usr/local/pgsql")


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl` (Debian keeps them out of the path), the newest version first; None: not installed."""
    beside = [Path(found).parent for found in [shutil.which("pg_ctl")] if found]
    installed = [path.parent for folder in _FOLDERS for path in Path(folder).glob("**/bin/pg_ctl")]
    found = sorted(installed, key=lambda path: [int(part) if part.isdigit() else 0 for part in path.parts], reverse=True) + beside
    return found[0] if found else None


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: root hands it to another account."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in accounts else "nobody"


@contextmanager
def server(bin: Path, **settings: str) -> Iterator[str]:
    """The address of a fresh server whose databases are lost at the end. `settings`: those of postgresql.conf."""
    folder = Path(tempfile.mkdtemp(prefix="orientation-pg-"))
    owner = _owner()
    if owner is not None:
        shutil.chown(folder, owner)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    cluster, log = str(folder / "cluster"), str(folder / "log")
    given = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off", "timezone": "UTC"} | settings
    options = " ".join(f"-c {name}='{value}'" for name, value in given.items())
    try:
        run(str(bin / "initdb"), "-D", cluster, "-U", "orientation", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        run(str(bin / "pg_ctl"), "-D", cluster, "-l", log, "-o", options, "-w", "start")
        try:
            yield f"postgresql+psycopg://orientation@/postgres?host={folder}"
        finally:
            run(str(bin / "pg_ctl"), "-D", cluster, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
