"""The wiring: no loop ends without a word."""

import asyncio

from bot.wiring import StuckError, beside, ticked


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


def test_a_tick_that_hangs_ends_the_process_and_one_in_time_does_not() -> None:
    """Whoever supervises the process starts it anew; the reason stands on standard error."""

    async def run() -> tuple[list[int], list[BaseException]]:
        failed: asyncio.Queue[BaseException] = asyncio.Queue()
        ends: list[int] = []

        async def quick() -> None:
            await asyncio.sleep(0)

        async def stuck() -> None:
            await asyncio.Event().wait()

        await ticked(quick, failed, exit_soon=ends.append)
        assert (ends, failed.qsize()) == ([], 0)
        await ticked(stuck, failed, seconds=0.01, exit_soon=ends.append)
        return ends, [failed.get_nowait() for _ in range(failed.qsize())]

    ends, (error,) = asyncio.run(run())
    assert ends == [1]
    assert isinstance(error, StuckError)
    assert "the tick hung" in str(error)
