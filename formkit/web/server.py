"""The process that serves: its socket, its HTTPS, its patience, and how it stops."""

import errno
import gc
import logging
import socket
import ssl
from collections.abc import Iterable
from datetime import datetime
from ipaddress import ip_address

import uvicorn
from starlette.types import ASGIApp

from formkit.web.connection import Connection
from formkit.web.logs import Log
from formkit.web.settings import EVERYWHERE, Settings, SettingsError

# The seconds that a connection stays open for the next request: a round trip saved on slow phones.
_IDLE_SECONDS = 30
# Connections at one time; the operating system has a limit of its own, mostly 1,024 files.
_CONNECTIONS = 800


def listen(settings: Settings) -> socket.socket:
    """The socket to serve from; SettingsError in words where there can't be one."""
    host = settings.host
    if settings.lan and host == "127.0.0.1":
        host = "0.0.0.0"  # noqa: S104 - phones on the same network were asked for
    try:
        found = socket.getaddrinfo(host, settings.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
    except (OSError, UnicodeError):
        raise SettingsError(f"host: {host!r} is no address of this machine") from None
    listener = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # on Windows the other option would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise SettingsError(_refused(error, host, settings.port)) from None
    listener.set_inheritable(True)
    return listener


def _refused(error: OSError, host: str, port: int) -> str:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
        return (
            f"port: another program uses port {port} already, perhaps another formkit. "
            f"Stop it, or choose another port: --port {port + 1 if port < 65535 else 8000}"
        )
    if error.errno in (errno.EACCES, getattr(errno, "WSAEACCES", None)):
        return f"port: this machine doesn't let you use port {port}. Choose one above 1023."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"host: {host!r} is no address of this machine"
    return f"host: {host} port {port} can't be used: {error.strerror}"


def check_certificate(settings: Settings) -> None:
    """Raises SettingsError in words for a certificate or a key that can't be used."""
    if settings.tls_cert is None or settings.tls_key is None:
        return
    for name, file in (("tls_cert", settings.tls_cert), ("tls_key", settings.tls_key)):
        try:
            with file.open("rb"):
                pass
        except OSError as error:
            raise SettingsError(f"{name}: {file} can't be read: {error.strerror}") from None
    try:
        # without a password, since nobody is there to type one
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            settings.tls_cert, settings.tls_key, password=""
        )
    except (ssl.SSLError, OSError, ValueError):
        raise SettingsError(
            f"tls_cert: {settings.tls_cert} and {settings.tls_key} aren't a certificate and its "
            "key, both as PEM, the key without a password"
        ) from None


def run(app: ASGIApp, settings: Settings, listener: socket.socket, log: Log) -> None:
    """Serves until somebody stops it; requests that are under way get their answers first."""
    _quiet(log)
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        # it would log queries and addresses
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=settings.stop_seconds,
    )
    _Server(config).run(sockets=[listener])


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # what is there now stays: no collection needs to look through it again and again
        gc.collect()
        gc.freeze()
        # a request makes thousands of values and no rings of them: looking for these as often as
        # Python does by itself takes a twelfth of the time
        gc.set_threshold(10_000, 20, 20)


class _Told(logging.Handler):
    """What libraries log goes into formkit's own log, without what an exception quotes."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        at = datetime.fromtimestamp(record.created).astimezone()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._log.fault(at, record.name, error)
        else:
            # a traceback may stand in the text itself
            self._log.note(at, record.getMessage().partition("\n")[0])


def _quiet(log: Log) -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers = [] if name.startswith("uvicorn.") else [_Told(log)]
        logger.propagate = name.startswith("uvicorn.")
        logger.setLevel(logging.WARNING)


# ---- addresses


def addresses(settings: Settings) -> tuple[str, ...]:
    """The addresses that people can open, the best first, each ending in `/`.

    Where `url` is set, it is the only one: what formkit is reached by isn't known here.
    """
    if settings.url is not None:
        return (settings.url + "/",)
    scheme = "http" if settings.tls_cert is None else "https"
    hosts: Iterable[str] = (settings.host,)
    if settings.host in EVERYWHERE or settings.lan:
        hosts = (*networks_of_this_machine(), "127.0.0.1")
    return tuple(f"{scheme}://{_in_url(host)}{_port(scheme, settings.port)}/" for host in hosts)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(scheme: str, port: int) -> str:
    return "" if (scheme, port) in (("http", 80), ("https", 443)) else f":{port}"


def networks_of_this_machine() -> tuple[str, ...]:
    """The addresses under which other machines reach this one, the likeliest first.

    Nothing is sent to find them out.
    """
    found = [*_towards_others(), *_of_the_name(), *_of_the_interfaces()]
    usable = [each for each in dict.fromkeys(found) if _is_usable(each)]
    # what a home or an office hands out comes first, and bridges to containers last
    return tuple(sorted(usable, key=_unlikely))


def _towards_others() -> Iterable[str]:
    """The address that packets for anywhere else would leave from."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # an address for documentation: connecting a datagram socket sends nothing
            probe.connect(("192.0.2.1", 9))
            yield probe.getsockname()[0]
        except OSError:
            return


def _of_the_name() -> Iterable[str]:
    try:
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(address[0])
    except (OSError, UnicodeError):
        return


def _of_the_interfaces() -> Iterable[str]:
    """Those of each network interface, where the system tells (Linux): a hotspot has no route."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if name.startswith(("docker", "br-", "veth", "virbr")):
                continue
            try:
                # SIOCGIFADDR: the address of the interface with this name
                told = fcntl.ioctl(probe, 0x8915, name.encode()[:15].ljust(40, b"\0"))
            except OSError:
                continue
            yield socket.inet_ntoa(told[20:24])


def _is_usable(address: str) -> bool:
    found = ip_address(address)
    return not (found.is_loopback or found.is_link_local or found.is_unspecified)


def _unlikely(address: str) -> int:
    if address.startswith("192.168."):
        return 0
    return 2 if address.startswith("172.") else 1
