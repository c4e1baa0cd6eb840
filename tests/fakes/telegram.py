"""The Bot API server on loopback is part of the product (the terminal preview); tests reach it by this name."""

from ventra.simulator.telegram import TOKEN, FakeTelegram, Fault
from ventra.simulator.telegram_chat import Offered, Person, Shown

__all__ = ["TOKEN", "FakeTelegram", "Fault", "Offered", "Person", "Shown"]
