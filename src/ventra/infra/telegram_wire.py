"""Between Telegram's wire and our values: what of an update we understand, and keys as Telegram takes them."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import types
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
    WebAppInfo,
)

from ventra.core.talk import Button, Contact, Found, Inline, Membership, Message, Other, Press, Reply, Said

ALLOWED = ("message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of update that are asked for."""
PRESENT = ("creator", "administrator", "member", "restricted")
Keys = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def said_of(update: Update) -> Said:
    """What we understand of an update."""
    if update.message is not None and update.message.from_user is not None:
        return _message(update.update_id, update.message, update.message.from_user)
    query = update.callback_query
    if query is not None and query.message is not None:
        return Press(
            update_id=update.update_id,
            chat_id=query.message.chat.id,
            private=query.message.chat.type == "private",
            language_code=query.from_user.language_code,
            press_id=query.id,
            message_id=query.message.message_id,
            data=query.data or "",
            username=query.from_user.username,
            user_id=query.from_user.id,
            name=query.from_user.full_name,
        )
    if update.inline_query is not None:
        asked = update.inline_query
        return Inline(
            update_id=update.update_id,
            query_id=asked.id,
            user_id=asked.from_user.id,
            language_code=asked.from_user.language_code,
            text=asked.query,
        )
    if update.my_chat_member is not None:
        moved = update.my_chat_member
        return Membership(
            update_id=update.update_id,
            chat_id=moved.chat.id,
            private=moved.chat.type == "private",
            present=moved.new_chat_member.status in PRESENT,
        )
    return Other(update_id=update.update_id)


def _message(update_id: int, message: types.Message, person: types.User) -> Message:
    entities = message.entities or message.caption_entities or []
    return Message(
        update_id=update_id,
        chat_id=message.chat.id,
        private=message.chat.type == "private",
        language_code=person.language_code,
        text=message.text or message.caption,
        username=person.username,
        user_id=person.id,
        name=person.full_name,
        title=message.chat.title or "",
        links=tuple(one.url for one in entities if one.url),
        contact=None if message.contact is None else Contact(message.contact.user_id),
    )


def keys_of(reply: Reply) -> Keys | None:
    """The keys that a message brings along."""
    if reply.asks_contact is not None:
        key = KeyboardButton(text=reply.asks_contact, request_contact=True)
        return ReplyKeyboardMarkup(keyboard=[[key]], resize_keyboard=True, one_time_keyboard=True)
    if reply.clears_keys:
        return ReplyKeyboardRemove(remove_keyboard=True)
    return buttons_of(reply.buttons, reply.per_row)


def buttons_of(buttons: Sequence[Button], per_row: int = 2) -> InlineKeyboardMarkup | None:
    """Buttons under a message; two a row: four languages fit a phone."""
    if not buttons:
        return None
    made = [_button(one) for one in buttons]
    return InlineKeyboardMarkup(
        inline_keyboard=[made[at : at + per_row] for at in range(0, len(made), per_row)]
    )


def _button(button: Button) -> InlineKeyboardButton:
    if button.url is not None:
        return InlineKeyboardButton(text=button.words, url=button.url)
    if button.page is not None:
        return InlineKeyboardButton(text=button.words, web_app=WebAppInfo(url=button.page))
    if button.share is not None:
        return InlineKeyboardButton(text=button.words, switch_inline_query=button.share)
    return InlineKeyboardButton(text=button.words, callback_data=button.data)


def article(found: Found) -> InlineQueryResultArticle:
    """One result of an inline search."""
    return InlineQueryResultArticle(
        id=found.key,
        title=found.title,
        description=found.line,
        input_message_content=InputTextMessageContent(message_text=found.text, parse_mode="HTML"),
        reply_markup=buttons_of(found.buttons),
        thumbnail_url=found.photo_url,
    )
