"""A file that a command writes: all of it, or the one that stood there before."""

from __future__ import annotations

from pathlib import Path

from ventra.errors import BadInput


def write_whole(out: Path, content: bytes) -> None:
    """Write beside `out` and take its place; `BadInput` where that cannot be."""
    partial = out.with_name(out.name + ".partial")
    try:
        partial.write_bytes(content)
        partial.replace(out)
    except OSError as wrong:
        raise BadInput(f"{out}: cannot be written: {wrong.strerror}", field="out") from wrong
    finally:
        partial.unlink(missing_ok=True)
