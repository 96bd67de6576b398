"""The models that pydantic-model.schema.json was emitted from: `python pydantic_model.py`."""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from ipaddress import IPv4Address
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AnyUrl, BaseModel, ConfigDict, Field


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Level(IntEnum):
    LOW = 1
    MIDDLE = 2
    HIGH = 3


class Channel(StrEnum):
    ZALO = "zalo"
    PHONE = "phone"
    DESK = "desk"


class Email(Strict):
    kind: Literal["email"]
    address: Annotated[str, Field(pattern="^[^@ ]+@[^@ ]+$")]


class Sms(Strict):
    kind: Literal["sms", "call"]
    number: str
    hours: tuple[time, time] | None = None


class Visit(Strict):
    kind: Literal["visit"] = "visit"
    place: "Place"


class Place(Strict):
    """Một nơi, có thể nằm trong một nơi khác."""

    name: str
    position: tuple[float, float] | None = None
    within: "Place | None" = None


class Money(Strict):
    amount: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
    currency: Literal["VND", "USD"] = "VND"


class Appointment(Strict):
    id: UUID
    title: Annotated[str, Field(min_length=1, max_length=120, description="Việc cần làm")]
    on: date
    made: datetime
    length: timedelta = timedelta(minutes=30)
    level: Level = Level.MIDDLE
    channel: Channel | None = None
    contact: Annotated[Email | Sms | Visit, Field(discriminator="kind")]
    also: list[Annotated[Email | Sms | Visit, Field(discriminator="kind")]] = []
    fee: Money | None = None
    deposit: Decimal | None = None
    counts: dict[str, int] = {}
    by_day: dict[date, list[str]] = {}
    tags: set[str] = set()
    span: tuple[int, str, bool | None] | None = None
    series: Annotated[tuple[int, ...], Field(max_length=5)] = ()
    ratio: Annotated[float, Field(gt=0, lt=1, multiple_of=0.125)] | None = None
    link: AnyUrl | None = None
    host: IPv4Address | None = None
    payload: bytes | None = None
    answer: int | str | bool | None = None
    anything: Any = None
    old_code: Annotated[str | None, Field(deprecated=True, examples=["LH-01"])] = None
    alias: Annotated[str | None, Field(alias="x y/z~", title="Bí danh")] = None


def emitted() -> dict[str, Any]:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect} | Appointment.model_json_schema(mode="validation")


if __name__ == "__main__":
    print(json.dumps(emitted(), ensure_ascii=False, indent=2))
