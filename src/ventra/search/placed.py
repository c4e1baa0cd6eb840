"""Where titles lie in the space that search looks in: the nearer, the more alike, in whichever language they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ventra.core.search_model import Model
from ventra.core.similar import Vectors, vectors

TRANSLATED: Final = 0.5
"""What translations of a title's terms weigh in its vector beside the terms."""


def placed(model: Model, titles: Sequence[Iterable[str]]) -> Vectors:
    """One vector a title, given by its terms: `similar.vectors` of what the model says of them."""
    return vectors([model.told(one, share=TRANSLATED) for one in titles])
