"""Telegram's HTML as its server reads it: few tags, all closed in order; anything else is refused."""

from __future__ import annotations

from html.parser import HTMLParser

TAGS = frozenset(
    (
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "a",
        "code",
        "pre",
        "blockquote",
        "tg-spoiler",
    )
)


class Unparsable(Exception):
    """Telegram would refuse the text."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise Unparsable(f'unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Unparsable(f'unexpected end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise Unparsable("a < that begins no tag")
        self.words.append(data)


def plain(html: str) -> str:
    """The words of a text with Telegram's marks; `Unparsable` where Telegram would refuse it."""
    reader = _Reader()
    # The parser hands over a `&lt;` as `<` already; only a bare one may be refused.
    reader.feed(html.replace("&lt;", "\0"))
    reader.close()
    if reader.open:
        raise Unparsable(f'no end tag for "{reader.open[-1]}"')
    return "".join(reader.words).replace("\0", "<")
