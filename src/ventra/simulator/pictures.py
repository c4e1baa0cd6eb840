"""Pictures as the marketplace lists them: a key and the addresses of its sizes. Nothing stands behind the addresses."""

from __future__ import annotations

import hashlib

HOST = "https://images.uzum.uz"
_SIZES = {
    "800": ("original.jpg", "t_product_low.jpg"),
    "720": ("original.jpg", "t_product_low.jpg"),
    "480": ("t_product_540_high.jpg", "t_product_540_low.jpg"),
    "240": ("t_product_240_high.jpg", "t_product_240_low.jpg"),
    "80": ("t_product_80_high.jpg", "t_product_80_low.jpg"),
    "24034": ("t_product_240_high.jpg", "t_product_240_low.jpg"),
    "120": ("t_product_240_high.jpg", "t_product_240_low.jpg"),
    "540": ("t_product_540_high.jpg", "t_product_540_low.jpg"),
    "60": ("t_product_80_high.jpg", "t_product_80_low.jpg"),
}


def picture_key(product_id: int, number: int) -> str:
    """The key of a product's picture `number`, twenty letters and digits."""
    return "d" + hashlib.blake2s(f"{product_id}/{number}".encode(), digest_size=10).hexdigest()[:19]


def picture_count(product_id: int) -> int:
    """How many pictures a product has."""
    return 1 + product_id % 4


def _template() -> bytes:
    sizes = ",".join(
        f'"{size}":{{"high":"{HOST}/KEY/{high}","low":"{HOST}/KEY/{low}"}}'
        for size, (high, low) in _SIZES.items()
    )
    return f'{{"photo":{{{sizes}}},"photoKey":"KEY","color":null,"hasVerticalPhoto":true}}'.encode()


_PICTURE = _template()


def pictures_json(product_id: int) -> bytes:
    """The `photos` list of a product body, encoded."""
    keys = (picture_key(product_id, number).encode() for number in range(picture_count(product_id)))
    return b"[" + b",".join(_PICTURE.replace(b"KEY", key) for key in keys) + b"]"


def card_picture(product_id: int) -> dict[str, object]:
    """A product's first picture as a search card shows it."""
    key = picture_key(product_id, 0)
    return {
        "key": key,
        "link": {
            "high": f"{HOST}/{key}/t_product_540_high.jpg",
            "low": f"{HOST}/{key}/t_product_540_low.jpg",
            "__typename": "PhotoLink",
        },
        "__typename": "Photo",
    }
