"""Uzbek Latin to Uzbek Cyrillic, for our own texts: written once in Latin, shown in both.

Rules of the 1995 alphabet backwards; what they cannot know (the soft sign, `ц` written `s`) stands in a table
of stems.
"""

from __future__ import annotations

import re

APOSTROPHES = "'`´ʻʼʽʹˈ‘’‛′＇"

_KEPT_WORDS = """
VENTRA Uzum Market Telegram API CSV JSON NDJSON Parquet PDF PNG URL HTML SQL SKU FBO FBS DBS ID UTC UZS USD MCP
Chromium HTTP HTTPS REST GraphQL OpenAPI Postgres PostgreSQL Redis Railway GitHub Excel Google iPhone Samsung
Xiaomi Apple AI RFC MB GB KB WAPE HHI Anthropic SerpAPI AliExpress Brotli gzip Sentry ndjson csv parquet
"""
KEPT = frozenset(_KEPT_WORDS.split())
_BRANDS_LONGEST_FIRST = tuple(sorted((word for word in KEPT if len(word) > 3), key=len, reverse=True))

_STEM_PAIRS = """
yanvar=январь fevral=февраль aprel=апрель iyun=июнь iyul=июль sentabr=сентябрь oktabr=октябрь noyabr=ноябрь
dekabr=декабрь aksiya=акция funksiya=функция seksiya=секция instruksiya=инструкция konstruksiya=конструкция
kolleksiya=коллекция proyeksiya=проекция sirk=цирк sement=цемент konsert=концерт fransuz=француз mebel=мебель
model=модель albom=альбом parol=пароль palto=пальто kalkulyator=калькулятор filtr=фильтр medal=медаль
pult=пульт nol=ноль
obyekt=объект subyekt=субъект kompyuter=компьютер interyer=интерьер pitsa=пицца multfilm=мультфильм
gel=гель shampun=шампунь tunnel=туннель panel=панель sentner=центнер sex=цех kultura=культура
"""
STEMS = dict(pair.split("=") for pair in _STEM_PAIRS.split())
_STEMS_LONGEST_FIRST = tuple(sorted(STEMS, key=len, reverse=True))
_SHORT_STEMS = frozenset({"gel", "nol", "sex", "pult", "sirk"})

_PAIRS = {"sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е", "oʻ": "ў", "gʻ": "ғ"}
_SINGLES = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True))
_VOWELS = frozenset("aeiouʻ")
_LATIN_ONLY = re.compile("w|c(?!h)")

_MARK = f"[{re.escape(APOSTROPHES)}]"
_TOKEN = re.compile(
    r"(?P<kept>\{[^{}]*\}|https?://\S+|www\.\S+|<[^<>]*>|[\w.+-]+@[\w.-]+\.\w+|(?<!\S)[@/]\w+)"
    rf"|(?P<word>[A-Za-z](?:[A-Za-z]|{_MARK}(?=[A-Za-z])|(?<=[oOgG]){_MARK})*)"
)


def to_cyrillic(text: str) -> str:
    """Uzbek Latin text in Uzbek Cyrillic; `{placeholders}`, addresses, tags, commands and brands stay."""
    return _TOKEN.sub(_token, text)


def _token(match: re.Match[str]) -> str:
    word = match["word"]
    if word is None:
        return match[0]
    bare = re.sub(_MARK, "ʻ", word)
    if bare in KEPT or _LATIN_ONLY.search(bare.lower()):
        return word
    for brand in _BRANDS_LONGEST_FIRST:
        if bare.startswith(brand) and bare[len(brand) :].islower():
            return brand + _spell(bare[len(brand) :].lstrip("ʻ"), start=False)
    return _cased(_word(bare.lower()), bare)


def _word(lower: str) -> str:
    for stem in _STEMS_LONGEST_FIRST:
        rest = lower[len(stem) :]
        if not lower.startswith(stem) or (rest and stem in _SHORT_STEMS):
            continue
        return (STEMS[stem].removesuffix("ь") if rest else STEMS[stem]) + _spell(rest, start=False)
    return _spell(lower, start=True)


def _spell(lower: str, *, start: bool) -> str:
    out: list[str] = []
    at = 0
    while at < len(lower):
        cyrillic, taken = _next(lower, at, first=start and at == 0)
        out.append(cyrillic)
        at += taken
    return "".join(out)


def _next(lower: str, at: int, *, first: bool) -> tuple[str, int]:
    """The Cyrillic of what stands at `at`, and how many Latin letters that took."""
    three = lower[at : at + 3]
    if three in ("yoʻ", "sʻh"):
        return {"yoʻ": "йў", "sʻh": "сҳ"}[three], 3
    if three[:2] == "ts" and (
        first or lower[at + 2 : at + 3] == "e" or lower[at + 2 :].startswith(("iya", "ion"))
    ):
        return "ц", 2
    if three[:2] in _PAIRS:
        return _PAIRS[three[:2]], 2
    letter = three[0]
    if letter == "ʻ":
        return "ъ", 1
    if letter == "e":
        return ("э" if first or (at > 0 and lower[at - 1] in _VOWELS) else "е"), 1
    return _SINGLES.get(letter, letter), 1


def _cased(cyrillic: str, latin: str) -> str:
    if latin.replace("ʻ", "").isupper():
        return cyrillic.upper()
    return cyrillic[:1].upper() + cyrillic[1:] if latin[:1].isupper() else cyrillic
