"""What does this chat no longer want to hear of?"""

from __future__ import annotations

from alerts.html import bold, line, page, paragraph
from alerts.tongue import Tongue
from alerts.unwanted import forget_unwanted
from handlers import search
from handlers.described import wish_words
from handlers.manner import options
from handlers.model import Ask, Button, Reply
from handlers.own import chosen, handle, numbered, own_subscriptions
from handlers.typed import echo
from handlers.wish import Wish, understand
from handlers.words import keys
from storage.records import Subscription
from storage.store import Transaction


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Stop what the words name; ask back when they name several things, or all."""
    own = own_subscriptions(ask, tx)
    words = ask.arguments
    if not own:
        return _say(ask.tongue.say("This chat follows nothing at present. Begin with /subscribe"))
    if words.lower() in {"all", "all yes", "everything"}:
        return _all(ask, tx, own, sure=words.lower() == "all yes")
    if words.startswith("id"):
        one = chosen(own, words)
        gone = ask.tongue.say("That was stopped already. What is left: /subscriptions")
        return _stop(ask, tx, one) if one else _say(gone)
    fitting = _fitting(tx, own, words, ask.tongue) if words else own
    if len(fitting) == 1:
        return _stop(ask, tx, fitting[0])
    return _which(own, fitting, words, ask.tongue)


def _fitting(
    tx: Transaction, own: list[Subscription], words: str, tongue: Tongue
) -> list[Subscription]:
    """Find the subscriptions that the words mean: by number, by wish, or by what they say."""
    one = chosen(own, words)
    if one:
        return [one]
    words = options(words)[0] or words
    wish = understand(words, search.vocabulary(tx, words))
    exact = [one for one in own if Wish.of(one) == wish]
    wanted = set(keys(words))
    return exact or [one for one in own if wanted and wanted <= _named(one, tongue)]


def _named(one: Subscription, tongue: Tongue) -> set[str]:
    """Give what a subscription may be called by: in the reader's words or in English."""
    wish = Wish.of(one)
    return {*keys(wish_words(wish)), *keys(wish_words(wish, tongue))}


def _stop(ask: Ask, tx: Transaction, one: Subscription) -> Reply:
    """Stop one subscription and offer to take it up again."""
    tx.subscriptions.remove(one.id, one.chat)
    forget_unwanted(tx, ask.chat, ask.now)
    tongue, wish = ask.tongue, Wish.of(one)
    back = Button(tongue.say("Follow again"), f"subscribe {wish.typed()}".strip())
    said = tongue.nodes(
        "You no longer follow {what}. What is left: /subscriptions",
        what=bold(wish_words(wish, tongue)),
    )
    return Reply(page([paragraph(*said)]), ((back,),))


def _all(ask: Ask, tx: Transaction, own: list[Subscription], *, sure: bool) -> Reply:
    """Stop everything, once it is confirmed."""
    if not sure:
        said = ask.tongue.many(
            "Stop the {n} subscription of this chat? To confirm: /unsubscribe all yes",
            "Stop all {n} subscriptions of this chat? To confirm: /unsubscribe all yes",
            len(own),
        )
        yes = Button(ask.tongue.say("Yes, stop all"), "unsubscribe all yes")
        return Reply(page([paragraph(said)]), ((yes,),))
    gone = tx.subscriptions.remove_all(ask.chat, ask.thread)
    forget_unwanted(tx, ask.chat, ask.now)
    return _say(
        ask.tongue.say(
            "Stopped: {count}. This chat gets no more alerts. Begin again with /subscribe",
            count=gone,
        )
    )


def _which(
    own: list[Subscription], fitting: list[Subscription], words: str, tongue: Tongue
) -> Reply:
    """Ask which of several subscriptions is meant."""
    lead = tongue.say("Which one shall I stop?")
    if not fitting:
        none = tongue.say("This chat follows nothing like “{words}”.", words=echo(words))
        lead = f"{none} {lead}"
    listed = [one for one in numbered(own) if one[1] in (fitting or own)]
    names = [line(f"{number}. {wish_words(Wish.of(one), tongue)}") for number, one in listed]
    buttons = tuple(
        (Button(tongue.say("Stop {number}", number=number), f"unsubscribe {handle(one)}"),)
        for number, one in listed[:20]
    )
    everything = Button(tongue.say("Stop all"), "unsubscribe all")
    return Reply(page([paragraph(lead), *names]), (*buttons, (everything,)))


def _say(sentence: str) -> Reply:
    """Answer with one sentence."""
    return Reply(page([paragraph(sentence)]))
