"""Questions that no form may ask: passwords, one-time codes, PINs, bank data, ID photographs."""

import re
import unicodedata

from formkit.definition.nodes import Node

# Whole words of a key, one after another, without marks. A key is read as its maker wrote it:
# ma_otp, maOtp, mã-OTP and maotp are one.
_SECRETS = tuple(
    tuple(words.split())
    for words in (
        "password", "passwd", "passcode", "passphrase", "pwd", "pin", "pincode", "otp", "totp",
        "cvv", "cvc", "iban", "mat khau", "ma otp", "ma pin", "ma xac thuc", "ma xac nhan",
        "so tai khoan", "stk", "so the ngan hang", "so the tin dung", "tai khoan ngan hang",
        "bank account", "account number",
        "account no", "card number", "credit card", "debit card", "verification code",
        "security code", "one time code", "secret code",
        "anh cccd", "anh cmnd", "anh can cuoc", "anh the can cuoc", "anh giay to", "chup cccd",
        "chup can cuoc", "cccd photo", "cccd image", "cccd anh", "cmnd photo", "cmnd image",
        "id photo", "id image", "id card photo", "id card image", "photo id", "photo of id",
        "identity card photo", "passport photo",
    )
)  # fmt: skip
_JOINED = frozenset("".join(words) for words in _SECRETS if len(words) > 1)
_TYPED = frozenset({"string", "number", "integer", "scalar", "json"})

_BETWEEN = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")


def asks_for_secret(node: Node) -> bool:
    """Whether a question is typed, and its key or format says that the answer is a secret."""
    if node.kind not in _TYPED:
        return False
    return node.keyword("format") == "password" or is_secret(node.name)


def is_secret(key: str) -> bool:
    """Whether the words of a key name a secret."""
    words = [word.lower() for word in _BETWEEN.split(_unmarked(key)) if word]
    return not _JOINED.isdisjoint(words) or any(
        tuple(words[start : start + len(secret)]) == secret
        for secret in _SECRETS
        for start in range(len(words))
    )


def _unmarked(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(each for each in letters if not unicodedata.combining(each))
