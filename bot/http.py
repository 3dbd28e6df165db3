"""How does a machine ask whether we are well? Health and metrics over HTTP, without secrets."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from aiohttp import web

from bot.clock import Now
from bot.health import PATIENCE, STOPPED, ailments
from bot.settings import Settings
from storage.store import Store


@contextlib.asynccontextmanager
async def serving(settings: Settings, store: Store, now: Now) -> AsyncIterator[None]:
    """Answer /health and /metrics at the port of the settings as long as the block runs."""

    async def health(_: web.Request) -> web.Response:
        reasons = await asyncio.to_thread(lambda: list(ailments(settings, now())))
        text = "\n".join(reasons or ["ok"]) + "\n"
        return web.Response(text=text, status=503 if reasons else 200)

    async def metrics(_: web.Request) -> web.Response:
        lines = await asyncio.to_thread(lambda: list(_metrics(store, now)))
        return web.Response(text="\n".join(lines) + "\n")

    app = web.Application()
    app.add_routes([web.get("/health", health), web.get("/metrics", metrics)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, port=settings.http_port).start()
        yield
    finally:
        await runner.cleanup()


def _metrics(store: Store, now: Now) -> Iterator[str]:
    """Write what the ledger counts, in Prometheus' text format."""
    with store.read() as tx:
        feeds, beats = tx.feeds.all(), tx.heartbeats.all()
        yield f"claimwatch_articles {tx.articles.count()}"
        yield f"claimwatch_claims {tx.claims.count_all()}"
        yield f"claimwatch_subscriptions {tx.subscriptions.count()}"
        yield f"claimwatch_updates_waiting {tx.inbox.waiting()}"
        for state, number in tx.outbox.counts().items():
            yield f'claimwatch_deliveries{{state="{state}"}} {number}'
    yield f"claimwatch_feeds {len(feeds)}"
    yield f"claimwatch_feeds_failing {sum(feed.failures > 0 for feed in feeds)}"
    for beat in beats:
        if beat.name in PATIENCE and beat.detail != STOPPED:
            silent = (now() - beat.at).total_seconds()
            yield f'claimwatch_silence_seconds{{loop="{beat.name}"}} {silent:.0f}'
