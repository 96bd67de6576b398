"""Tags, catalogues, words of a node, numbers and dates."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.errors import FormkitError
from formkit.filling.numbers import read_number
from formkit.language import (
    N_,
    Text,
    date_text,
    decimal_comma,
    find,
    negotiate,
    node_message,
    node_text,
    normal,
    number_text,
    phone_text,
    translator,
)

TAGS = st.from_regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", fullmatch=True)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("VI", "vi"),
        ("vi_vn", "vi-VN"),
        ("ZH-hant", "zh-Hant"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sl-ROZAJ", "sl-rozaj"),
        ("", ""),
    ],
)
def test_tags_are_written_as_the_standard_writes_them(tag: str, expected: str) -> None:
    assert normal(tag) == expected


@given(TAGS)
def test_a_normal_tag_stays(tag: str) -> None:
    assert normal(normal(tag)) == normal(tag)


@pytest.mark.parametrize(
    ("requested", "available", "expected"),
    [
        ("vi", ("en", "vi"), "vi"),
        ("VI_vn", ("en", "vi"), "vi"),
        ("vi-VN", ("vi", "vi-vn"), "vi-vn"),
        ("zh-TW", ("vi", "zh-Hans", "zh-Hant"), "zh-Hant"),
        ("zh-TW", ("zh", "zh-Hans", "zh-Hant"), "zh-Hant"),
        ("zh-Hant-HK", ("zh", "zh-Hans", "zh-Hant"), "zh-Hant"),
        ("zh-CN", ("vi", "zh-Hant", "zh-Hans"), "zh-Hans"),
        ("zh-Hans", ("vi", "zh-Hant"), "zh-Hant"),
        ("en", ("vi", "en-GB"), "en-GB"),
        ("km", ("vi", "en"), None),
        ("en", (), None),
        ("", ("vi",), None),
        ("v" * 5000, ("vi",), None),
        ("-".join("a" * 5000), ("vi",), None),
        ("vi\n", ("vi",), None),
        ("<script>", ("vi",), None),
    ],
)
def test_the_nearest_language_is_found(
    requested: str, available: tuple[str, ...], expected: str | None
) -> None:
    assert find(requested, available) == expected


def test_who_asks_for_no_language_gets_the_default() -> None:
    assert negotiate(None, ["vi", "en"], "vi") == "vi"
    assert negotiate("km", ["vi", "en"], "vi") == "vi"
    assert negotiate("en-US", ["vi", "en"], "vi") == "en"


@given(st.one_of(TAGS, st.text()), st.lists(TAGS, max_size=4))
def test_what_is_found_was_available(requested: str, available: list[str]) -> None:
    assert negotiate(requested, available, "vi") in (*available, "vi")


# ---- words of a node

PLACE = {
    "title": "Ông/Bà được phục vụ ở đâu?",
    "x-help": "Nơi làm việc hôm nay",
    "x-message": {"required": "Ông/Bà chọn nơi"},
    "x-i18n": {
        "en": {"title": "Where were you served?", "message": {"required": "Choose the place"}}
    },
}


def test_words_come_in_the_wanted_language() -> None:
    assert node_text([PLACE], "title", "en", "vi") == Text("Where were you served?", "en")
    assert node_text([PLACE], "title", "en-GB", "vi") == Text("Where were you served?", "en")
    assert node_text([PLACE], "title", "vi", "vi") == Text("Ông/Bà được phục vụ ở đâu?", "vi")


@pytest.mark.parametrize("language", ["zh-Hant", None])
def test_words_that_have_no_translation_come_in_the_default_language(language: str | None) -> None:
    assert node_text([PLACE], "title", language, "vi") == Text("Ông/Bà được phục vụ ở đâu?", "vi")
    assert node_text([PLACE], "help", language, "vi") == Text("Nơi làm việc hôm nay", "vi")


def test_a_part_that_is_not_translated_comes_in_the_default_language() -> None:
    assert node_text([PLACE], "help", "en", "vi") == Text("Nơi làm việc hôm nay", "vi")


def test_the_default_language_may_stand_among_the_translations() -> None:
    schema = {"x-i18n": {"vi": {"title": "Nơi"}, "en": {"title": "Place"}}}
    assert node_text([schema], "title", "km", "vi") == Text("Nơi", "vi")
    assert node_text([schema], "title", None, "vi") == Text("Nơi", "vi")


def test_the_first_schema_with_words_wins() -> None:
    nearer = {"title": "Nơi phục vụ"}
    assert node_text([{}, nearer, PLACE], "title", "en", "vi") == Text("Nơi phục vụ", "vi")
    assert node_text([nearer, PLACE], "help", "vi", "vi") == Text("Nơi làm việc hôm nay", "vi")


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"title": ""},
        {"title": 3},
        {"x-i18n": ["en"]},
        {"x-i18n": {"en": "Place"}},
        {"x-i18n": {"en": {"title": None}}},
    ],
)
def test_a_node_may_have_no_words(schema: dict[str, object]) -> None:
    assert node_text([schema], "title", "en", "vi") is None


def test_a_node_has_messages_of_its_own() -> None:
    assert node_message([PLACE], "required", "en", "vi") == Text("Choose the place", "en")
    assert node_message([PLACE], "required", "km", "vi") == Text("Ông/Bà chọn nơi", "vi")
    assert node_message([PLACE], "enum", "en", "vi") is None
    assert node_message([{"x-message": "?"}], "enum", "en", "vi") is None


# ---- messages


def catalogue(folder: Path, tag: str, *entries: str, plural: str = "") -> Path:
    """Write a host's catalogue into a folder."""
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    if plural:
        header += f'"Plural-Forms: {plural}\\n"\n'
    file = folder / tag / "LC_MESSAGES" / "formkit.po"
    file.parent.mkdir(parents=True)
    file.write_text("\n".join((header, *entries)), encoding="utf-8")
    return folder


def entry(message: str, translation: str) -> str:
    return f'msgid "{message}"\nmsgstr "{translation}"\n'


def test_messages_are_vietnamese_or_english() -> None:
    assert translator("vi-VN").tag == "vi"
    assert translator("vi").gettext("Yes") == "Có"
    assert translator("en", "vi").gettext("Yes") == "Yes"
    assert translator("en-GB", "vi").tag == "en"
    assert translator("vi") is translator("vi")


def test_a_language_without_catalogue_speaks_as_the_form_does() -> None:
    assert translator("km", "vi").tag == "vi"
    assert translator("km", "vi").text("Yes") == Text("Có", "vi")
    assert translator("km", "km").text("Yes") == Text("Yes", "en")
    assert translator("not a tag", "neither").tag == "en"


def test_a_message_that_is_not_known_stays_english() -> None:
    assert translator("vi").text("Good morning") == Text("Good morning", "en")
    assert translator("vi").ngettext("one day", "%(n)s days", 1) == "one day"
    assert translator("vi").ngettext("one day", "%(n)s days", 2) == "%(n)s days"


def test_values_are_filled_in() -> None:
    one, many = "Write at least %(n)s character", "Write at least %(n)s characters"
    assert translator("vi").count(one, many, 12345) == Text(
        "Ông/Bà viết ít nhất 12.345 ký tự", "vi"
    )
    assert translator("en").count(one, many, 1) == Text("Write at least 1 character", "en")
    assert translator("en").count(one, many, 12345).text == "Write at least 12,345 characters"
    assert translator("vi").text("Enter %(limit)s or less", limit="3%").text == (
        "Ông/Bà điền số từ 3% trở xuống"
    )


def test_a_host_replaces_one_message(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "vi", entry("Send the form", "Nộp phiếu"))
    say = translator("vi", folders=(folder,))
    assert say.gettext("Send the form") == "Nộp phiếu"
    assert say.gettext("Yes") == "Có"
    assert translator("vi").gettext("Send the form") == "Gửi phiếu"


def test_a_host_replaces_english(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "en", entry("Send the form", "Submit"))
    assert translator("en-GB", "vi", (folder,)).text("Send the form") == Text("Submit", "en")
    assert translator("en-GB", "vi", (folder,)).gettext("Yes") == "Yes"


def test_a_host_adds_a_language(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "zh_Hant", entry("Yes", "是"))
    say = translator("zh-TW", "vi", (folder,))
    assert say.tag == "zh-Hant"
    assert say.text("Yes") == Text("是", "zh-Hant")
    assert say.text("No") == Text("Không", "vi")


def test_the_first_folder_wins_and_a_nearer_language_before_it(tmp_path: Path) -> None:
    first = catalogue(tmp_path / "first", "vi", entry("Yes", "Dạ có"))
    second = catalogue(tmp_path / "second", "vi", entry("Yes", "Vâng"), entry("No", "Dạ không"))
    (second / "notes.txt").write_text("not a language", encoding="utf-8")
    near = catalogue(tmp_path / "near", "vi-VN", entry("Up", "Lên trên"))
    say = translator("vi-VN", folders=(first, second, near))
    assert [say.gettext(message) for message in ("Yes", "No", "Up", "Down")] == [
        "Dạ có",
        "Dạ không",
        "Lên trên",
        "Xuống",
    ]


def test_a_language_with_more_forms_chooses_among_them(tmp_path: Path) -> None:
    several = (
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\n'
        'msgstr[0] "%(n)s день"\nmsgstr[1] "%(n)s дня"\nmsgstr[2] "%(n)s дней"\n'
    )
    rule = (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    )
    folder = catalogue(tmp_path, "ru", several, plural=rule)
    say = translator("ru", folders=(folder,))
    counted = [say.count("%(n)s day", "%(n)s days", n).text for n in (1, 3, 5, 21)]
    assert counted == ["1 день", "3 дня", "5 дней", "21 день"]


def test_forms_that_a_translation_lacks_are_never_asked_for(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "fr", entry("%(n)s day", "%(n)s jour"))
    say = translator("fr", folders=(folder,))
    assert say.count("%(n)s day", "%(n)s days", 7).text == "7 jour"


def test_what_is_not_translated_yet_is_passed_over(tmp_path: Path) -> None:
    folder = catalogue(
        tmp_path,
        "vi",
        entry("Yes", ""),
        "#, fuzzy\n" + entry("No", "Có lẽ"),
        'msgctxt "button"\n' + entry("Up", "Lên trên"),
    )
    say = translator("vi", folders=(folder,))
    assert [say.gettext(message) for message in ("Yes", "No", "Up")] == ["Có", "Không", "Lên"]


@pytest.mark.parametrize("translation", ["%(nn)s ký tự", "%s ký tự", "100 % ký tự", "%(n)d ký tự"])
def test_a_placeholder_that_the_message_lacks_is_refused(tmp_path: Path, translation: str) -> None:
    folder = catalogue(tmp_path, "vi", entry("%(n)s characters", translation))
    with pytest.raises(FormkitError, match=r"formkit\.po:4: .* one of these as %\(name\)s: n$"):
        translator("vi", folders=(folder,))


def test_a_placeholder_in_a_message_that_has_none_is_refused(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "vi", entry("Yes", "Có %(n)s"))
    with pytest.raises(FormkitError, match=r": none$"):
        translator("vi", folders=(folder,))


def test_a_placeholder_may_be_left_out(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "vi", entry("Enter %(limit)s or less", "Ông/Bà bớt lại, 100%%"))
    said = translator("vi", folders=(folder,)).text("Enter %(limit)s or less", limit="3")
    assert said.text == "Ông/Bà bớt lại, 100%"


@pytest.mark.parametrize(
    "content",
    [
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n/;\\n"\n',
        b"Yes = C\xc3\xb3\n",
        b'msgid "Yes"\nmsgstr "\xff"\n',
    ],
)
def test_a_catalogue_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    folder = catalogue(tmp_path, "vi")
    (folder / "vi/LC_MESSAGES/formkit.po").write_bytes(content)
    with pytest.raises(FormkitError, match="is no catalogue of messages"):
        translator("vi", folders=(folder,))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        translator("vi", folders=(tmp_path / "locale",))


def test_marking_a_message_leaves_it() -> None:
    assert N_("Yes") == "Yes"


# ---- numbers and dates


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0, "0", "0"),
        (-0.0, "0", "0"),
        (3.5, "3,5", "3.5"),
        (1990, "1990", "1990"),
        (12345, "12.345", "12,345"),
        (-1234567.125, "-1.234.567,125", "-1,234,567.125"),
        (1e-7, "0,0000001", "0.0000001"),
        (1e22, "10.000.000.000.000.000.000.000", "10,000,000,000,000,000,000,000"),
        (Decimal("19.99"), "19,99", "19.99"),
    ],
)
def test_numbers_as_people_read_them(value: int | float | Decimal, vi: str, en: str) -> None:
    assert number_text(value, "vi-VN") == vi
    assert number_text(value, "en") == en


def test_very_long_numbers_are_shown() -> None:
    assert number_text(10**5000, "vi").replace(".", "") == "1" + "0" * 5000


@given(st.integers(-(10**30), 10**30), st.sampled_from(["vi", "en", "km"]))
def test_a_whole_number_that_is_shown_can_be_typed(value: int, language: str) -> None:
    assert read_number(number_text(value, language), language, integer=True) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_is_shown_can_be_typed(value: float) -> None:
    typed = read_number(number_text(value, "en"), "en", integer=False)
    assert isinstance(typed, int | float)
    assert float(typed) == value


def test_which_languages_write_a_decimal_comma() -> None:
    assert decimal_comma("vi")
    assert decimal_comma("VI_vn")
    assert not decimal_comma("vie")
    assert not decimal_comma("en")
    assert not decimal_comma(None)


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("2026-03-05", "vi", "05/03/2026"),
        ("2026-03-05", "vi-VN", "05/03/2026"),
        ("2026-03-05", "en", "5 Mar 2026"),
        ("2026-03-05", "zh-Hant", "2026年3月5日"),
        ("2026-03-05", "no tag at all", "5 Mar 2026"),
        ("2026-03-05", "qq", "5 Mar 2026"),
        ("2026-03-05T23:30:00-05:00", "vi", "05/03/2026 23:30"),
        ("2026-03-05 23:30", "vi", "05/03/2026 23:30"),
        ("2026-02-30", "vi", "2026-02-30"),
        ("20260305", "vi", "20260305"),
        ("2026-03-05\n", "vi", "2026-03-05\n"),
        ("hôm nay", "vi", "hôm nay"),
    ],
)
def test_dates_as_people_read_them(value: str, language: str, expected: str) -> None:
    assert date_text(value, language) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0912345678", "0912 345 678"),
        ("02838290000", "028 3829 0000"),
        ("02363822041", "0236 382 2041"),
        ("1022", "1022"),
        ("+33123456789", "+33123456789"),
        ("0912345678\n", "0912345678\n"),
        ("gọi con gái", "gọi con gái"),
    ],
)
def test_telephone_numbers_as_people_read_them(value: str, expected: str) -> None:
    assert phone_text(value) == expected
