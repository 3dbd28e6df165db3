"""The wiring: no loop ends without a word."""

import asyncio

from bot.wiring import beside


def test_a_loop_that_ends_by_an_error_ends_the_process() -> None:
    """Its error reaches whoever waits for the end, whatever kind it is."""

    async def broken() -> None:
        raise RuntimeError("the disk is full")

    async def run() -> str:
        failed: asyncio.Queue[BaseException] = asyncio.Queue()
        async with beside(broken, failed):
            return str(await asyncio.wait_for(failed.get(), 5))

    assert asyncio.run(run()) == "the disk is full"


def test_a_loop_that_is_told_to_stop_is_no_failure() -> None:
    """Leaving the block cancels it quietly."""

    async def endless() -> None:
        await asyncio.Event().wait()

    async def run() -> int:
        failed: asyncio.Queue[BaseException] = asyncio.Queue()
        async with beside(endless, failed):
            await asyncio.sleep(0)
        return failed.qsize()

    assert asyncio.run(run()) == 0
