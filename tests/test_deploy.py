"""What is given to whoever runs the server: each file holds before the program that reads it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from formkit.web.settings import gather
from tests.conftest import ROOT

DEPLOY = ROOT / "examples" / "deploy"
UNITS = ("formkit.service", "formkit-backup.service", "formkit-backup.timer")
# The units' own program isn't where they say on the machine of the tests.
PROGRAM = "/opt/formkit/bin/formkit"
# By systemd's own measure: below this it says OK, and most services are UNSAFE at 9.
MOST_EXPOSED = 1.5


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; what it printed comes as text."""
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )


def needed(program: str, package: str) -> str:
    """The path of a program that a test can't do without; skips the test where it isn't."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"needs {program}, which isn't here; on Debian: apt-get install {package}")
    return found


# ---- systemd


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, with a program that is there."""
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, sys.executable), encoding="utf-8")
    return tmp_path


def test_systemd_takes_the_units(units: Path) -> None:
    analyze = needed("systemd-analyze", "systemd")
    told = run(analyze, "verify", "--man=no", *(units / name for name in UNITS))
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


@pytest.mark.parametrize("name", ["formkit.service", "formkit-backup.service"])
def test_the_units_are_hardened(units: Path, name: str) -> None:
    analyze = needed("systemd-analyze", "systemd")
    told = run(analyze, "security", "--offline=true", "--no-pager", units / name)
    if told.returncode != 0 and "offline" in told.stderr:
        pytest.skip("needs a systemd-analyze that judges a file (250 or newer)")
    level = re.search(r"exposure level for \S+: ([\d.]+)", told.stdout)
    assert level, told.stderr
    assert float(level[1]) <= MOST_EXPOSED, told.stdout


def test_the_timer_starts_the_backup_each_night() -> None:
    analyze = needed("systemd-analyze", "systemd")
    timer = (DEPLOY / "formkit-backup.timer").read_text("utf-8")
    (when,) = re.findall(r"^OnCalendar=(.+)$", timer, re.MULTILINE)
    told = run(analyze, "calendar", when)
    assert told.returncode == 0, told.stderr


def test_both_services_are_hardened_alike() -> None:
    """Whatever one may not do, the other doesn't need either."""
    own = {"Type", "ExecStart", "Restart", "RestartSec", "TimeoutStopSec", "Nice", "StandardOutput"}
    own |= {"IOSchedulingClass", "ReadWritePaths"}
    kept = []
    for name in ("formkit.service", "formkit-backup.service"):
        text = (DEPLOY / name).read_text("utf-8")
        _, _, service = text.partition("[Service]\n")
        lines = [line for line in service.split("\n[")[0].splitlines() if "=" in line]
        kept.append([line for line in lines if line[0] != "#" and line.split("=")[0] not in own])
    assert kept[0] == kept[1]


def test_systemd_makes_the_account_and_the_folder() -> None:
    for program, name in (
        ("systemd-sysusers", "formkit.sysusers.conf"),
        ("systemd-tmpfiles", "formkit.tmpfiles.conf"),
    ):
        needed(program, "systemd")
        assert "formkit" in (DEPLOY / name).read_text("utf-8")
    told = run("systemd-sysusers", "--dry-run", DEPLOY / "formkit.sysusers.conf")
    assert told.returncode == 0, told.stderr


# ---- proxies


def test_caddy_takes_its_files() -> None:
    caddy = needed("caddy", "caddy")
    for name in ("Caddyfile", "Caddyfile.prefix"):
        told = run(caddy, "validate", "--adapter", "caddyfile", "--config", DEPLOY / name)
        assert told.returncode == 0, told.stderr
        formatted = run(caddy, "fmt", DEPLOY / name)
        assert formatted.stdout == (DEPLOY / name).read_text("utf-8")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate that nobody trusts, under the names of nginx.conf."""
    openssl = needed("openssl", "openssl")
    folder = tmp_path_factory.mktemp("certificate")
    told = run(
        *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=phieu.example"),
        *("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
    )
    assert told.returncode == 0, told.stderr
    return folder


def nginx_takes(nginx: str, http: str, folder: Path) -> None:
    """Ask nginx whether it takes this text inside its `http { … }`."""
    whole = folder / "whole.conf"
    whole.write_text(
        f"pid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{http}\n}}\n",
        encoding="utf-8",
    )
    told = run(nginx, "-t", "-q", "-p", folder, "-c", whole)
    # as another account than root nginx warns of `user`, and of nothing else
    assert told.returncode == 0, told.stderr
    assert "[warn]" not in told.stderr, told.stderr


def test_nginx_takes_its_file(certificate: Path, tmp_path: Path) -> None:
    nginx = needed("nginx", "nginx-light")
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    nginx_takes(nginx, text.replace("/etc/ssl/phieu.example", str(certificate)), tmp_path)


def test_nginx_takes_its_part_of_a_site(tmp_path: Path) -> None:
    nginx = needed("nginx", "nginx-light")
    text = (DEPLOY / "nginx-prefix.conf").read_text("utf-8")
    nginx_takes(nginx, f"server {{\nlisten 8080;\n{text}\n}}", tmp_path)


def test_a_proxy_lets_through_what_formkit_takes() -> None:
    """What is too large is told by formkit, in words, and not by the proxy."""
    limit = gather(environ={}).body_limit
    for name in ("nginx.conf", "nginx-prefix.conf"):
        (size,) = re.findall(r"client_max_body_size (\d+)m;", (DEPLOY / name).read_text("utf-8"))
        assert int(size) * 1024 * 1024 > limit


# ---- containers


@pytest.fixture(scope="module")
def composed() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def compose_command() -> list[str]:
    """Docker's Compose, version 2, as a plugin or by itself; skips where there is none."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if not shutil.which(command[0]):
            continue
        told = run(*command, "version", "--short")
        if told.returncode == 0 and re.match(r"v?([2-9]|\d\d)", told.stdout):
            return command
    pytest.skip("needs Docker's Compose plugin, version 2, which isn't here")


@pytest.mark.parametrize("profiles", [(), ("postgres",), ("https",), ("postgres", "https")])
def test_compose_takes_its_file(profiles: tuple[str, ...], tmp_path: Path) -> None:
    command = compose_command()
    env = tmp_path / "env"
    text = (DEPLOY / "example.env").read_text("utf-8")
    env.write_text(text.replace("# POSTGRES_PASSWORD=", "POSTGRES_PASSWORD=secret"), "utf-8")
    chosen = [word for profile in profiles for word in ("--profile", profile)]
    files = ("--file", DEPLOY / "compose.yaml", "--env-file", env)
    told = run(*command, *files, *chosen, "config", "--quiet")
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_compose_names_files_that_are_there(composed: Any) -> None:
    services = composed["services"]
    build = services["formkit"]["build"]
    context = (DEPLOY / build["context"]).resolve()
    assert context == ROOT
    assert (context / build["dockerfile"]).is_file()
    for service in services.values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            there = (DEPLOY / source).is_file() if "/" in source else source in composed["volumes"]
            assert there, volume


def test_nothing_but_the_proxy_is_open_to_others(composed: Any) -> None:
    for name, service in composed["services"].items():
        for port in service.get("ports", ()):
            assert name == "caddy" or port.startswith("127.0.0.1:")


def test_what_needs_care_is_optional(composed: Any) -> None:
    profiles = {name: each.get("profiles") for name, each in composed["services"].items()}
    assert profiles == {"formkit": None, "database": ["postgres"], "caddy": ["https"]}


def test_the_container_is_built_from_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
    # the last stage runs as an account of its own
    assert "USER formkit" in text.rpartition("FROM ")[2]
