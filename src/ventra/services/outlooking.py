"""The market is judged in a process that the worker starts and that ends with it: the worker needs none of its arithmetic."""

from __future__ import annotations

from ventra.services.processes.apart import run_apart


async def refresh_outlook() -> bool:
    """Run the process; what it had not written when we are cancelled is left for the next. Whether there was anything to do."""
    return await run_apart("ventra.services.outlooker") > 0
