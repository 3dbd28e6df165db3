"""Every answer comes from the catalogues, in the chat's language."""

from __future__ import annotations

import re

import pytest

from alerts.html import plain
from alerts.pseudo import PSEUDO
from alerts.tongue import languages, own_name, tongue
from handlers.buttons import REFUSED
from handlers.commands import COMMANDS, menu
from handlers.model import Reply
from handlers.settings import ZONES
from storage.store import Store
from tests.handlers.conftest import NOW, STORY
from tests.handlers.talk import Talk, labels

LATIN = re.compile(r"[A-Za-z]{2,}")
DATA = sorted(
    {
        *(one.evidence.text for said in STORY.values() for one in said),
        *(one.claimant.name or "" for said in STORY.values() for one in said),
        *(one.claimant.via or "" for said in STORY.values() for one in said),
        # what is typed as it is
        *(
            "quiet",
            "weekly",
            "timezone Z",
            "language L",
            "compact on",
            "all",
            "24h",
            "7d",
            "URL",
            "TEXT",
            "@name command",
            "by:… stance:… since:…",
        ),
        "@your_channel subscribe kursk",
        *("1h|1d|always|off", "accept|withdraw", "Python"),
        *("export|delete", "feeds|claims|changes", "claimwatch export", "OPML", "JSON Lines"),
        *("JSON", "feeds.opml"),
        *("Newsweek", "Mint", "The Dong-A Ilbo", "Claimwatch", "zebra", "Zelensky", "UTC"),
        *map(own_name, languages()),
        "Russia speaks of North Korean troops",  # the title of the articles
        "kursk",
        "stance:zebra",
        "It was announced on Saturday",
        "More follows",
        "propaganda",
        *ZONES,
        *(zone.rpartition("/")[2].replace("_", " ") for zone in ZONES),
    },
    key=len,
    reverse=True,
)
TYPED = (
    "", "/start", "/start t_control_kursk", "/start t_nothing", "/help", "/nonsense", "/stat",
    "zebra", "kursk", "/about", "/topics", "/topics kursk", "/topics zebra", "/claims",
    "/claims kursk", "/claims control kursk", "/claims zebra",
    "/claims kursk by:ukraine stance:denies since:7d",
    "/claims frame:casualties since:2025-04-01", "/claims stance:zebra", "/claims id:a1-1",
    "/claims id:zebra", "/claims Zelensky", "/summary",
    "/summary 24h", "/summary 7d", "/summary kursk", "/summary zebra", "/timeline",
    "/timeline troops kursk", "/timeline zebra", "/subscribe", "/subscribe kursk high daily 8",
    "/subscribe russia", "/channel", "/subscribe casualties", "/subscribe zebra zebra hourly",
    "/subscribe <>", "/subscriptions", "/subscriptions 1", "/subscriptions 2 low",
    "/subscriptions 1 mute 1d", "/subscriptions 99", "/subscriptions 1 zebra",
    "/unsubscribe zebra", "/unsubscribe all", "/unsubscribe 1", "/unsubscribe all yes",
    "/unsubscribe", "/settings",
    "/settings quiet 22-7", "/settings timezone Europe/Kyiv", "/settings zebra", "/feeds",
    "/addfeed", "/addfeed zebra", "/addfeed https://news.example/rss", "/feeds", "/feeds zebra",
    "/checkfeed", "/checkfeed zebra", "/checkfeed https://news.example/rss",
    "/removefeed", "/removefeed 1", "/removefeed 77", "/status", "/mute", "/mute zebra",
    "/mute troops kursk", "/mute troops kursk 1d", "/mute", "/mute troops kursk always",
    "/why", "/why kfirst0001", "/why zebra", "/wrong", "/wrong zebra",
    "/wrong kfirst0001", "/review",
    "/wrong kfirst0001", "/review zebra", "/review withdraw kfirst0001",
    "/timeline troops kursk text", "/broadcast", "/broadcast zebra",
    "/privacy", "/privacy export", "/export",
    "/export feeds", "/export claims", "/export changes kursk", "/export claims stance:zebra",
    "/export claims words:zebra", "/subscribe kursk kinds:denial weekly 9",
    "/subscriptions 1 kinds", "/subscriptions 1 kinds:denial,dispute", "/privacy delete yes",
)  # fmt: skip


@pytest.fixture
def foreign(ledger: Store) -> Talk:
    """Give an operator's chat in the pseudo-language."""
    with ledger.begin() as tx:
        tx.chats.ensure(100, "private", PSEUDO, NOW)
        tx.heartbeats.beat("тик", NOW)
    return Talk(ledger, NOW, admin=True)


def bare(text: str) -> list[str]:
    """Find what is left in plain letters when data, addresses, codes and commands are gone."""
    text = re.sub(r"(\S*://\S+|news\.example\S*|#\w+)", " ", text)
    text = re.sub(r"/[a-z]+(?: [a-z0-9:-]+)*", " ", text)  # what is typed, example included
    for data in filter(None, DATA):
        text = re.sub(rf"(?<!\w){re.escape(data)}(?!\w)", " ", text)
    return LATIN.findall(text)


def check(reply: Reply, asked: str) -> None:
    """Hold an answer and its buttons against the catalogue."""
    assert bare(plain(reply.html)) == [], f"{asked}: {plain(reply.html)}"
    for button in labels(reply):
        assert bare(button.label) == [], f"{asked}: {button.label}"


def test_no_answer_has_a_sentence_outside_the_catalogue(foreign: Talk) -> None:
    """Each command, with and without arguments, and each of its buttons."""
    for typed in TYPED:
        reply = foreign.say(typed)
        check(reply, typed)
        for button in labels(reply):
            if not button.command.startswith(("settings language", "unsubscribe")):
                check(foreign.press(reply, button.label), f"{typed} {button.label}")
    assert {one.name for one in COMMANDS} <= {typed[1:].partition(" ")[0] for typed in TYPED}


def test_no_refusal_has_a_sentence_outside_the_catalogue(foreign: Talk) -> None:
    """Members, strangers and stale buttons are refused in their language too."""
    member = foreign.as_(admin=False, may_configure=False)
    for one in COMMANDS:
        check(member.say(f"/{one.name} x"), one.name)
    assert bare(tongue(PSEUDO).say(REFUSED)) == []
    assert all(bare(summary) == [] for _, summary in menu(True, tongue(PSEUDO)))


def test_a_chat_keeps_its_language(ledger: Store) -> None:
    """It is that of the first who wrote, until /settings chooses another."""
    talk = Talk(ledger, NOW, language="en")
    assert "Time zone" in talk.read("/settings")
    assert "Time zone" not in talk.read(f"/settings language {PSEUDO}")
    assert "Time zone" not in talk.as_(language="en").read("/settings")
    assert "Time zone" in talk.read("/settings language English")
    assert "could not read" in talk.read("/settings language Klingon")


def test_a_new_chat_speaks_as_its_first_user(ledger: Store) -> None:
    """Telegram says which language somebody's app has."""
    talk = Talk(ledger, NOW, chat=4711, language="en-XA")
    assert bare(talk.read("/claims kursk")) == []


@pytest.mark.parametrize("code", languages()[1:])
def test_every_answer_keeps_telegrams_limits_in_every_language(ledger: Store, code: str) -> None:
    """Texts and labels that are longer than the English ones still fit, and are no English."""
    talk = Talk(ledger, NOW, language=code, admin=True)
    english = Talk(ledger, NOW, chat=200, admin=True)
    for typed in TYPED:
        reply = talk.say(typed)  # checks the limits
        assert plain(reply.html) != plain(english.say(typed).html), typed
    assert all(0 < len(summary) <= 100 for _, summary in menu(True, tongue(code)))


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("uk", {1: "1 зміна", 3: "3 зміни", 5: "5 змін", 11: "11 змін", 21: "21 зміна"}),
        ("ru", {1: "1 изменение", 4: "4 изменения", 12: "12 изменений", 22: "22 изменения"}),
        ("de", {1: "1 Änderung", 2: "2 Änderungen", 1234: "1.234 Änderungen"}),
        ("ko", {1: "변화 1건", 1234: "변화 1,234건"}),
    ],
)
def test_plurals_and_numbers_are_the_languages_own(code: str, forms: dict[int, str]) -> None:
    """One, few and many in Ukrainian and Russian; no plural in Korean."""
    for count, said in forms.items():
        assert tongue(code).many("{n} change", "{n} changes", count) == said
