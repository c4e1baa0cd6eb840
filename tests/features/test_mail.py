"""Letters, handed over to a real mail server on this machine: what arrives, what is refused, and who is to blame."""

from __future__ import annotations

import asyncio
import ssl
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from fixtures.post import Postbox, post_office
from ventra.errors import BadInput, NotFound, SettingWrong, Unavailable, VentraError
from ventra.infra import mail as mail_module
from ventra.infra.mail import Letter, Mail

# The server does not see that the line is encrypted already where TLS comes first.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
SENDER = "from=VENTRA%20%3Cno-reply@ventra.example%3E"
LETTER = Letter(
    to="somebody@example.uz",
    subject="Manzilingizni tasdiqlang: oʻ, gʻ, ʼ — подтвердите адрес",
    text="Salom!\n.\nHavola: https://ventra.example/confirm#" + "a1B2" * 40 + "\n",
    language="uz",
    html="<p>Salom! <a href='https://ventra.example'>Havola</a> — ссылка</p>",
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that nobody but the test believes, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of a test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("mail") / "mail.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + signed.public_bytes(Encoding.PEM))
    return file


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def url(port: int, *, scheme: str = "smtp", user: str = "post:sec%2Fret%40word@") -> str:
    return f"{scheme}://{user}127.0.0.1:{port}?{SENDER}"


async def test_a_letter_arrives_as_it_was_written_over_an_encrypted_line(certificate: Path) -> None:
    box = Postbox()
    async with post_office(box, certificate=certificate, login=True) as port:
        await Mail(url(port), trusted=trusting(certificate)).send(LETTER)
    assert box.encrypted == [True]
    assert (box.taken[0].mail_from, box.taken[0].rcpt_tos) == ("no-reply@ventra.example", [LETTER.to])
    letter = box.letter()
    assert letter["From"] == "VENTRA <no-reply@ventra.example>"
    assert (letter["To"], letter["Subject"]) == (LETTER.to, LETTER.subject)
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "uz")
    assert letter["Message-ID"].endswith("@ventra.example>")
    assert abs(parsedate_to_datetime(letter["Date"]) - datetime.now(UTC)) < timedelta(minutes=1)
    plain, rich = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().replace("\r\n", "\n") == LETTER.text
    assert rich.get_content().strip() == LETTER.html
    assert letter.get_content_type() == "multipart/alternative"
    assert box.taken[0].content.isascii()


async def test_tls_from_the_first_byte_and_a_letter_of_text_alone(certificate: Path) -> None:
    box = Postbox()
    async with post_office(box, certificate=certificate, tls_at_once=True, login=True) as port:
        mail = Mail(url(port, scheme="smtps"), trusted=trusting(certificate))
        await mail.send(Letter(to=LETTER.to, subject="Two", text="Second", language="en"))
    assert box.encrypted == [True]
    assert box.letter().get_content_type() == "text/plain"
    assert box.letter().get_content().strip() == "Second"


async def test_a_relay_of_ones_own_network_needs_neither_login_nor_certificate() -> None:
    box = Postbox()
    async with post_office(box) as port:
        await Mail(url(port, user="")).send(LETTER)
    assert (box.encrypted, len(box.taken)) == ([False], 1)


async def test_a_password_is_never_sent_in_the_clear() -> None:
    box, heard = Postbox(), bytearray()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        while line := await reader.readline():
            heard.extend(line)
            writer.write(
                b"250-mail.test\r\n250 AUTH PLAIN LOGIN\r\n" if line[:4] == b"EHLO" else b"250 OK\r\n"
            )
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        with pytest.raises(SettingWrong, match="offers no STARTTLS"):
            await Mail(url(server.sockets[0].getsockname()[1])).send(LETTER)
    assert b"EHLO ventra.example" in heard
    assert b"AUTH" not in heard
    assert box.taken == []


def test_a_relay_of_the_world_is_never_spoken_to_in_the_clear() -> None:
    assert Mail(f"smtp://mail.example.com?{SENDER}")._start_tls
    assert Mail(f"smtp://192.0.3.9?{SENDER}")._start_tls
    assert not Mail(f"smtp://mail:1025?{SENDER}")._start_tls
    assert Mail(f"smtp://u:p@mail:1025?{SENDER}")._start_tls


@pytest.mark.parametrize("tls_at_once", [True, False])
async def test_a_certificate_that_nobody_believes_is_the_settings_fault(
    certificate: Path, tls_at_once: bool
) -> None:
    box = Postbox()
    async with post_office(box, certificate=certificate, tls_at_once=tls_at_once, login=True) as port:
        with pytest.raises(SettingWrong, match=r"^SMTP_URL: no encrypted line comes about: self"):
            await Mail(url(port, scheme="smtps" if tls_at_once else "smtp")).send(LETTER)
    assert box.taken == []


async def test_the_wrong_scheme_is_the_settings_fault() -> None:
    async with post_office(Postbox()) as port:
        with pytest.raises(SettingWrong, match="no encrypted line comes about"):
            await Mail(url(port, scheme="smtps")).send(LETTER)


async def test_a_refused_login_is_the_settings_fault_and_shows_no_password(certificate: Path) -> None:
    async with post_office(Postbox(), certificate=certificate, login=True) as port:
        with pytest.raises(
            SettingWrong, match=r"^SMTP_URL: the mail server refuses the login with 535$"
        ) as told:
            await Mail(url(port, user="post:wrong-word@"), trusted=trusting(certificate)).send(LETTER)
    assert "wrong-word" not in str(told.value) + repr(told.value.facts)


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"rcpt": "550 5.1.1 no such user"}, NotFound),
        ({"rcpt": "450 4.2.1 come later"}, Unavailable),
        ({"data": "554 5.7.1 not wanted"}, NotFound),
        ({"data": "452 4.3.1 no room"}, Unavailable),
        ({"mail": "553 5.7.1 not your name"}, SettingWrong),
        ({"mail": "451 4.7.1 come later"}, Unavailable),
    ],
)
async def test_a_refusal_is_put_down_to_whose_fault_it_is(
    answers: dict[str, str], kind: type[VentraError]
) -> None:
    async with post_office(Postbox(**answers)) as port:
        with pytest.raises(VentraError) as told:
            await Mail(url(port, user="")).send(LETTER)
    assert type(told.value) is kind
    [answer] = answers.values()
    assert answer[:3] in str(told.value)
    assert answer[10:] not in str(told.value)
    assert LETTER.to not in str(told.value)


@pytest.mark.parametrize(
    ("words", "kind"),
    [(b"421 too many\r\n", Unavailable), (b"nonsense\r\n", Unavailable), (b"", Unavailable)],
)
async def test_a_server_that_does_not_greet_is_away(words: bytes, kind: type[VentraError]) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        with pytest.raises(kind):
            await Mail(url(server.sockets[0].getsockname()[1], user="")).send(LETTER)


async def test_a_server_that_is_not_there_is_away() -> None:
    async with post_office(Postbox()) as port:
        pass
    with pytest.raises(Unavailable) as told:
        await Mail(url(port)).send(LETTER)
    assert (told.value.retry_after_seconds, told.value.facts["dependency"]) == (60, "mail")


@pytest.mark.parametrize("greeting", [b"", b"220 mail.test\r\n"])
async def test_a_server_that_falls_silent_is_not_waited_for(
    greeting: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_module, "WAIT_SECONDS", 0.3)

    async def say_no_more(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_no_more, "127.0.0.1", 0) as server:
        begun = time.monotonic()
        with pytest.raises(Unavailable, match="does not answer"):
            await Mail(url(server.sockets[0].getsockname()[1], user="")).send(LETTER)
        assert time.monotonic() - begun < 5


async def test_a_server_that_dawdles_over_every_word_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail_module, "MOST_SECONDS", 0.5)

    async def dawdle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        while await reader.readline():
            await asyncio.sleep(0.2)
            writer.write(b"250 OK\r\n")
        writer.close()

    async with await asyncio.start_server(dawdle, "127.0.0.1", 0) as server:
        begun = time.monotonic()
        with pytest.raises(Unavailable, match="does not answer"):
            await Mail(url(server.sockets[0].getsockname()[1], user="")).send(LETTER)
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("to", "subject", "field"),
    [
        ("a@b.uz\r\nBcc: c@d.uz", "x", "to"),
        ("a@b.uz\n", "x", "to"),
        ("a@b.uz, c@d.uz", "x", "to"),
        ("Somebody <a@b.uz>", "x", "to"),
        ("a@b..uz", "x", "to"),
        ("a@" + "b" * 254, "x", "to"),
        ("ё@b.uz", "x", "to"),
        ("", "x", "to"),
        ("a@b.uz", "x\r\nBcc: c@d.uz", "subject"),
        ("a@b.uz", "x\nBcc: c@d.uz", "subject"),
        ("a@b.uz", "x\u2028y", "subject"),
        ("a@b.uz", "x\x85y", "subject"),
        ("a@b.uz", "x\x00", "subject"),
        ("a@b.uz", "x\udcff", "subject"),
        ("a@b.uz", "x" * 201, "subject"),
    ],
)
async def test_a_header_cannot_be_slipped_in(to: str, subject: str, field: str) -> None:
    box = Postbox()
    async with post_office(box) as port:
        with pytest.raises(BadInput) as told:
            await Mail(url(port, user="")).send(Letter(to=to, subject=subject, text="x", language="en"))
    assert (told.value.field, box.taken) == (field, [])


def test_a_malformed_address_of_the_server_is_named() -> None:
    with pytest.raises(SettingWrong, match=r"^SMTP_URL: expected"):
        Mail("smtp://post:secret-word@127.0.0.1")
