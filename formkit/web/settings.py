"""What whoever runs the server can set: from a TOML file, the environment or the command line.

Each field of `Settings` says what it is for; the reference is made from these fields.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from attrs import Attribute, Converter, field, fields, frozen

from formkit.errors import FormkitError

T = TypeVar("T")

FILE = "formkit.toml"
PREFIX = "FORMKIT_"
# Names of the environment that begin alike and set no server: the file of settings, and what the
# tests and pictures of this repository read.
OTHERS = frozenset(("CONFIG", "BROWSER", "FIREFOX", "CORPORA", "TEST_DATABASE"))
# What a path of ours may hold beside letters and digits: nothing that would end it in a link, a
# header or the path of a cookie.
IN_PATHS = "/%-._~!$&()*+=:@"
# Hosts that mean every address of the machine.
EVERYWHERE = frozenset(("0.0.0.0", "::"))  # noqa: S104 - compared with, not listened on


class SettingsError(FormkitError):
    """A setting that can't be used; the text says which, where it stands and what is needed."""


# ---- what a value may be; each raises ValueError with what is needed


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text is needed")
    return value.strip()


def _path(value: object) -> Path:
    if isinstance(value, Path):
        return value
    return Path(_text(value)).expanduser()


def _whole(least: int, most: int | None = None) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, str) and re.fullmatch("[0-9]{1,18}", value.strip()):
            value = int(value)
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or value < least
            or (most is not None and value > most)
        ):
            limit = f"from {least} to {most}" if most is not None else f"of {least} or more"
            raise ValueError(f"a whole number {limit} is needed")
        return value

    return read


_WORDS_OF_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _WORDS_OF_TRUTH:
        return _WORDS_OF_TRUTH[value.strip().lower()]
    raise ValueError("true or false is needed")


def _one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(f"one of these is needed: {', '.join(words)}")
        return str(value)

    return read


def _address(value: object) -> str:
    text = _text(value)
    wrong = ValueError("an address such as https://phieu.example.vn is needed, without ? and #")
    try:
        parts = urlsplit(text)
        port = "" if parts.port is None else f":{parts.port}"
        # as browsers write it: what stands in links and cookies is ASCII
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise wrong from None
    plain = parts.scheme in ("http", "https") and host and parts.port != 0
    if not plain or parts.query or parts.fragment or parts.username or not text.isprintable():
        raise wrong
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{port}{quote(parts.path.rstrip('/'), safe=IN_PATHS)}"


def _networks(value: object) -> tuple[str, ...]:
    words = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise ValueError("a list of addresses or networks is needed, such as 10.0.0.0/8")
    for word in words:
        try:
            ip_network(word, strict=False)
        except ValueError:
            raise ValueError(f"{word!r} is no address and no network such as 10.0.0.0/8") from None
    return tuple(words)


def _bound(value: object) -> str:
    text = _text(value)
    if "/" in text or (":" in text and not _is_address(text)):
        raise ValueError("a name or an address of this machine is needed, without port")
    return text


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _or_none(read: Callable[[object], T]) -> Callable[[object], T | None]:
    return lambda value: None if value is None else read(value)


def _setting(
    default: Any,
    told: str,
    read: Callable[[object], Any],
    *,
    option: bool = False,
    secret: bool = False,
) -> Any:
    """A field: `told` is its help, `read` makes its value; `option`: the command line has it."""

    def convert(value: object, attribute: "Attribute[Any]") -> Any:
        try:
            return read(value)
        except ValueError as error:
            raise SettingsError(f"{attribute.name}: {error}, not {shown(value)}") from None

    return field(
        default=default,
        converter=Converter(convert, takes_field=True),
        repr=not secret,
        metadata={"told": told, "read": read, "option": option},
    )


def shown(value: object) -> str:
    """A value as a sentence names it; never a password of an address."""
    text = re.sub(r"(//[^/@:]*:)[^@]*@", r"\1…@", str(value))
    return repr(text if len(text) <= 80 else text[:79] + "…")


@frozen
class Settings:
    """All that can be set. Raises SettingsError for a value that can't be used."""

    data: Path = _setting(  # noqa: RUF009 - a field of attrs
        Path("formkit-data"),
        "The folder that holds everything: the store, its copies, the files that are made for "
        "downloading. It is made if it isn't there.",
        _path,
        option=True,
    )
    database: str | None = _setting(
        None,
        "A PostgreSQL database, such as `postgresql://user:password@host/name`. Without it, "
        "answers are kept in an SQLite file in the folder `data`.",
        _or_none(_text),
        option=True,
        secret=True,
    )
    url: str | None = _setting(
        None,
        "The address that people open, with the path if formkit doesn't stand at the root. Links, "
        "QR codes and one-time addresses are made from it, and a form that is sent has to come "
        "from it. Set it wherever a proxy stands before formkit.",
        _or_none(_address),
        option=True,
    )
    host: str = _setting(
        "127.0.0.1",
        "The address of this machine to listen on; `0.0.0.0` is all of them.",
        _bound,
        option=True,
    )
    port: int = _setting(8000, "The port to listen on.", _whole(1, 65535), option=True)
    lan: bool = _setting(
        False,
        "Listen for phones on the same network, and show a QR code to open the forms with.",
        _truth,
        option=True,
    )
    tls_cert: Path | None = _setting(  # noqa: RUF009 - a field of attrs
        None,
        "The file of the certificate chain (PEM), for HTTPS without a proxy.",
        _or_none(_path),
        option=True,
    )
    tls_key: Path | None = _setting(  # noqa: RUF009 - a field of attrs
        None, "The file of the certificate's private key (PEM).", _or_none(_path), option=True
    )
    proxies: tuple[str, ...] = _setting(
        ("127.0.0.1", "::1"),
        "The proxies before formkit, addresses or networks: only these are believed when they say "
        "whom they ask for (`X-Forwarded-For`, for `rate`) and whether by HTTPS "
        "(`X-Forwarded-Proto`). `X-Forwarded-Host` is never read.",
        _networks,
    )
    language: str = _setting(
        "vi",
        "The language of what belongs to no form: the list of forms, the workspace.",
        _one_of("vi", "en"),
    )
    body_limit: int = _setting(
        1_000_000, "The bytes that one request may send at most.", _whole(1_000)
    )
    body_seconds: int = _setting(
        120, "The seconds in which one request has to arrive.", _whole(1, 3600)
    )
    pairs_limit: int = _setting(
        5_000, "The fields that one form may send at most.", _whole(10, 20_000)
    )
    rate: int = _setting(
        600,
        "The forms that may be sent in a minute from one network (256 neighbouring addresses, as a "
        "whole ward may share one); 0 is no limit. Checking single questions has a limit of its "
        "own, twenty times as high.",
        _whole(0),
    )
    free_disk: int = _setting(
        100_000_000,
        "The bytes that stay free on the disk: with less, new answers are refused in words, and "
        "what there is can still be read and exported.",
        _whole(0),
    )
    draft_days: int = _setting(
        7,
        "The days for which a phone keeps a form that was begun and not sent.",
        _whole(1, 365),
    )
    stop_seconds: int = _setting(
        10,
        "The seconds that requests have to finish when the server is stopped.",
        _whole(0, 600),
    )
    command: str = _setting(
        "formkit",
        "How commands of formkit are run on this machine, such as `sudo formkit`: what pages and "
        "the terminal write before `link`, when they tell how a new link is made.",
        _text,
    )
    log: str = _setting(
        "requests",
        "What is logged on the standard error: `requests`, a line of JSON for each; or only "
        "`faults`. Neither holds queries, tokens, addresses of people or answers.",
        _one_of("requests", "faults"),
    )

    def __attrs_post_init__(self) -> None:
        if (self.tls_cert is None) != (self.tls_key is None):
            given, missing = ("tls_cert", "tls_key")[:: -1 if self.tls_cert is None else 1]
            raise SettingsError(f"{given}: {missing} is needed beside it")

    @property
    def path(self) -> str | None:
        """The path of `url`, as it stands before every address; None where no `url` is set."""
        return None if self.url is None else urlsplit(self.url).path

    @property
    def secure(self) -> bool | None:
        """Whether people come by HTTPS; None where the request has to tell."""
        if self.url is not None:
            return self.url.startswith("https:")
        return True if self.tls_cert is not None else None

    @property
    def shown_database(self) -> str:
        """Where answers are kept, for a person: without a password."""
        if self.database is None:
            return str(self.data)
        return shown(self.database)[1:-1]


NAMES = tuple(attribute.name for attribute in fields(Settings))


def gather(
    arguments: Mapping[str, Any] | None = None,
    *,
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings from all their sources; what is nearer wins: arguments, environment, file.

    `arguments` are those of the command line by the names of the fields; None there is as good as
    absent. `config` is the file, else the one that FORMKIT_CONFIG names, else formkit.toml in the
    data folder if there is one. Raises SettingsError for what nobody knows and what can't be used.
    """
    environ = os.environ if environ is None else environ
    told = {
        name: (value, f"--{name.replace('_', '-')}")
        for name, value in (arguments or {}).items()
        if value is not None
    }
    around = dict(_from_environment(environ))
    data, where = {**around, **told}.get("data", (None, ""))
    if config is None and environ.get(PREFIX + "CONFIG"):
        config = Path(environ[PREFIX + "CONFIG"])
    if config is None:
        folder: Path = _value("data", data or fields(Settings).data.default, where)
        beside = folder / FILE
        config = beside if beside.is_file() else None
    known = {} if config is None else dict(_from_file(config))
    chosen = {**known, **around, **told}
    return Settings(**{name: _value(name, value, where) for name, (value, where) in chosen.items()})


def _value(name: str, value: object, where: str) -> Any:
    try:
        return getattr(fields(Settings), name).metadata["read"](value)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}, not {shown(value)}") from None


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, tuple[object, str]]]:
    for key, value in environ.items():
        # Windows knows names in capitals only, and so does everybody else
        name = key.removeprefix(PREFIX)
        if name == key or name in OTHERS:
            continue
        if name.lower() not in NAMES or name != name.upper():
            near = _nearest(name.lower(), lambda known: PREFIX + known.upper())
            raise SettingsError(f"the environment: there is no setting {key}{near}")
        if value.strip():
            yield name.lower(), (value, key)


def _from_file(file: Path) -> Iterator[tuple[str, tuple[object, str]]]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{file}: this file can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file}: this file isn't UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: this isn't TOML: {error}") from None
    for name, value in document.items():
        if name not in NAMES:
            near = _nearest(name, lambda known: known)
            raise SettingsError(f"{file}: there is no setting {name}{near}")
        yield name, (value, f"{file}: {name}")


def _nearest(name: str, written: Callable[[str], str]) -> str:
    near = get_close_matches(name.replace("-", "_").lower(), NAMES, n=1, cutoff=0.5)
    return f"; did you mean {written(near[0])}?" if near else ""
