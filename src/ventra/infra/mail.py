"""Letters to people, handed over to a mail server by SMTP, one at a time."""

from __future__ import annotations

import asyncio
import ssl
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, make_msgid

import aiosmtplib

from ventra.core.hosts import is_private
from ventra.errors import BadInput, NotFound, SettingWrong, Unavailable
from ventra.forms import MAIL_ADDRESS, smtp

WAIT_SECONDS = 10.0
"""How long the server may take to be reached, and over each of its answers."""
MOST_SECONDS = 60.0
AGAIN_SECONDS = 60
LONGEST_SUBJECT = 200
# Characters that end a line somewhere, and those no letter can carry.
_NOT_IN_A_HEADER = frozenset({"Cc", "Cs", "Zl", "Zp"})
_POLICY = WIRE.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; its kind as `application` and `pdf`."""

    name: str
    main_kind: str
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is sent; `html` says the same as `text`, for programs that show it."""

    to: str
    subject: str
    text: str
    language: str
    html: str | None = None
    attached: tuple[Attachment, ...] = ()


class Mail:
    """The mail server of `SMTP_URL`. `trusted` says whose certificates are believed: those the system believes, by itself."""

    def __init__(self, smtp_url: str, *, trusted: ssl.SSLContext | None = None) -> None:
        try:
            self._server = smtp(smtp_url)
        except ValueError as wrong:
            raise SettingWrong("SMTP_URL", str(wrong)) from None
        self._trusted = trusted
        # A relay of one's own network, which asks for no password, often has no certificate.
        self._start_tls = not self._server.tls and (self._server.user is not None or not is_private(smtp_url))

    async def send(self, letter: Letter) -> None:
        """Hand one letter over; what returns has been taken by the server.

        Raises `BadInput` when the recipient is no address or the subject breaks its line, `NotFound` when the server takes
        nothing for this recipient, `Unavailable` when it is away or asks to come again, `SettingWrong` when it refuses the
        login, the sender or an encrypted line.
        """
        message = self._written(letter)
        with _named():
            async with asyncio.timeout(MOST_SECONDS), self._line() as line:
                await line.send_message(message, sender=self._server.address, recipients=[letter.to])

    def _line(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=None if server.user is None else server.user.encode(),
            password=None if server.password is None else server.password.encode(),
            # Else the machine's own name is looked up, which can take long and concerns nobody.
            local_hostname=_domain(server.address),
            timeout=WAIT_SECONDS,
            use_tls=server.tls,
            start_tls=self._start_tls,
            tls_context=self._trusted,
        )

    def _written(self, letter: Letter) -> EmailMessage:
        if not MAIL_ADDRESS.fullmatch(letter.to):
            raise BadInput("this is no e-mail address", field="to")
        if len(letter.subject) > LONGEST_SUBJECT or any(
            unicodedata.category(one) in _NOT_IN_A_HEADER for one in letter.subject
        ):
            raise BadInput(f"a subject is one line of at most {LONGEST_SUBJECT} characters", field="subject")
        message = EmailMessage(policy=_POLICY)
        message["From"] = Address(self._server.name, addr_spec=self._server.address)
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = make_msgid(domain=_domain(self._server.address))
        # So that no automatic answer comes back (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        if letter.html is not None:
            message.add_alternative(letter.html, subtype="html")
        for file in letter.attached:
            message.add_attachment(file.body, maintype=file.main_kind, subtype=file.kind, filename=file.name)
        message["Content-Language"] = letter.language
        return message


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


@contextmanager
def _named() -> Iterator[None]:
    """Raise what the client raises inside as one of ours. Of the server's own words only the number is told."""
    try:
        yield
    except aiosmtplib.SMTPRecipientsRefused as refused:
        raise _of_number(refused.recipients[0].code, "the recipient") from refused
    except aiosmtplib.SMTPDataError as refused:
        raise _of_number(refused.code, "the letter") from refused
    except aiosmtplib.SMTPAuthenticationError as refused:
        raise _refusal(refused.code, "the login") from refused
    except aiosmtplib.SMTPSenderRefused as refused:
        raise _refusal(refused.code, "the sender") from refused
    except (aiosmtplib.SMTPException, OSError) as failure:
        raise _of_line(failure) from failure


def _of_number(code: int, what: str) -> NotFound | Unavailable:
    if code < 500:
        return _later(f"answers {code} to {what}")
    return NotFound(f"the mail server takes nothing for this address: it answers {code} to {what}")


def _refusal(code: int, what: str) -> SettingWrong | Unavailable:
    if code < 500:
        return _later(f"answers {code} to {what}")
    return SettingWrong("SMTP_URL", f"the mail server refuses {what} with {code}")


def _of_line(failure: Exception) -> SettingWrong | Unavailable:
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return SettingWrong("SMTP_URL", f"no encrypted line comes about: {_words(cause)}")
        cause = cause.__cause__ or cause.__context__
    # A plain one has no number and is no lost line: the server lacks what is needed of it.
    if type(failure) is aiosmtplib.SMTPException:
        return SettingWrong("SMTP_URL", "the mail server offers no STARTTLS, or no way to log in over it")
    code = getattr(failure, "code", None)
    return _later(f"does not answer: {type(failure).__name__}" if code is None else f"answers {code}")


def _words(failure: ssl.SSLError) -> str:
    return getattr(failure, "verify_message", None) or failure.reason or type(failure).__name__


def _later(what: str) -> Unavailable:
    return Unavailable(f"the mail server {what}", retry_after_seconds=AGAIN_SECONDS, dependency="mail")
