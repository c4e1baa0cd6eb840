"""Announced sales of the stand-in."""

from __future__ import annotations

from datetime import datetime, timedelta

from fakes.api_shape_outlook import Json, forecast, stamp, today_of


class Announced:
    """Sales that were announced, and the forecast with them: on their days three times as much is sold."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.kept: dict[int, Json] = {}

    def answer(self, what: str, product_id: int, data: Json | None) -> Json:
        """List or announce, or the forecast with them."""
        if what == "announced-outlook":
            return self._outlook(product_id)
        if data is None:
            return {"items": self._of(product_id)}
        number = len(self.kept) + 1
        made = data | {"sale_id": number, "product_id": product_id, "made_at": stamp(self.now)}
        self.kept[number] = made
        return made

    def change(self, number: int, data: Json) -> Json:
        """It has other days or another price."""
        self.kept[number] |= data
        return self.kept[number]

    def take_back(self, number: int) -> Json:
        """It is announced no more."""
        del self.kept[number]
        return {"done": True}

    def _outlook(self, product_id: int) -> Json:
        told, sales = forecast(self.now, product_id), self._of(product_id)
        for day in told["days"]:
            if any(one["first_day"] <= day["day"] <= one["last_day"] for one in sales):
                day["units"] = {name: 3 * value for name, value in day["units"].items()}
        closed = (today_of(self.now) - timedelta(days=1)).isoformat()
        return {
            "product_id": product_id,
            "closed_through": closed,
            "price_uzs": 30_000,
            "felt": bool(told["days"]),
            "sales": sales,
            "forecast": told,
        }

    def _of(self, product_id: int) -> list[Json]:
        return [one for one in self.kept.values() if one["product_id"] == product_id]
