"""Titles that read like a seller wrote them, in Uzbek and Russian, and the names of axes and their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ventra.simulator.catalogue import Catalogue
from ventra.simulator.categories import leaves
from ventra.simulator.words import Both, words

Language = Literal["uz", "ru"]
APOSTROPHES = ("ʻ", "'", "‘", "’")
_LETTERS = "ABDKMPSTX"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an axis; `value` is `#rrggbb` for a colour."""

    names: Both
    value: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One characteristic of a product: its name, its kind and its values in the order variants point into."""

    names: Both
    kind: str | None
    values: tuple[Value, ...]


def titles_of(catalogue: Catalogue, place: int) -> Both:
    """A product's title in both languages."""
    noun, brand, first, second, spelling, code = catalogue.words[place].tolist()
    node = leaves()[int(catalogue.leaf[place])].node
    name = node.brands[brand] if brand >= 0 else ""
    model = f"{_LETTERS[code % len(_LETTERS)]}{code // len(_LETTERS) + 1}{place % 10}" if code >= 0 else ""
    told = [node.nouns[noun]]
    if first >= 0:
        told.append(node.a[first])
    if second >= 0:
        told.append(node.b[second])
    uz = _joined([one.uz for one in told], name, model).replace("ʻ", APOSTROPHES[spelling])
    return Both(uz, _joined([one.ru for one in told], name, model))


def _joined(parts: list[str], brand: str, model: str) -> str:
    head = " ".join(word for word in (parts[0], brand, model) if word)
    return ", ".join([head, *parts[1:]])


def axes_of(catalogue: Catalogue, place: int) -> tuple[Axis, ...]:
    """A product's axes: colours first, then sizes; none for a product that comes in one kind only."""
    colours, first_colour, step = catalogue.colours[place].tolist()
    sizes, first_size = catalogue.sizes[place].tolist()
    scale_name = leaves()[int(catalogue.leaf[place])].node.scale
    axes = []
    if colours:
        palette = words().colours
        picked = [palette[(first_colour + step * k) % len(palette)] for k in range(colours)]
        values = tuple(Value(Both(one.uz, one.ru), one.value) for one in picked)
        axes.append(Axis(words().colour_axis, "COLOR", values))
    if sizes and scale_name:
        scale = words().scales[scale_name]
        values = tuple(Value(one, one.uz) for one in scale.values[first_size : first_size + sizes])
        axes.append(Axis(Both(scale.uz, scale.ru), None, values))
    return tuple(axes)


def pointers_of(catalogue: Catalogue, place: int) -> list[list[tuple[int, int]]]:
    """For each variant of a product, (axis, value) pairs."""
    colours, sizes = int(catalogue.colours[place, 0]), int(catalogue.sizes[place, 0])
    size_axis = 1 if colours else 0
    return [
        [(0, colour)] * bool(colours) + [(size_axis, size)] * bool(sizes)
        for colour in range(max(colours, 1))
        for size in range(max(sizes, 1))
    ]
