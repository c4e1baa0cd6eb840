"""`ventra outlook refresh`: judge the market by the last closed day now."""

from __future__ import annotations

import argparse
import sys

import msgspec

from ventra.core.bucket import FOLDERS
from ventra.services.outlooker import judge_market
from ventra.services.progress import Progress
from ventra.settings import Settings


async def run(wish: argparse.Namespace, settings: Settings) -> int:
    """Refresh, and say whether there was anything to do."""
    with Progress() as progress:
        did = await judge_market(
            settings, anew=wish.again, say=lambda done: progress.say(f"{done} of {FOLDERS} folders")
        )
    if wish.json:
        print(msgspec.json.format(msgspec.json.encode({"refreshed": did}), indent=2).decode())
    words = (
        "the outlook is of the last closed day" if did else "the outlook was of the last closed day already"
    )
    print(words, file=sys.stderr)
    return 0
