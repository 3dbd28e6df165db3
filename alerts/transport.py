"""How do bytes get to the Bot API and back? An HTTP client that knows nothing of bots.

The address holds the bot's token, so no error that leaves this file carries an address, a cause
or a context: a traceback cannot print what is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import aiohttp

from alerts.errors import AnswerLost, NeverConnected, TransportError

_CONNECT = 10.0  # seconds to get a connection, the wait for a free one included
_KEPT = 15.0  # seconds that an idle connection is kept; Telegram closes them after about a minute
_BODY_LIMIT = 20 * 2**20  # bytes of an answer; getUpdates gives 100 updates at most


@dataclass(frozen=True, slots=True)
class Part:
    """A file to upload."""

    name: str
    content: bytes
    mimetype: str


Fields = Mapping[str, str | Part] | bytes  # a form, or JSON that is written already


class Transport:
    """Posts forms; keeps connections open between calls."""

    def __init__(self, connections: int = 256, *, proxies: bool = True) -> None:
        """Take how many calls may be under way at once, and whether the system's proxies count."""
        self._connections, self._proxies = connections, proxies
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Get ready; it must be called in the loop that is used later."""
        if self._session is None:
            trace = aiohttp.TraceConfig()
            trace.on_request_headers_sent.append(_note_written)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=_KEPT, ttl_dns_cache=60
                ),
                trace_configs=[trace],
                trust_env=self._proxies,
                auto_decompress=True,
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def close(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def post(self, url: str, fields: Fields, *, deadline: float) -> tuple[int, bytes]:
        """Post JSON or a form; give status and body, within so many seconds in all."""
        if self._session is None:
            raise NeverConnected("the transport is closed")
        written = SimpleNamespace(headers=False)
        try:
            return await self._post(url, fields, deadline, written)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            failure = _failure(error, written.headers)
        raise failure  # outside the handler: without cause and context

    async def _post(
        self, url: str, fields: Fields, deadline: float, written: SimpleNamespace
    ) -> tuple[int, bytes]:
        """Post and read the answer whole."""
        assert self._session is not None
        body, headers = _body(fields)
        limits = aiohttp.ClientTimeout(total=deadline, connect=min(_CONNECT, deadline))
        async with self._session.post(
            url,
            data=body,
            headers=headers,
            timeout=limits,
            allow_redirects=False,
            trace_request_ctx=written,
        ) as answer:
            read = bytearray()
            async for chunk in answer.content.iter_any():
                read += chunk
                if len(read) > _BODY_LIMIT:
                    raise aiohttp.ClientPayloadError
            return answer.status, bytes(read)


async def _note_written(_: aiohttp.ClientSession, context: Any, __: Any) -> None:
    """Remember that a request began to leave: from here on it may arrive."""
    context.trace_request_ctx.headers = True


def _failure(error: Exception, written: bool) -> TransportError:
    """Say what failed without saying where."""
    kind = "Timeout" if isinstance(error, TimeoutError) else type(error).__name__
    return AnswerLost(kind) if written else NeverConnected(kind)


def _body(fields: Fields) -> tuple[aiohttp.FormData | bytes, dict[str, str]]:
    """Make the body and its headers: parts only if there is a file."""
    if isinstance(fields, bytes):
        return fields, {"Content-Type": "application/json"}
    if not any(isinstance(value, Part) for value in fields.values()):
        return urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    form = aiohttp.FormData()
    for name, value in fields.items():
        if isinstance(value, Part):
            form.add_field(name, value.content, filename=value.name, content_type=value.mimetype)
        else:
            form.add_field(name, value)
    return form, {}
