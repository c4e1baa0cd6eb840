"""What streams there are: bands of velocity, polling gaps and kinds of trouble; and what can happen to a variant."""

from __future__ import annotations

from enum import IntEnum, StrEnum

BANDS = ("0-1", "1-8", "8-50", "50+")
USUAL_UNITS_A_DAY = (0.3, 3.0, 20.0, 150.0)
"""The middle of each band; a stream's own rate is drawn between half and twice of it, log-uniformly."""

GAPS = (1, 3, 8, 24)
"""Hours from one visit to the next, on average."""


class Trouble(StrEnum):
    """What makes a stream hard to read. Each stream has one, but for those that have several at once."""

    NONE = "none"
    RESTOCK = "restock"
    ROUNDED_COUNTER = "rounded_counter"
    NO_COUNTER = "no_counter"
    OUTAGE = "outage"
    FBS = "fbs"
    MISSING_FIELDS = "missing_fields"
    ORDER_LIMIT = "order_limit"
    CANCELS_LOWER_COUNTER = "cancels_lower_counter"
    CANCELS_KEEP_COUNTER = "cancels_keep_counter"
    RETURNS = "returns"
    WRITE_OFFS = "write_offs"
    ORDERS_OF_SEVERAL = "orders_of_several"
    NIGHT_SALES = "night_sales"
    PROMOTION_HOURS = "promotion_hours"
    VARIANTS_COME_AND_GO = "variants_come_and_go"
    SELF_PURCHASE = "self_purchase"
    EVERYTHING = "everything"


TROUBLES = tuple(Trouble)

SAID = {
    Trouble.NONE: "an exact counter, every variant's stock, a restock every week or so",
    Trouble.RESTOCK: "a restock every 1-3 days, large against a day's sales",
    Trouble.ROUNDED_COUNTER: "the counter is rounded down: to its first digit, its first two, tens or hundreds",
    Trouble.NO_COUNTER: "the counter is never shown",
    Trouble.OUTAGE: "nobody looks for 1-5 days, two or three times",
    Trouble.FBS: "the seller sets stock by hand, to round numbers that have nothing to do with sales",
    Trouble.MISSING_FIELDS: "a look lacks the counter, or stock, or shows stock that is some minutes old",
    Trouble.ORDER_LIMIT: "a variant shows no more stock than a buyer may order",
    Trouble.CANCELS_LOWER_COUNTER: "5-15 % of orders are cancelled; the counter falls, stock comes back at once or later",
    Trouble.CANCELS_KEEP_COUNTER: "the same, but the counter stays",
    Trouble.RETURNS: "8-15 % of orders come back to stock days later",
    Trouble.WRITE_OFFS: "pieces vanish or go to another warehouse, in batches",
    Trouble.ORDERS_OF_SEVERAL: "an order holds 1-5 units; the counter counts orders",
    Trouble.NIGHT_SALES: "half of demand comes between 21:00 and 03:00",
    Trouble.PROMOTION_HOURS: "some hours sell at 4-8 times the rate, often over midnight",
    Trouble.VARIANTS_COME_AND_GO: "variants appear with stock of their own, go, and some come back",
    Trouble.SELF_PURCHASE: "bursts of the seller's own orders within hours, and their reviews soon after",
    Trouble.EVERYTHING: "three to six of these at once",
}
"""Each trouble in a line."""


class Kind(IntEnum):
    """What happens to a variant; at the same second, in this order."""

    OPENING = 0
    APPEARS = 1
    RESET = 2
    RETURN = 3
    PUT_BACK = 4
    RESTOCK = 5
    WRITE_OFF = 6
    TRANSFER = 7
    SALE = 8
    CANCELLATION = 9
    GOES = 10


SETS = (Kind.OPENING, Kind.APPEARS, Kind.RESET, Kind.GOES)
"""After these, stock is what they say, whatever it was."""
OUTWARD = (Kind.WRITE_OFF, Kind.TRANSFER, Kind.SALE)
"""These take pieces away, as far as there are any."""
