"""What does this chat want to hear of? Words and options, or the dialogue of buttons."""

from __future__ import annotations

import re
from dataclasses import replace

from alerts.html import page, paragraph
from alerts.tongue import mark
from handlers import choose, search
from handlers.follow import follow
from handlers.manner import options
from handlers.model import Ask, Reply
from handlers.wish import Wish, understand
from handlers.words import fold
from storage.store import Transaction

WORDS = 6  # words of a wish that is no topic, place or claimant
USAGE = mark(
    "I could not read that as something to follow. Give a topic, a place, a claimant or a few "
    "words, and if you like how: /subscribe kursk high daily 8"
)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Follow what the words name; with no words, everything of medium severity and above."""
    verb, _, step = ask.arguments.partition(" ")
    if ask.pressed and verb == choose.VERB:  # typed, these are words
        return choose.answer(replace(ask, arguments=step), tx)
    instead, rest = _instead(ask.arguments)
    words, how = options(rest)
    wish = understand(words, search.vocabulary(tx, words))
    if words and not _readable(words, wish):
        return Reply(page([paragraph(ask.tongue.say(USAGE))]))
    if wish.words:
        wish = replace(wish, words=search.spelling(tx, wish.words))
    return follow(ask, tx, wish, how, alone=instead)


def _instead(arguments: str) -> tuple[bool, str]:
    """Tell whether a button asks to narrow: "instead topic:control:kursk"."""
    first, _, rest = arguments.partition(" ")
    return (True, rest) if first == "instead" else (False, arguments)


def _readable(words: str, wish: Wish) -> bool:
    """Tell whether free words are few and are words; what the ledger knows always is."""
    if wish.everything:
        return False
    if not wish.words:
        return True
    found = fold(wish.words).split()
    plain = not re.search(r"[<>{}\\|]", words)
    return plain and len(found) <= WORDS and any(len(word) > 1 for word in found)
