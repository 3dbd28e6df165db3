"""By which way do calls leave? python-telegram-bot's Bot, over our transport."""

from __future__ import annotations

import json
import logging
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from telegram import Bot as Bot  # for those who may not import it themselves
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from alerts.errors import TransportError
from alerts.trail import Trail as Trail
from alerts.transport import Part, Transport

DEADLINE = 30.0  # seconds for a whole call
_UPLOAD = 60.0  # the same for a picture
_API = "https://api.telegram.org/bot"


def make_bot(token: str, base_url: str | None = None, connections: int = 256) -> Bot:
    """Make a python-telegram-bot Bot over our transport; initialize it in the loop of its use."""
    logging.getLogger("telegram.Bot").addFilter(_names_no_address)
    url = base_url or _API
    proxies = not _is_loopback(url)
    return _QuietBot(
        token,
        base_url=url,
        request=Request(Transport(connections, proxies=proxies)),
        get_updates_request=Request(Transport(2, proxies=proxies)),
    )


def trail_of(bot: Bot) -> Trail:
    """Give what a bot knows of the ids of messages; one that is not ours knows nothing."""
    return bot.trail if isinstance(bot, _QuietBot) else Trail()


class Body(NamedTuple):
    """A call's parameters, already written as JSON."""

    json: bytes


def _names_no_address(record: logging.LogRecord) -> bool:
    """Drop the library's debug lines that show the address, and the token with it."""
    return not str(record.msg).startswith("Set Bot API")


def _is_loopback(url: str) -> bool:
    """Tell whether an address is on this machine, where no proxy belongs."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _fields(data: RequestData | None) -> dict[str, str | Part]:
    """Give the fields of a form, files among them."""
    if data is None:
        return {}
    fields: dict[str, str | Part] = dict(data.json_parameters)
    for name, (filename, content, mimetype) in (data.multipart_data or {}).items():
        body = content if isinstance(content, bytes) else content.read()
        fields[name] = Part(filename, body, mimetype)
    return fields


class _QuietBot(Bot):
    """A Bot that does not write its token into every log that shows it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Make it with a trail of its own."""
        super().__init__(*arguments, **named)
        with self._unfrozen():
            self.trail = Trail()

    def __repr__(self) -> str:
        """Show nothing of the bot."""
        return "Bot[token hidden]"


class Request(BaseRequest):
    """python-telegram-bot's way to the network, over our transport."""

    def __init__(self, transport: Transport) -> None:
        """Take the transport."""
        self._transport = transport

    @property
    def read_timeout(self) -> float:
        """Give the seconds that a call may take when nothing else is asked for."""
        return DEADLINE

    async def initialize(self) -> None:
        """Open the transport."""
        await self._transport.open()

    async def shutdown(self) -> None:
        """Close the transport."""
        await self._transport.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read an answer; the library would write one that is no JSON into the log."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise TelegramError("the answer is no JSON") from None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Body | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call; a failed connection is a NetworkError whose cause tells which kind."""
        deadline = read_timeout if isinstance(read_timeout, (int, float)) else DEADLINE
        fields = request_data.json if isinstance(request_data, Body) else _fields(request_data)
        if not isinstance(fields, bytes) and any(isinstance(v, Part) for v in fields.values()):
            deadline = max(deadline, _UPLOAD)
        try:
            return await self._transport.post(url, fields, deadline=deadline)
        except TransportError as error:
            kind = TimedOut if str(error) == "Timeout" else NetworkError
            raise kind(str(error)) from error
