"""Telegram's signed data: taken when it is Telegram's, this bot's and fresh, and refused in any other case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.telegram_signing import init_data, widget_fields
from ventra.accounts.telegram_data import LONGEST, TelegramPerson, from_mini_app, from_widget
from ventra.errors import BadInput

TOKEN = "123456:AAF-test_token_of_a_bot_that_is_not"
NOW = datetime(2026, 11, 26, 12, 0, 0, tzinfo=UTC)
DATE = int(NOW.timestamp())
WIDGET = {"id": 77, "first_name": "Dilnoza", "last_name": "Karimova", "username": "dilnoza"}
USER = WIDGET | {"language_code": "uz"}


def widget(now: datetime = NOW, **changed: object) -> TelegramPerson:
    return from_widget(widget_fields(TOKEN, WIDGET | {"auth_date": DATE} | changed), bot_token=TOKEN, now=now)


def mini_app(user: object = USER, now: datetime = NOW, **others: object) -> TelegramPerson:
    signed = init_data(TOKEN, user, **({"query_id": "AAH1", "auth_date": DATE, "signature": "Zm9v"} | others))
    return from_mini_app(signed, bot_token=TOKEN, now=now)


def test_the_widget_names_a_person() -> None:
    assert widget() == TelegramPerson(77, "Dilnoza Karimova", "dilnoza", None, NOW)


def test_the_mini_app_names_a_person() -> None:
    assert mini_app() == TelegramPerson(77, "Dilnoza Karimova", "dilnoza", "uz", NOW)


def test_only_a_first_name_is_needed() -> None:
    fields = widget_fields(TOKEN, {"id": 5, "first_name": "Ali", "auth_date": DATE})
    assert from_widget(fields, bot_token=TOKEN, now=NOW) == TelegramPerson(5, "Ali", None, None, NOW)
    assert mini_app({"id": 5, "first_name": "Ali"}) == TelegramPerson(5, "Ali", None, None, NOW)


def test_a_name_that_cannot_be_seen_is_told_by_the_user_name_or_the_number() -> None:
    assert mini_app({"id": 5, "first_name": " "}).name == "5"
    assert mini_app({"id": 5, "first_name": "", "username": "ali"}).name == "ali"


@pytest.mark.parametrize("age_seconds", [0, 1, 299, 300, -1, -30])
def test_fresh_data_is_taken(age_seconds: int) -> None:
    now = NOW + timedelta(seconds=age_seconds)
    assert widget(now).signed_at == mini_app(now=now).signed_at == NOW


@pytest.mark.parametrize("age_seconds", [301, 86_400, -31, -86_400])
def test_what_is_old_or_of_the_future_is_refused(age_seconds: int) -> None:
    for sign_in in (widget, lambda now: mini_app(now=now)):
        with pytest.raises(BadInput) as refused:
            sign_in(NOW + timedelta(seconds=age_seconds))
        assert refused.value.field == "telegram"


def test_another_bots_signature_is_refused() -> None:
    other = "123456:AAF-another"
    with pytest.raises(BadInput, match="signed"):
        from_widget(widget_fields(other, WIDGET | {"auth_date": DATE}), bot_token=TOKEN, now=NOW)
    with pytest.raises(BadInput, match="signed"):
        from_mini_app(init_data(other, USER, auth_date=DATE), bot_token=TOKEN, now=NOW)


def test_one_kind_of_signature_does_not_pass_for_the_other() -> None:
    fields = dict(parse_qsl(init_data(TOKEN, USER, id=77, first_name="Dilnoza", auth_date=DATE)))
    with pytest.raises(BadInput, match="signed"):
        from_widget(fields, bot_token=TOKEN, now=NOW)


def test_a_field_twice_is_refused() -> None:
    signed = init_data(TOKEN, USER, auth_date=DATE)
    for again in ("auth_date", "user", "hash"):
        with pytest.raises(BadInput, match="twice"):
            from_mini_app(f"{signed}&{again}=1", bot_token=TOKEN, now=NOW)


def test_a_line_break_in_a_name_cannot_pass_for_a_field() -> None:
    signed = widget_fields(TOKEN, {"auth_date": DATE, "first_name": "A\nid=1\nlast_name=B", "username": "c"})
    read_otherwise = {
        "auth_date": signed["auth_date"],
        "first_name": "A",
        "id": "1",
        "last_name": "B",
        "username": "c",
    }
    assert from_widget(read_otherwise | {"hash": signed["hash"]}, bot_token=TOKEN, now=NOW).telegram_id == 1
    smuggled = widget_fields(TOKEN, {"auth_date": DATE, "first_name": "A\nid=1", "id": 2, "username": "c"})
    for fields in (signed, smuggled, {**read_otherwise, "first_name": "A\nid=1", "hash": smuggled["hash"]}):
        with pytest.raises(BadInput, match="malformed"):
            from_widget(fields, bot_token=TOKEN, now=NOW)


@pytest.mark.parametrize("name", ["id", "first_name", "auth_date", "hash"])
def test_a_missing_field_is_refused(name: str) -> None:
    rest = {one: value for one, value in (WIDGET | {"auth_date": DATE}).items() if one != name}
    fields = widget_fields(TOKEN, rest)
    if name == "hash":
        del fields["hash"]
    with pytest.raises(BadInput, match=name):
        from_widget(fields, bot_token=TOKEN, now=NOW)


@pytest.mark.parametrize(
    "changed",
    [{"id": "0"}, {"id": "-5"}, {"id": "5.0"}, {"id": "٥"}, {"id": "9" * 40}, {"id": ""},
     {"auth_date": "soon"}, {"auth_date": "9" * 15}],
)  # fmt: skip
def test_signed_nonsense_is_refused_as_well(changed: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        widget(**changed)


@pytest.mark.parametrize(
    "user",
    ["", "null", "[]", "{", "[" * 3_000, '{"id":"77","first_name":"A"}', '{"id":77}', '{"id":true,"first_name":"A"}',
     '{"id":-7,"first_name":"A"}', '{"id":7,"first_name":"A","is_bot":true}', '{"id":7,"first_name":"\\ud800"}'],
)  # fmt: skip
def test_a_user_that_is_none_is_refused(user: str) -> None:
    with pytest.raises(BadInput) as refused:
        mini_app(user)
    assert refused.value.field == "telegram"


def test_too_much_is_refused_unread() -> None:
    with pytest.raises(BadInput, match="too long"):
        mini_app(start_param="x" * LONGEST)
    with pytest.raises(BadInput, match="too long"):
        widget(photo_url="x" * LONGEST)
    with pytest.raises(BadInput, match="too long"):
        widget(**{f"f{n}": n for n in range(40)})
    with pytest.raises(BadInput, match="malformed"):
        mini_app(**{f"f{n}": n for n in range(40)})


def test_without_a_token_nothing_is_checked() -> None:
    with pytest.raises(ValueError, match="token"):
        from_widget(widget_fields("", WIDGET | {"auth_date": DATE}), bot_token="", now=NOW)


@given(st.data())
def test_any_one_changed_character_of_the_widgets_fields_is_refused(data: st.DataObject) -> None:
    fields = widget_fields(TOKEN, WIDGET | {"auth_date": DATE})
    name = data.draw(st.sampled_from(sorted(fields)))
    of_name = data.draw(st.booleans())
    text = name if of_name else fields[name]
    changed = data.draw(one_changed(text))
    rest = {one: value for one, value in fields.items() if one != name}
    mangled = rest | ({changed: fields[name]} if of_name else {name: changed})
    with pytest.raises(BadInput) as refused:
        from_widget(mangled, bot_token=TOKEN, now=NOW)
    assert refused.value.field == "telegram"


@given(st.data())
def test_any_one_changed_character_of_init_data_is_refused(data: st.DataObject) -> None:
    whole = init_data(TOKEN, USER, query_id="AAH1", auth_date=DATE)
    changed = data.draw(one_changed(whole))
    if sorted(parse_qsl(changed, keep_blank_values=True)) == sorted(parse_qsl(whole)):
        return  # `%7b` is `%7B`
    with pytest.raises(BadInput) as refused:
        from_mini_app(changed, bot_token=TOKEN, now=NOW)
    assert refused.value.field == "telegram"


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput):
        from_mini_app(text, bot_token=TOKEN, now=NOW)
    with pytest.raises(BadInput):
        from_widget({"hash": text, "id": text, text: text}, bot_token=TOKEN, now=NOW)


@st.composite
def one_changed(draw: st.DrawFn, text: str) -> str:
    place = draw(st.integers(0, len(text) - 1))
    other = draw(
        st.characters(exclude_categories=(), max_codepoint=0xFFFF).filter(lambda one: one != text[place])
    )
    return text[:place] + other + text[place + 1 :]
