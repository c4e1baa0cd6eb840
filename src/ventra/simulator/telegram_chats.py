"""What the Bot API server on loopback knows besides messages: pictures, typing, members of groups, inline searches."""

from __future__ import annotations

import json
from typing import Any

from ventra.simulator.telegram_chat import DATE, Offered, Person, Shown
from ventra.simulator.telegram_html import Unparsable, plain
from ventra.simulator.telegram_keys import Params, Refused, buttons_of, markup_of

MOST_RESULTS = 50
LONGEST_CAPTION = 1024
ACTIONS = ("typing", "upload_photo", "upload_document")


class Chats:
    """The part of the server that answers these calls."""

    _people: dict[int, Person]

    def next_number(self) -> int:
        """A number nobody has had."""
        raise NotImplementedError

    async def _send_photo(self, params: Params) -> Any:
        person = self._chat(params)
        photo = params["photo"]
        if isinstance(photo, str):
            photo = params[photo.removeprefix("attach://")]
        if photo.file.read(8) != b"\x89PNG\r\n\x1a\n":
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        caption = words_of(params, "caption", LONGEST_CAPTION, empty=True)
        buttons = buttons_of(markup_of(params), private=person.chat_type == "private")
        shown = Shown(self.next_number(), caption, buttons, photo=True)
        person.seen.append(shown)
        size = {"file_id": "1", "file_unique_id": "1", "width": 1200, "height": 630}
        return sent(person, shown) | {"photo": [size], "caption": shown.text}

    async def _send_document(self, params: Params) -> Any:
        person = self._chat(params)
        file = params["document"]
        if isinstance(file, str):
            file = params[file.removeprefix("attach://")]
        body = file.file.read()
        if not body:
            raise Refused(400, "Bad Request: file must be non-empty")
        caption = words_of(params, "caption", LONGEST_CAPTION, empty=True)
        buttons = buttons_of(markup_of(params), private=person.chat_type == "private")
        shown = Shown(self.next_number(), caption, buttons, document=(str(file.filename), body))
        person.seen.append(shown)
        told = {"file_id": "1", "file_unique_id": "1", "file_name": file.filename, "file_size": len(body)}
        return sent(person, shown) | {"document": told, "caption": shown.text}

    async def _send_chat_action(self, params: Params) -> Any:
        person = self._chat(params)
        if params.get("action") not in ACTIONS:
            raise Refused(400, "Bad Request: wrong parameter action in request")
        person.actions.append(str(params["action"]))
        return True

    async def _get_chat_member(self, params: Params) -> Any:
        group, user_id = self._chat(params), int(params["user_id"])
        status = group.members.get(user_id)
        if status is None:
            raise Refused(400, "Bad Request: PARTICIPANT_ID_INVALID")
        user = {"id": user_id, "is_bot": False, "first_name": "A"}
        if status == "creator":
            return {"status": status, "user": user, "is_anonymous": False}
        if status == "administrator":
            rights = (
                "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
                "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
                "can_edit_stories", "can_delete_stories", "can_send_welcome_messages",
            )  # fmt: skip
            return {"status": status, "user": user} | dict.fromkeys(rights, False)
        return {"status": status, "user": user}

    async def _answer_inline_query(self, params: Params) -> Any:
        results = params["results"]
        found = json.loads(results) if isinstance(results, str) else results
        if len(found) > MOST_RESULTS:
            raise Refused(400, "Bad Request: RESULTS_TOO_MUCH")
        if len({one["id"] for one in found}) != len(found):
            raise Refused(400, "Bad Request: RESULT_ID_DUPLICATE")
        offered = [_offered(one) for one in found]
        for person in self._people.values():
            if params["inline_query_id"] in person.searching:
                person.searching.remove(params["inline_query_id"])
                person.offered.append(offered)
                return True
        raise Refused(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )

    def _chat(self, params: Params) -> Person:
        person = self._people.get(int(params["chat_id"]))
        if person is None:
            raise Refused(400, "Bad Request: chat not found")
        return person


def words_of(params: Params, name: str, longest: int, *, empty: bool = False) -> str:
    """A text as it was sent; refuses what cannot be parsed, is empty or too long."""
    text = str(params.get(name) or "")
    marked = params.get("parse_mode") == "HTML"
    try:
        words = plain(text) if marked else text
    except Unparsable as wrong:
        raise Refused(400, f"Bad Request: can't parse entities: {wrong}") from None
    if not words.strip() and not empty:
        raise Refused(400, f"Bad Request: message {name} is empty")
    if len(words) > longest:
        raise Refused(400, f"Bad Request: message {name} is too long")
    return text


def sent(person: Person, shown: Shown) -> dict[str, Any]:
    """A message that was sent, as the server answers."""
    chat = {"id": person.id, "type": person.chat_type}
    return {"message_id": shown.message_id, "date": DATE, "chat": chat, "text": shown.text}


def _offered(result: dict[str, Any]) -> Offered:
    if not 1 <= len(str(result["id"]).encode()) <= 64:
        raise Refused(400, "Bad Request: RESULT_ID_INVALID")
    content = result["input_message_content"]
    text = words_of({"text": content["message_text"], "parse_mode": content.get("parse_mode")}, "text", 4096)
    buttons = buttons_of(result.get("reply_markup") or {}, private=False)
    return Offered(str(result["title"]), str(result.get("description") or ""), text, buttons)
