"""The provider of embeddings, as far as settings go; without `EMBEDDINGS_URL` and `EMBEDDINGS_MODEL` nobody is asked."""

from __future__ import annotations

from ventra import __version__
from ventra.collect.look import utc_now
from ventra.collect.uzum.client import user_agent
from ventra.infra import logs
from ventra.infra.embeddings import Embeddings
from ventra.search.embed import Sending
from ventra.settings import Settings

_log = logs.logger(__name__)


def provider_of(settings: Settings) -> Embeddings | None:
    """The client, to be closed by whoever asked for it; `None`, said once, where only one of both is set."""
    url, model = settings["EMBEDDINGS_URL"], settings["EMBEDDINGS_MODEL"]
    if url is None or model is None:
        if url != model:
            _log.warning(
                "search makes its own vectors", missing="EMBEDDINGS_MODEL" if url else "EMBEDDINGS_URL"
            )
        return None
    agent = user_agent(__version__, settings["CONTACT_URL"] or settings["WEB_URL"])
    return Embeddings(url, model, settings["EMBEDDINGS_KEY"], agent=agent)


def sending_of(settings: Settings, provider: Embeddings | None) -> Sending | None:
    """How the worker sends titles to it."""
    return None if provider is None else Sending(provider, settings["EMBEDDINGS_PER_DAY"], utc_now)
