"""VENTRA: daily sales on Uzum Market, with honest intervals."""

__version__ = "0.1.0"
