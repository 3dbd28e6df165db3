"""Does a button do what it says, here and only here?"""

from __future__ import annotations

import pytest

from handlers.buttons import ROOM, open_, opened, sign, signed
from storage.store import Store

KEY = b"k" * 32
LONG = "claims topic:deployment:north-korea>eastern-and-southern-ukraine page:12"


def test_a_signed_command_opens_in_its_chat() -> None:
    """The command comes back as it was signed."""
    assert open_(KEY, 7, sign(KEY, 7, "claims kursk page:2")) == "claims kursk page:2"


@pytest.mark.parametrize("chat", [8, -7, 0])
def test_a_button_of_another_chat_does_not_open(chat: int) -> None:
    """The signature is bound to the chat."""
    assert open_(KEY, chat, sign(KEY, 7, "claims kursk")) is None


@pytest.mark.parametrize(
    "data",
    ["", "claims kursk", "A" * 14, "A" * 14 + "removefeed 1", "Ы" * 30, "\ud800" * 20, "~" * 64],
)
def test_forged_data_does_not_open(data: str) -> None:
    """What we did not sign is refused, whatever signs it holds."""
    assert open_(KEY, 7, data) is None


def test_every_altered_sign_breaks_the_signature() -> None:
    """No sign of the data can be exchanged."""
    data = sign(KEY, 7, "unsubscribe id12-ab")
    for at, sign_ in enumerate(data):
        other = "x" if sign_ != "x" else "y"
        assert open_(KEY, 7, data[:at] + other + data[at + 1 :]) is None


def test_a_command_without_room_is_our_own_mistake() -> None:
    """The pure signer refuses what would not fit into 64 bytes."""
    assert len(sign(KEY, 7, "x" * ROOM).encode()) == 64
    with pytest.raises(ValueError, match="room"):
        sign(KEY, 7, "x" * (ROOM + 1))


@pytest.mark.parametrize("command", ["claims kursk", LONG, "claims " + "курск " * 60])
def test_long_commands_wait_in_the_ledger(store: Store, command: str) -> None:
    """Data is 64 bytes at most and the whole command comes back."""
    with store.begin() as tx:
        data = signed(tx, 7, command)
        assert len(data.encode()) <= 64
        assert opened(tx, 7, data) == command
        assert opened(tx, 8, data) is None


def test_the_key_stays_the_same_in_a_ledger_and_differs_between_ledgers(
    store: Store, ledger: Store
) -> None:
    """A restart keeps buttons alive; another ledger's buttons are foreign."""
    with store.begin() as tx:
        first = signed(tx, 7, "help")
    with store.begin() as tx:
        assert signed(tx, 7, "help") == first
    with ledger.begin() as tx:
        assert opened(tx, 7, first) is None


def test_a_long_command_that_the_ledger_forgot_is_refused(store: Store) -> None:
    """Stale data gives nothing instead of an error."""
    with store.begin() as tx:
        data = signed(tx, 7, LONG)
        tx.settings.remove("button:" + data[15:])
        assert opened(tx, 7, data) is None
