"""Streams of single products under one named trouble each, with their truth and an oracle."""

from ventra.simulator.streams.make import Ledger, Streams, make_streams

__all__ = ["Ledger", "Streams", "make_streams"]
