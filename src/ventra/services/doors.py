"""Puts together what the api's doors take: who signs tokens, who hashes, who counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from litestar import Litestar

from ventra.accounts.guard import Guard
from ventra.accounts.means import Means
from ventra.accounts.passwords import Hasher
from ventra.accounts.tokens import Signer
from ventra.infra.limits import LightLimits, Limits
from ventra.search.asked import AskedVectors
from ventra.services.embedding import provider_of
from ventra.services.vaults import vault_of
from ventra.services.wiring import Parts


def open_doors(app: Litestar, parts: Parts) -> None:
    """Give the app its parts: from here on it lets people in."""
    settings = parts.settings
    limits = Limits(parts.redis)
    means = Means(
        signer=Signer(settings["JWT_SECRET"], settings["JWT_SECRET_OLD"], datetime.now(UTC)),
        hasher=Hasher(),
        vault=vault_of(settings),
        limits=limits,
        life=timedelta(seconds=settings["JWT_EXPIRES_IN"]),
        secure=settings.production,
        web_url=settings["WEB_URL"] or f"http://localhost:{settings['PORT']}",
        bot_token=settings["TELEGRAM_BOT_TOKEN"],
    )
    app.state.parts, app.state.means = parts, means
    app.state.embeddings = provider_of(settings)
    app.state.asking = AskedVectors(app.state.embeddings)
    app.state.guard = Guard(
        lambda: parts.pool, means, LightLimits(limits), per_minute=settings["READS_PER_MINUTE"]
    )


async def close_doors(app: Litestar) -> None:
    """End the threads that hash, and what is open to the outside."""
    if app.state.means is not None:
        app.state.means.hasher.close()
    if app.state.embeddings is not None:
        await app.state.embeddings.close()
