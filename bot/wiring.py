"""What runs, and how does it start and stop? The one place that puts the parts together."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Bot
from telegram.error import TelegramError

from alerts.carrier import make_bot
from alerts.governor import Governor, Limits
from alerts.notices import tell
from alerts.outbox import Sender
from alerts.tongue import mark
from bot import VERSION, alarms, housekeeping, lock, seeding
from bot.clock import SystemClock, utc_now
from bot.entries import Rules
from bot.health import STOPPED
from bot.http import serving
from bot.introduction import introduce
from bot.look import Looker, fetcher_of, once
from bot.main import complain
from bot.patience import Patience
from bot.poller import Poller
from bot.receiver import Answerer, Receiver
from bot.settings import Settings
from bot.shell import Shell
from bot.terminal import Terminal, is_person, lines
from bot.workers import Reader
from feeds.pool import ParsePool
from handlers.buttons import signer
from storage.migrate import migrate
from storage.store import Store

log = logging.getLogger("claimwatch")

EXIT_SECONDS = 7.5  # from the signal to the end, whatever still hangs
ANSWER_SECONDS = 3.0  # for answers under way when the signal comes
SEND_SECONDS = 4.0  # for alerts under way
TERMINAL_POLL_SECONDS = 2.0  # a pipe that only asks is gone before the first poll

TICK_SECONDS = 60.0  # for a tick, which takes milliseconds

HEARTBEATS = {"poll": "tick", "serve": "updates", "send": "sender"}

WELCOME = mark("""This is Claimwatch in the terminal: no Telegram token is set.
Type /help, /summary or /claims kursk; /subscribe shows alerts here as they come. End with Ctrl-D.
To run it in Telegram: get a token from @BotFather and start it with
    CLAIMWATCH_TELEGRAM_TOKEN=… ./run.sh
""")


class StuckError(Exception):
    """A part of the bot hangs; whoever supervises the process starts it anew."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run the bot until it is told to stop; without a token, the terminal chat."""
    if settings.telegram_token is None:
        return chat(arguments, settings)
    token = settings.telegram_token.get_secret_value()
    with contextlib.ExitStack() as stack:
        ledger = lock.ledger_lock(settings.ledger_url, settings.data_dir)
        if settings.ledger_url.startswith("sqlite"):
            stack.enter_context(lock.hold(ledger, "the ledger"))
        if "serve" in arguments.roles:
            stack.enter_context(lock.hold(lock.token_lock(token), "the Telegram token"))
        store = _open(settings, stack)
        return asyncio.run(_until_told(lambda stop: _bot(settings, store, arguments.roles, stop)))


def chat(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer in the terminal; polls too, unless an instance already works on this ledger."""
    with contextlib.ExitStack() as stack:
        ledger = lock.ledger_lock(settings.ledger_url, settings.data_dir)
        alone = True
        try:
            stack.enter_context(lock.hold(ledger, "the ledger"))
        except lock.HeldError as error:
            alone = False
            log.warning("%s; only answering", error)
        store = _open(settings, stack)
        return asyncio.run(_until_told(lambda stop: _terminal(settings, store, alone, stop)))


def _open(settings: Settings, stack: contextlib.ExitStack) -> Store:
    migrate(settings.ledger_url)
    store = Store.open(settings.ledger_url)
    stack.callback(store.close)
    return store


async def _until_told(
    work: Callable[[asyncio.Event], Coroutine[None, None, int]],
) -> int:
    """Do the work with an event that SIGTERM and SIGINT set; a second signal ends at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told() -> None:
        if stop.is_set():
            os._exit(0)
        stop.set()
        _exit_soon(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told)
    return await work(stop)


def _exit_soon(status: int) -> None:
    """End even if something hangs in a thread or a child: the ledger has all that matters."""
    watchdog = threading.Timer(EXIT_SECONDS, os._exit, (status,))
    watchdog.daemon = True
    watchdog.start()


def _scheduler() -> AsyncIOScheduler:
    """Make the scheduler: late runs are made up once, and one job never runs twice at a time."""
    return AsyncIOScheduler(
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone="UTC",
    )


async def _bot(
    settings: Settings, store: Store, roles: frozenset[str], stop: asyncio.Event
) -> int:
    """Run the roles side by side until the stop event or until one of them fails for good."""
    assert settings.telegram_token is not None
    bot = make_bot(settings.telegram_token.get_secret_value(), settings.telegram_base_url)
    governor = Governor(Limits())
    await asyncio.to_thread(settings.lists.enforce, store)
    failed: asyncio.Queue[BaseException] = asyncio.Queue()
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(_connected(bot))
        scheduler = _scheduler()
        sender: Sender | None = None
        look = once(settings)
        if "send" in roles:
            sender = await stack.enter_async_context(
                _sending(settings, store, bot, governor, scheduler)
            )
        if "poll" in roles:
            wake = sender.wake if sender else lambda: None
            polling = _polling(settings, store, scheduler, wake, failed)
            look = (await stack.enter_async_context(polling)).look
        if "serve" in roles:
            patience = Patience(settings.burst)
            shell = Shell(
                store, bot, governor, settings.admins, utc_now, patience, settings.lists,
                most=settings.max_subscriptions, look=look,
            )  # fmt: skip
            await stack.enter_async_context(_serving(settings, store, bot, shell, failed))
        if settings.http_port:
            await stack.enter_async_context(serving(settings, store, utc_now))
        alarm = [store, settings.admins, utc_now]
        scheduler.add_job(alarms.watch, "interval", alarm, seconds=20, id="alarms")
        scheduler.start()
        stack.callback(scheduler.shutdown, wait=False)
        log.info("claimwatch %s runs: %s", VERSION, ",".join(sorted(roles)))
        status = await _wait(stop, failed)
        log.info("stopping")
    await asyncio.to_thread(_say_stopped, store, roles)
    return status


async def _wait(stop: asyncio.Event, failed: asyncio.Queue[BaseException]) -> int:
    """Wait for the end; 0 when we were told, 1 when a part failed for good."""
    stopped, failure = asyncio.create_task(stop.wait()), asyncio.create_task(failed.get())
    await asyncio.wait((stopped, failure), return_when=asyncio.FIRST_COMPLETED)
    for task in (stopped, failure):
        task.cancel()
    if failure.done() and not failure.cancelled():
        complain(str(failure.result()))
        return 1
    return 0


@contextlib.asynccontextmanager
async def beside(
    work: Callable[[], Coroutine[None, None, None]], failed: asyncio.Queue[BaseException]
) -> AsyncIterator[None]:
    """Run a loop beside the block; its end by an error is logged and handed to `failed`."""

    def ended(task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("a loop ended by an error", exc_info=error)
            failed.put_nowait(error)

    task = asyncio.create_task(work())
    task.add_done_callback(ended)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


@contextlib.asynccontextmanager
async def _connected(bot: Bot) -> AsyncIterator[None]:
    """Keep our connections for every role, until the last answer under way has come."""
    await bot.request.initialize()
    try:
        yield
    finally:
        with contextlib.suppress(TelegramError):
            await bot.shutdown()  # closes nothing where nobody signed in
        await bot.request.shutdown()


@contextlib.asynccontextmanager
async def _sending(
    settings: Settings, store: Store, bot: Bot, governor: Governor, scheduler: AsyncIOScheduler
) -> AsyncIterator[Sender]:
    alone = settings.ledger_url.startswith("sqlite")  # its lock keeps every other sender out
    owner = "sender" if alone else _owner()
    sender = Sender(store, bot, governor, SystemClock(), owner=owner, sign=signer)
    if alone and (left := await sender.recover()):
        log.warning("took back %d alerts that a process left when it was killed", left)

    async def send() -> None:
        await sender.send_due()
        why = sender.token_refused
        ails = f"nothing can be sent, Telegram refuses the token: {why}" if why else ""
        await asyncio.to_thread(_beat, store, "sender", ails)

    scheduler.add_job(send, "interval", seconds=1, id="send")
    scheduler.add_job(sender.resolve, "interval", seconds=5, id="doubts")
    scheduler.add_job(sender.add, "interval", seconds=2, id="afterwords")
    notices = [store, bot, governor, SystemClock()]
    scheduler.add_job(tell, "interval", notices, seconds=1, id="notices")
    yield sender
    await sender.close(SEND_SECONDS)


@contextlib.asynccontextmanager
async def _polling(
    settings: Settings,
    store: Store,
    scheduler: AsyncIOScheduler,
    wake: Callable[[], None],
    failed: asyncio.Queue[BaseException],
) -> AsyncIterator[Looker]:
    """Poll beside the block; give what looks at an address with the same tools."""
    await asyncio.to_thread(seeding.follow_list, settings, store, utc_now())
    async with Reader() as reader, ParsePool() as parser, fetcher_of(settings) as fetcher:
        rules = Rules(
            interval=settings.poll_interval,
            window=timedelta(seconds=settings.alert_window),
            max_age=timedelta(hours=settings.max_age) if settings.max_age else None,
        )
        poller = Poller(store, fetcher, parser, reader, rules, utc_now, wake)

        async def work() -> None:
            if settings.seeds:
                async for _ in seeding.fill(store, reader.read, utc_now):
                    pass
            watched = [poller.tick, failed]
            scheduler.add_job(
                ticked, "interval", watched, seconds=1, id="tick", next_run_time=utc_now()
            )
            scheduler.add_job(
                housekeeping.tidy, "interval", [store, utc_now], hours=1, id="housekeeping"
            )

        async with beside(work, failed):
            yield Looker(fetcher, parser, reader, utc_now)
            await poller.close()


async def ticked(
    tick: Callable[[], Coroutine[None, None, None]],
    failed: asyncio.Queue[BaseException],
    seconds: float = TICK_SECONDS,
    exit_soon: Callable[[int], None] = _exit_soon,
) -> None:
    """Tick; one that hangs would stop all that follow, so it ends the process."""
    try:
        async with asyncio.timeout(seconds):
            await tick()
    except TimeoutError:
        exit_soon(1)  # its thread may keep the loop from closing
        failed.put_nowait(StuckError(f"the tick hung for {seconds:.0f} s"))


@contextlib.asynccontextmanager
async def _serving(
    settings: Settings, store: Store, bot: Bot, shell: Shell, failed: asyncio.Queue[BaseException]
) -> AsyncIterator[None]:
    answerer = Answerer(store, shell.answer, utc_now)
    receiver = Receiver(store, bot, utc_now, answerer.wake)

    async def work() -> None:
        await introduce(bot, settings.admins, partial(_beat, store, "updates"))
        async with beside(answerer.run, failed):
            await receiver.run()

    async with beside(work, failed):
        yield
    await answerer.close(ANSWER_SECONDS)


def _owner() -> str:
    """Name this process among those that send from one ledger."""
    return f"{socket.gethostname()}-{os.getpid()}"


def _say_stopped(store: Store, roles: frozenset[str]) -> None:
    for role in roles:
        _beat(store, HEARTBEATS[role], STOPPED)


def _beat(store: Store, name: str, detail: str = "") -> None:
    """Give a loop's sign of life, or say that it ended well."""
    with store.begin() as tx:
        tx.heartbeats.beat(name, utc_now(), detail)


async def _terminal(settings: Settings, store: Store, alone: bool, stop: asyncio.Event) -> int:
    """Answer lines until the input ends; poll and show alerts meanwhile."""
    files = settings.data_dir / "files"
    most = settings.max_subscriptions
    terminal = Terminal(store, sys.stdout, utc_now, files, most, once(settings))
    if is_person():
        terminal.welcome(WELCOME)
    failed: asyncio.Queue[BaseException] = asyncio.Queue()
    async with contextlib.AsyncExitStack() as stack:
        if alone:
            await _fill_terminal(settings, store, terminal)
        scheduler = _scheduler()
        scheduler.add_job(terminal.show_due, "interval", seconds=1, id="show")
        scheduler.start()
        stack.callback(scheduler.shutdown, wait=False)
        if alone:
            polling = partial(_poll_forever, settings, store, scheduler, failed)
            await stack.enter_async_context(beside(polling, failed))
        reading = asyncio.create_task(_read_lines(terminal))
        told = asyncio.create_task(stop.wait())
        await asyncio.wait((reading, told), return_when=asyncio.FIRST_COMPLETED)
        for task in (reading, told):
            task.cancel()
        await terminal.show_due()
    return 0


async def _read_lines(terminal: Terminal) -> None:
    async for line in lines(sys.stdin):
        await terminal.answer(line)


async def _poll_forever(
    settings: Settings,
    store: Store,
    scheduler: AsyncIOScheduler,
    failed: asyncio.Queue[BaseException],
) -> None:
    await asyncio.sleep(TERMINAL_POLL_SECONDS)
    async with _polling(settings, store, scheduler, lambda: None, failed):
        await asyncio.Event().wait()


async def _fill_terminal(settings: Settings, store: Store, terminal: Terminal) -> None:
    """Fill a new ledger from the seeds; a person sees the story unfold as alerts."""
    if not settings.seeds:
        return
    async with Reader() as reader:
        async for taken in seeding.fill(store, reader.read, utc_now):
            if is_person():
                heard = [change.id for change in taken.changes if change.severity.rank]
                terminal.show_changes(heard)
