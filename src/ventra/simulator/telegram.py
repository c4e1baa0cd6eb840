"""A Bot API server on loopback that speaks the real wire: the bot's terminal preview and the tests talk to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from ventra.simulator.telegram_chat import Person, Shown
from ventra.simulator.telegram_chats import Chats, sent, words_of
from ventra.simulator.telegram_keys import Params, Refused, buttons_of, keys_of, markup_of

TOKEN = "1234567:a-token-of-the-local-preview-server"  # noqa: S105 - opens nothing but this server
LONGEST_MESSAGE = 4096
LONGEST_POLL_SECONDS = 50
MOST_UPDATES = 100
_WORDS = {
    400: "Bad Request: can't parse entities: unsupported start tag",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call instead of an answer: a status (429 with its seconds), or silence."""

    status: int = 500
    retry_after: int | None = None
    hang_seconds: float = 0
    words: str = ""
    after: bool = False
    """The call takes effect, and only its answer is lost."""


class FakeTelegram(Chats):
    """The server. `person()` gives people to write as; `fail()` makes the next calls of a method go wrong."""

    def __init__(
        self, token: str = TOKEN, username: str = "ventra_preview_bot", *, first_update_id: int = 700_000_000
    ) -> None:
        self.token, self.username, self.url = token, username, ""
        self.calls: list[tuple[str, Params]] = []
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.group_commands: dict[str, list[dict[str, str]]] = {}
        self.webhook = ""
        self.menu: dict[str, Any] = {}
        self.changed = asyncio.Event()
        self.whim: Callable[[str], Fault | None] = lambda _: None
        """What goes wrong with a call of a method for which no fault was ordered."""
        self._people: dict[int, Person] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._arrived = asyncio.Event()
        self._poll = 0
        self._number = 0
        self._update_id = first_update_id
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Serve on loopback; the base address, as `TELEGRAM_API_URL` takes it."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Stop serving."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def person(self, number: int, language_code: str | None = None, chat_type: str = "private") -> Person:
        """Somebody new who may write."""
        self._people[number] = Person(self.deliver, self.next_number, number, language_code, chat_type)
        return self._people[number]

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of a method go wrong."""
        self._faults[method].extend([fault] * times)

    def work_again(self, method: str) -> None:
        """Forget the faults of a method that have not happened yet."""
        self._faults[method].clear()

    def called(self, method: str) -> list[Params]:
        """What a method was called with, in order."""
        return [params for name, params in self.calls if name == method]

    @property
    def unconfirmed(self) -> list[int]:
        """Ids of updates that the bot has not confirmed."""
        return [update["update_id"] for update in self._updates]

    def deliver(self, kind: str, content: dict[str, Any]) -> int:
        """Put an update where the bot finds it; its id."""
        self._update_id += 1
        self._updates.append({"update_id": self._update_id, kind: content})
        self._arrived.set()
        return self._update_id

    def next_number(self) -> int:
        """A number nobody has had."""
        self._number += 1
        return self._number

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        params = await _params(request)
        self.calls.append((method, params))
        try:
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            handler: Callable[[Params], Any] | None = getattr(self, f"_{_snake(method)}", None)
            if handler is None:
                raise Refused(404, "Not Found: method not found")
            fault = self._faults[method].popleft() if self._faults[method] else self.whim(method)
            if fault and not fault.after:
                await _go_wrong(fault)
            result = await handler(params)
            if fault and fault.after:
                await _go_wrong(fault)
        except Refused as refused:
            return _refusal(refused)
        finally:
            self.changed.set()
        return web.json_response({"ok": True, "result": result})

    async def _get_me(self, _: Params) -> Any:
        return {
            "id": int(self.token.split(":")[0]),
            "is_bot": True,
            "first_name": "VENTRA",
            "username": self.username,
        }

    async def _get_updates(self, params: Params) -> Any:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll += 1
        mine, offset = self._poll, int(params.get("offset") or 0)
        while offset > 0 and self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        until = asyncio.get_running_loop().time() + min(int(params.get("timeout") or 0), LONGEST_POLL_SECONDS)
        self._arrived.set()  # wakes an earlier poll, which then sees that it is not the last one
        while mine == self._poll and not self._updates:
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                break
            self._arrived.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), left)
        if mine != self._poll:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        return list(self._updates)[: int(params.get("limit") or MOST_UPDATES)]

    async def _send_message(self, params: Params) -> Any:
        person, markup = self._chat(params), markup_of(params)
        buttons = buttons_of(markup, private=person.chat_type == "private")
        shown = Shown(self.next_number(), words_of(params, "text", LONGEST_MESSAGE), buttons)
        keys = keys_of(markup)
        person.keys = person.keys if keys is None else keys
        person.seen.append(shown)
        return sent(person, shown)

    async def _edit_message_text(self, params: Params) -> Any:
        person, text = self._chat(params), words_of(params, "text", LONGEST_MESSAGE)
        buttons = buttons_of(markup_of(params), private=person.chat_type == "private")
        shown = next(
            (one for one in person.seen if str(one.message_id) == str(params.get("message_id"))), None
        )
        if shown is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if shown.photo:
            raise Refused(400, "Bad Request: there is no text in the message to edit")
        if (shown.html, shown.buttons) == (text, buttons):
            raise Refused(400, "Bad Request: message is not modified")
        shown.html, shown.buttons, shown.edits = text, buttons, shown.edits + 1
        return sent(person, shown)

    async def _answer_callback_query(self, params: Params) -> Any:
        for person in self._people.values():
            if params["callback_query_id"] in person.pressed:
                person.pressed.remove(params["callback_query_id"])
                if params.get("text"):
                    person.notices.append(str(params["text"]))
                return True
        raise Refused(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )

    async def _delete_webhook(self, _: Params) -> Any:
        self.webhook = ""
        return True

    async def _get_webhook_info(self, _: Params) -> Any:
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }

    async def _set_my_commands(self, params: Params) -> Any:
        scope = json.loads(params.get("scope") or "{}").get("type", "default")
        kept = self.commands if scope == "default" else self.group_commands
        kept[str(params.get("language_code") or "")] = json.loads(params["commands"])
        return True

    async def _set_chat_menu_button(self, params: Params) -> Any:
        asked = params["menu_button"]
        self.menu = json.loads(asked) if isinstance(asked, str) else asked
        if not str(self.menu.get("web_app", {}).get("url", "")).startswith("https://"):
            raise Refused(400, "Bad Request: Web App URL must use https")
        return True


async def _params(request: web.Request) -> Params:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(request.query) | dict(await request.post())


def _snake(method: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in method)


async def _go_wrong(fault: Fault) -> None:
    if fault.hang_seconds:
        await asyncio.sleep(fault.hang_seconds)
    if fault.status == 429:
        raise Refused(429, f"Too Many Requests: retry after {fault.retry_after}", fault.retry_after)
    raise Refused(fault.status, fault.words or _WORDS.get(fault.status, "Internal Server Error"))


def _refusal(refused: Refused) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refused.status, "description": refused.description}
    if refused.retry_after is not None:
        body["parameters"] = {"retry_after": refused.retry_after}
    return web.json_response(body, status=refused.status)
