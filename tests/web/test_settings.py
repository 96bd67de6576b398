"""Settings: from a file, the environment and the command line, and what is refused in words."""

from pathlib import Path
from typing import Any

import pytest

from formkit.web.settings import NAMES, Settings, SettingsError, gather


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder, where no file of settings lies."""
    monkeypatch.chdir(tmp_path)


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_any_source_it_is_a_file_on_the_loopback() -> None:
    settings = gather(environ={})
    assert (settings.data, settings.database) == (Path("formkit-data"), None)
    assert (settings.host, settings.port, settings.lan) == ("127.0.0.1", 8000, False)


def test_what_is_nearer_wins(tmp_path: Path) -> None:
    file = written(tmp_path / "s.toml", "port = 1\nrate = 1\nbody_limit = 1000\n")
    environ = {"FORMKIT_PORT": "2", "FORMKIT_RATE": "2"}
    settings = gather({"port": 3, "host": None}, config=file, environ=environ)
    assert (settings.port, settings.rate, settings.body_limit) == (3, 2, 1000)


def test_the_file_may_lie_in_the_data_folder_or_be_named(tmp_path: Path) -> None:
    written(tmp_path / "formkit-data" / "formkit.toml", "port = 81")
    written(tmp_path / "other" / "formkit.toml", "port = 82")
    named = written(tmp_path / "named.toml", "port = 83")
    assert gather(environ={}).port == 81
    assert gather({"data": "other"}, environ={}).port == 82
    assert gather(environ={"FORMKIT_DATA": "other"}).port == 82
    assert gather(environ={"FORMKIT_CONFIG": str(named)}).port == 83
    assert gather(config=named, environ={"FORMKIT_CONFIG": "nothing.toml"}).port == 83


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"FORMKIT_PROT": "1"}, "there is no setting FORMKIT_PROT; did you mean FORMKIT_PORT?"),
        ({"FORMKIT_XYZZY": "1"}, "there is no setting FORMKIT_XYZZY"),
        ({"FORMKIT_Port": "1"}, "there is no setting FORMKIT_Port; did you mean FORMKIT_PORT?"),
        ({"FORMKIT_PORT": "x"}, "FORMKIT_PORT: a whole number from 1 to 65535 is needed, not 'x'"),
        ({"FORMKIT_LAN": "perhaps"}, "FORMKIT_LAN: true or false is needed, not 'perhaps'"),
        ({"FORMKIT_CONFIG": "gone.toml"}, "gone.toml: this file can't be read"),
    ],
)
def test_the_environment_is_refused_with_its_place(environ: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        gather(environ=environ)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bodylimit = 1", "there is no setting bodylimit; did you mean body_limit?"),
        ("[server]\nport = 1", "there is no setting server"),
        ("port = 'x'", "s.toml: port: a whole number from 1 to 65535 is needed, not 'x'"),
        ("port = true", "s.toml: port: a whole number"),
        ("port = 1.5", "s.toml: port: a whole number"),
        ("port =", "this isn't TOML"),
        ("proxies = [1]", "s.toml: proxies: a list of addresses"),
        ("log = 'all'", "s.toml: log: one of these is needed: requests, faults"),
    ],
)
def test_a_file_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        gather(config=written(tmp_path / "s.toml", text), environ={})
    assert said in str(refused.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_bytes("# Phường".encode("utf-16"))
    with pytest.raises(SettingsError, match="isn't UTF-8"):
        gather(config=tmp_path / "s.toml", environ={})


def test_what_sets_no_server_is_let_be() -> None:
    names = ("BROWSER", "FIREFOX", "CORPORA", "TEST_DATABASE")
    gather(environ={"FORMKIT_URL": " ", **{f"FORMKIT_{name}": "x" for name in names}})


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("url", "https://Phieu.Example/", "https://phieu.example"),
        ("url", "http://192.168.1.5:8000/Tổ;/", "http://192.168.1.5:8000/T%E1%BB%95%3B"),
        ("url", "https://phiếu.example/%20", "https://xn--phiu-iv5a.example/%20"),
        ("url", "http://[::1]:8000", "http://[::1]:8000"),
        ("proxies", "10.0.0.1, 172.16.0.0/12  ::1", ("10.0.0.1", "172.16.0.0/12", "::1")),
        ("proxies", "", ()),
        ("lan", "YES", True),
        ("host", "::1", "::1"),
        ("rate", "0", 0),
    ],
)
def test_a_value_is_understood(name: str, value: Any, kept: Any) -> None:
    assert getattr(Settings(**{name: value}), name) == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "phieu.example"),
        ("url", "ftp://phieu.example"),
        ("url", "https://phieu.example/?a=1"),
        ("url", "https://a:b@phieu.example"),
        ("url", "https://phieu.example/#x"),
        ("url", "https://phieu.example:0"),
        ("url", "https://phieu.example:x"),
        ("url", "https://phieu.example\r\nX: y"),
        ("url", "https://[phieu"),
        ("host", "localhost:8000"),
        ("host", "http://localhost"),
        ("host", ""),
        ("port", 0),
        ("port", 65536),
        ("port", -1),
        ("data", ""),
        ("proxies", "everybody"),
        ("language", "fr"),
        ("free_disk", None),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: .* needed|^{name}: .* is no "):
        Settings(**{name: value})


def test_a_certificate_comes_with_its_key() -> None:
    with pytest.raises(SettingsError, match="tls_cert: tls_key is needed beside it"):
        Settings(tls_cert="a.pem")
    with pytest.raises(SettingsError, match="tls_key: tls_cert is needed beside it"):
        Settings(tls_key="a.pem")


def test_no_password_is_ever_shown() -> None:
    settings = Settings(database="postgresql://me:secret@host/name")
    assert settings.shown_database == "postgresql://me:…@host/name"
    assert "secret" not in repr(settings)
    with pytest.raises(SettingsError) as refused:
        gather(environ={"FORMKIT_URL": "postgresql://me:secret@host/name"})
    assert "secret" not in str(refused.value)


def test_a_path_stands_before_every_address() -> None:
    assert Settings().path is None
    assert Settings(url="https://phieu.example").path == ""
    assert Settings(url="https://phuong.example/phieu/").path == "/phieu"


def test_every_setting_has_its_help() -> None:
    assert len(NAMES) == len(set(NAMES)) > 10
