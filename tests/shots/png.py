"""A picture of a page in few bytes: a palette of so few colours as a page of words needs."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_START = b"\x89PNG\r\n\x1a\n"
_COLOURS = 64


def small(png: bytes) -> bytes:
    """The same picture with a palette. Takes what a browser makes: eight bits, not interlaced."""
    width, height, size, rows = _pixels(png)
    lines = [[row[at : at + 3] for at in range(0, width * size, size)] for row in rows]
    counted = Counter(colour for line in lines for colour in line)
    palette = [colour for colour, _ in counted.most_common(_COLOURS)]
    number = {colour: at for at, colour in enumerate(palette)}
    for colour in counted.keys() - number.keys():
        number[colour] = number[min(palette, key=lambda each: _distance(each, colour))]
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    packed = zlib.compress(
        b"".join(b"\0" + bytes(number[colour] for colour in line) for line in lines), 9
    )
    chunks = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", packed), (b"IEND", b""))
    return _START + b"".join(_chunk(name, data) for name, data in chunks)


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_START)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _pixels(png: bytes) -> tuple[int, int, int, list[bytes]]:
    """The width, the height, the bytes of each pixel, and the rows without their filters."""
    head, packed = b"", b""
    for name, data in _chunks(png):
        if name == b"IHDR":
            head = data
        elif name == b"IDAT":
            packed += data
    width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", head)
    if (depth, rest) != (8, [0, 0, 0]) or kind not in (2, 6):
        raise ValueError("a picture of another kind than a browser makes")
    size = 3 if kind == 2 else 4
    data, length = zlib.decompress(packed), width * size
    rows, above = [], bytes(length)
    for number in range(height):
        at = number * (length + 1)
        above = _unfiltered(data[at], data[at + 1 : at + 1 + length], above, size)
        rows.append(above)
    return width, height, size, rows


def _unfiltered(kind: int, line: bytes, above: bytes, size: int) -> bytes:
    """A row as it was before it was filtered: PNG, section 9."""
    if kind == 0 or not (any(line) or kind > 1):
        return line if kind == 0 else bytes(len(line))
    if kind == 2:
        return bytes((one + over) & 0xFF for one, over in zip(line, above, strict=True))
    out = bytearray(size) + line
    corner = bytes(size) + above
    for at, over in enumerate(above, size):
        left = out[at - size]
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + over) // 2
        else:
            guess = _nearest(left, over, corner[at - size])
        out[at] = (out[at] + guess) & 0xFF
    return bytes(out[size:])


def _nearest(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    by_left, by_above, by_corner = abs(guess - left), abs(guess - above), abs(guess - corner)
    if by_left <= by_above and by_left <= by_corner:
        return left
    return above if by_above <= by_corner else corner
