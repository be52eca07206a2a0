"""A PostgreSQL server of our own for comparisons: a private folder, a Unix socket, lost at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orientation.refusal import Refused

_FOLDERS = ("/usr/lib/postgresql", "/usr/local/lib/postgresql", "/usr/local/pgsql")
_EXTENSIONS = ("postgis", "pg_trgm", "intarray", "btree_gin")
_TUNED = {
    "shared_buffers": "2GB", "work_mem": "64MB", "maintenance_work_mem": "512MB", "effective_cache_size": "6GB", "random_page_cost": "1.1",
    "fsync": "off", "wal_level": "minimal", "max_wal_senders": "0", "jit": "off", "max_parallel_workers_per_gather": "0",
    "listen_addresses": "",
}  # fmt: skip


@contextmanager
def server() -> Iterator[str]:
    """How to connect to a fresh, tuned server with PostGIS and pg_trgm. Raises Refused when they are not installed."""
    bin = _programs()
    folder = Path(tempfile.mkdtemp(prefix="orientation-compare-"))
    owner = "postgres" if os.geteuid() == 0 and "postgres" in {account.pw_name for account in pwd.getpwall()} else None
    if owner:
        shutil.chown(folder, owner)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL, timeout=120)

    cluster = str(folder / "cluster")
    options = " ".join(f"-c {name}={value!r}" for name, value in {**_TUNED, "unix_socket_directories": str(folder)}.items())
    try:
        run(str(bin / "initdb"), "-D", cluster, "-U", "orientation", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        run(str(bin / "pg_ctl"), "-D", cluster, "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield f"host={folder} user=orientation dbname=postgres"
        finally:
            run(str(bin / "pg_ctl"), "-D", cluster, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(path.parent for folder in _FOLDERS for path in Path(folder).glob("**/bin/pg_ctl"))
    for bin in reversed(found):
        shared = Path("/usr/share/postgresql") / bin.parent.name / "extension"
        if all((shared / f"{name}.control").is_file() for name in _EXTENSIONS):
            return bin
    raise Refused(
        "La comparaison demande PostgreSQL avec PostGIS et pg_trgm, qui ne sont pas installés. "
        "Sous Debian : apt-get install postgresql postgresql-postgis postgresql-contrib."
    )


def extensions() -> tuple[str, ...]:
    return _EXTENSIONS
