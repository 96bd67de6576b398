"""The formats that name a place on a network: e-mail, host names, IP addresses, URIs, IRIs.

Each function takes a text and says whether it is one. None looks anything up.
"""

import ipaddress
import re
import unicodedata
from functools import cache

import idna

_MAX_NAME = 253
_MAX_LABEL = 63
_MAX_LOCAL = 64
_MAX_MAILBOX = _MAX_LOCAL + 1 + _MAX_NAME

# RFC 3987, 2.2
_UCS = "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane + 0x1000 if plane == 0xE0000 else plane)}-{chr(plane + 0xFFFD)}"
    for plane in range(0x10000, 0xF0000, 0x10000)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_QUOTED = r'"(?:[ !#-\[\]-~]|\\[ -~])*"'
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_EMAIL = re.compile(
    rf"(?P<local>{_ATOM}+(?:\.{_ATOM}+)*|{_QUOTED})"
    rf"@(?:(?P<domain>{_LABEL}(?:\.{_LABEL})*)|\[(?P<literal>[^\]]*)\])"
)
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")

# RFC 6531: what is beyond ASCII may stand where a letter may.
_WIDE_ATOM = _ATOM.replace("[", "[\x80-\U0010ffff")
_WIDE_QUOTED = _QUOTED.replace('"(?:[', '"(?:[\x80-\U0010ffff')
_WIDE_LABEL = _LABEL.replace("[A-Za-z0-9", "[\x80-\U0010ffffA-Za-z0-9")
_DOTS = re.compile("[.\u3002\uff0e\uff61]")


def is_email(text: str) -> bool:
    """RFC 5321, 4.1.2: `Mailbox`, in ASCII."""
    return len(text) <= _MAX_MAILBOX and _is_mailbox(_EMAIL.fullmatch(text))


@cache
def _idn_email() -> re.Pattern[str]:
    # sets of all planes take long to compile, and few forms ask for them
    return re.compile(
        rf"(?P<local>{_WIDE_ATOM}+(?:\.{_WIDE_ATOM}+)*|{_WIDE_QUOTED})"
        rf"@(?:(?P<domain>{_WIDE_LABEL}(?:\.{_WIDE_LABEL})*)|\[(?P<literal>[^\]]*)\])"
    )


def is_idn_email(text: str) -> bool:
    """RFC 6531, 3.3: `Mailbox`, with what is beyond ASCII."""
    return len(text) <= _MAX_MAILBOX and _is_mailbox(_idn_email().fullmatch(text))


def _is_mailbox(match: re.Match[str] | None) -> bool:
    if match is None or len(match["local"].encode("utf-8", "surrogatepass")) > _MAX_LOCAL:
        return False
    domain, literal = match["domain"], match["literal"]
    if domain is None:
        return is_ipv6(literal[5:]) if literal[:5].lower() == "ipv6:" else is_ipv4(literal)
    return _fits(domain)


def _fits(name: str) -> bool:
    return len(name) <= _MAX_NAME and max(map(len, name.split("."))) <= _MAX_LABEL


def is_hostname(text: str) -> bool:
    """RFC 1123, 2.1; labels that begin with `xn--` are those of RFC 5891."""
    return (
        len(text) <= _MAX_NAME
        and _HOST.fullmatch(text) is not None
        and _fits(text)
        and ("xn--" not in text.lower() or is_idn_hostname(text))
    )


def is_idn_hostname(text: str) -> bool:
    """RFC 5890, 2.3.2.3: labels that are A-labels, U-labels or plain ASCII, and RFC 5893."""
    if len(text) > _MAX_NAME:
        return False
    try:
        pairs = [_label(label) for label in _DOTS.split(text)]
        if any(map(_is_rtl, (shown for _, shown in pairs))):
            for _, shown in pairs:
                idna.check_bidi(shown, check_ltr=True)
    except (idna.IDNAError, UnicodeError):
        return False
    return len(".".join(sent for sent, _ in pairs)) <= _MAX_NAME


def _label(label: str) -> tuple[str, str]:
    """A label as it is sent and as it is shown; raises idna.IDNAError."""
    if label.isascii() and not label.lower().startswith("xn--"):
        if not _HOST.fullmatch(label) or len(label) > _MAX_LABEL or label[2:4] == "--":
            raise idna.IDNAError(label)
        return label, label
    shown = idna.ulabel(label.lower() if label.isascii() else label)
    return idna.alabel(shown).decode("ascii"), shown


def _is_rtl(label: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in label)


def is_ipv4(text: str) -> bool:
    """RFC 2673, 3.2: four numbers, none with a leading zero."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def is_ipv6(text: str) -> bool:
    """RFC 4291, 2.2, without a zone."""
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text


@cache
def _references(letters: str, private: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A URI and a reference to one (RFC 3986, appendix A), with letters beyond ASCII or without.

    Repetitions are possessive: what follows each can't begin with what it takes.
    """
    percent = "%[0-9A-Fa-f]{2}"
    plain = rf"A-Za-z0-9._~!$&'()*+,;={letters}\-"
    char = rf"(?:[{plain}:@]|{percent})"
    authority = (
        rf"(?:(?:[{plain}:]|{percent})*+@)?"
        rf"(?:\[(?:(?P<ip>[0-9A-Fa-f:.]+)|[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\]"
        rf"|(?:[{plain}]|{percent})*+)(?::[0-9]*+)?"
    )
    rest = rf"(?:\?(?:{char}|[/?{private}])*+)?(?:\#(?:{char}|[/?])*+)?"
    more = rf"(?:/{char}*+)*+"
    rooted = rf"//{authority}{more}|/(?:{char}++{more})?"
    first = rf"(?:[{plain}@]|{percent})++"
    absolute = rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{rooted}|{char}++{more}|)"
    relative = rf"(?:{rooted}|{first}{more}|)".replace("?P<ip>", "?P<ip2>")
    return (
        re.compile(absolute + rest),
        re.compile(rf"(?:{absolute}|{relative}){rest}"),
    )


def _is_reference(match: re.Match[str] | None) -> bool:
    return match is not None and all(
        is_ipv6(ip) for name, ip in match.groupdict().items() if ip is not None
    )


def is_uri(text: str) -> bool:
    """RFC 3986: a URI, with its scheme."""
    return _is_reference(_references("", "")[0].fullmatch(text))


def is_uri_reference(text: str) -> bool:
    """RFC 3986: a URI, or a reference relative to one."""
    return _is_reference(_references("", "")[1].fullmatch(text))


def is_iri(text: str) -> bool:
    """RFC 3987: an IRI, with its scheme."""
    return _is_reference(_references(_UCS, _PRIVATE)[0].fullmatch(text))


def is_iri_reference(text: str) -> bool:
    """RFC 3987: an IRI, or a reference relative to one."""
    return _is_reference(_references(_UCS, _PRIVATE)[1].fullmatch(text))


_VARIABLE = r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*+"
_SPECIFIED = rf"{_VARIABLE}(?::[1-9][0-9]{{0,3}}|\*)?"
_TEMPLATE = re.compile(
    rf"(?:[!#$&-;=?-\[\]_a-z~{_UCS}{_PRIVATE}]++|%[0-9A-Fa-f]{{2}}"
    rf"|\{{[+#./;?&=,!@|]?{_SPECIFIED}(?:,{_SPECIFIED})*+\}})*+"
)


def is_uri_template(text: str) -> bool:
    """RFC 6570, 2."""
    return _TEMPLATE.fullmatch(text) is not None
