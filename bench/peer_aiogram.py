"""How many messages a second does aiogram send to the same server? Run by bench.sending.

It runs in an environment of its own (bench/peers.py) and imports nothing of ours.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

TOKEN = "1:bench"


async def send(url: str, html: str, count: int, at_once: int) -> None:
    """Send so many messages with so many under way."""
    server = TelegramAPIServer.from_base(url.removesuffix("/bot"))
    session = AiohttpSession(api=server, limit=at_once)
    numbers = iter(range(1, count + 1))
    async with Bot(TOKEN, session=session) as bot:

        async def worker() -> None:
            for number in numbers:
                await bot.send_message(number, html, parse_mode="HTML")

        await asyncio.gather(*(worker() for _ in range(at_once)))


def main() -> None:
    """Measure, and print the seconds of wall and CPU."""
    url, html, count, at_once = sys.argv[1:]
    wall, cpu = time.perf_counter(), time.process_time()
    asyncio.run(send(url, html, int(count), int(at_once)))
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    main()
