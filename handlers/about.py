"""What is this bot, what does it promise, and how much is in its ledger?"""

from __future__ import annotations

from alerts.html import bold, line, page, paragraph
from alerts.tongue import mark
from handlers.model import Ask, Reply
from storage.store import Transaction

WHAT = mark(
    "Claimwatch reads the news and keeps a ledger of who claims what. It tells you when a claim "
    "changes: a first confirmation, a denial, a new figure. It does not tell you who is right."
)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Say what the bot does, what it does not, and the size of the ledger."""
    tongue = ask.tongue
    feeds = [feed for feed in tx.feeds.all() if not feed.stopped]
    topics = tx.claims.count_topics()
    blocks = [
        paragraph(bold("Claimwatch")),
        line(tongue.say(WHAT)),
        paragraph(
            tongue.say(
                "Each position comes with the exact words and a link to the article. Copies of "
                "one agency report count once. What an old article says late never un-says newer "
                "claims."
            )
        ),
        paragraph(
            tongue.say(
                "An alert may reach you twice if the bot stops at the wrong moment; a repeat has "
                "the same #code. The reading is automatic and can be wrong: check the quote."
            )
        ),
        paragraph(
            tongue.say(
                "The ledger: {claims} on {topics} from {articles}; {feeds} watched.",
                claims=tongue.many("{n} claim", "{n} claims", tx.claims.count_all()),
                topics=tongue.many("{n} topic", "{n} topics", topics),
                articles=tongue.many("{n} article", "{n} articles", tx.articles.count()),
                feeds=tongue.many("{n} feed is", "{n} feeds are", len(feeds)),
            )
        ),
        paragraph(tongue.say("Commands: /help. Leave: /unsubscribe all")),
    ]
    return Reply(page(blocks))
