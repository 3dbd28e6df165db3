"""Which tables and columns does the ledger have, and which indexes answer which question?

Plain tables without an ORM: rows become the frozen values of claims/model.py and records.py in
the file of their group. The word index `claim_words` is not here: see words.py.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from storage.types import ROW, Code, Count, Json, UtcDateTime, Words

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

STALE = "stale_at IS NOT NULL"


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


feeds = Table(
    "feeds",
    metadata,
    Column("id", ROW, primary_key=True),
    Column("url", Code, nullable=False, unique=True),
    Column("outlet", Words),
    Column("family", Words),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_hash", Words),
    _flag("polled"),
    Column("next_check_at", UtcDateTime, index=True),
    Column("fetched_at", UtcDateTime),
    Column("changed_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("error", Words),
    _flag("stopped"),
    Column("rhythm", Words),
    Column("note", Words),
    Column("leased_until", UtcDateTime),
    Column("added_at", UtcDateTime, nullable=False),
    _flag("removed"),  # kept as a row, lest a list of feeds bring it back
)

entries = Table(
    "entries",
    metadata,
    Column("feed", ROW, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Code, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

articles = Table(
    "articles",
    metadata,
    Column("id", Code, primary_key=True),
    Column("published_at", UtcDateTime, index=True),
    Column("arrived_at", UtcDateTime),
    Column("known_at", UtcDateTime, index=True),  # arrived, else published: what we sort by
    Column("outlet", Words),
    Column("url", Words),
    Column("title", Words),
    Column("feed", ROW, ForeignKey("feeds.id", ondelete="SET NULL"), index=True),
    Column("copy_of", Code),
    Column("voice", Code, nullable=False),  # whose account it is: equal ones count once
    Column("signature", LargeBinary),
    Column("text", Words, nullable=False),  # last: it spills over, and the others are read alone
)

claims = Table(
    "claims",
    metadata,
    Column("seq", ROW, primary_key=True),  # the order of filing
    Column("id", Code, nullable=False, unique=True),
    Column("article", Code, ForeignKey("articles.id"), nullable=False, index=True),
    Column("actor", Code, nullable=False),
    Column("name", Words),
    Column("via", Words),
    Column("frame", Code, nullable=False),
    Column("topic", Code, nullable=False),
    Column("slots", Json, nullable=False),
    Column("stance", Code, nullable=False),
    Column("value", Words),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("evidence", Words, nullable=False),
    Column("min", Count),
    Column("max", Count),
    Column("unit", Code),
    Column("approx", Boolean),
    Column("as_of", Code),
    Column("event_date", Code),
    Column("published_at", UtcDateTime),
    _flag("hedged"),
    Column("temporal", Code, nullable=False),
    Column("aspect", Code, nullable=False),
    _flag("background"),
    Column("same_as", Code),
    Column("rule", Words, nullable=False),
    Column("rank", Code, nullable=False),  # the claim's day, then its publication
    Column("said", LargeBinary, nullable=False),  # digest: equal for equal claims of an actor
    Index(None, "topic", "rank"),
    Index(None, "actor", "rank"),
    Index(None, "frame", "rank"),
    Index(None, "rank"),
    Index(None, "published_at"),
)

positions = Table(  # the newest claim of each distinct position: what a comparison needs
    "positions",
    metadata,
    Column("topic", Code, primary_key=True),
    Column("held", LargeBinary, primary_key=True),  # digest of what makes it distinct
    Column("claim", Code, ForeignKey("claims.id"), nullable=False),
    Column("rank", Code, nullable=False),
    sqlite_with_rowid=False,
)

standing = Table(  # the claim that stands for a claimant on a topic and unit: what readers see
    "standing",
    metadata,
    Column("topic", Code, primary_key=True),
    Column("actor", Code, primary_key=True),
    Column("unit", Code, primary_key=True),  # "" when nothing is counted
    Column("claim", Code, ForeignKey("claims.id"), nullable=False, index=True),
    Column("rank", Code, nullable=False),  # weight, then the claim's rank
    Column("order", Code, nullable=False),  # the claim's rank: newest first
    Column("frame", Code, nullable=False),
    Column("stance", Code, nullable=False),
    Column("published_at", UtcDateTime),
    Column("words", Words, nullable=False),  # normalised, each after a space
    Index(None, "order"),
    Index(None, "actor", "order"),
)

coverage = Table(  # who carries an equal claim
    "coverage",
    metadata,
    Column("said", LargeBinary, primary_key=True),
    Column("voice", Code, primary_key=True),
    sqlite_with_rowid=False,
)

topics = Table(
    "topics",
    metadata,
    Column("topic", Code, primary_key=True),
    Column("frame", Code, nullable=False),
    Column("claims", BigInteger, nullable=False),
    Column("claimants", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True),
    _flag("disputed"),
    Column("words", Words, nullable=False),
)

topic_words = Table(  # where a word's topics are found
    "topic_words",
    metadata,
    Column("word", Code, primary_key=True),
    Column("topic", Code, primary_key=True),
    sqlite_with_rowid=False,
)

changes = Table(
    "changes",
    metadata,
    Column("seq", ROW, primary_key=True),
    Column("id", Code, nullable=False, unique=True),
    Column("article", Code, ForeignKey("articles.id"), nullable=False),
    Column("topic", Code, nullable=False),
    Column("frame", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("actor", Code, nullable=False),
    Column("name", Words),
    Column("via", Words),
    Column("before", Json(none_as_null=True)),
    Column("after", Json, nullable=False),
    Column("severity", Code, nullable=False),
    Column("claim", Code, ForeignKey("claims.id"), nullable=False),  # the leading one
    Column("claims", Json, nullable=False),
    Column("said", LargeBinary, nullable=False, index=True),  # the leading claim's
    _flag("late"),
    _flag("correction"),
    Column("reason", Words, nullable=False),
    Column("detected_at", UtcDateTime, nullable=False),
    Column("stale_at", UtcDateTime),  # from when what was sent of it is to be brought up to date
    Index(None, "detected_at"),
    Index("ix_changes_stale", "stale_at", sqlite_where=text(STALE), postgresql_where=text(STALE)),
    Index(None, "topic", "seq"),
)

chats = Table(
    "chats",
    metadata,
    Column("id", ROW, primary_key=True, autoincrement=False),
    Column("kind", Code, nullable=False),
    Column("language", Code, nullable=False),
    Column("timezone", Code, nullable=False),
    Column("quiet_from", Integer),
    Column("quiet_to", Integer),
    Column("resting", Words),
    Column("summarised_at", UtcDateTime),
    Column("muted", Json, nullable=False),  # topic to the moment until when, "" for good
    Column("was", BigInteger),  # its number before it became a supergroup
    _flag("compact"),
    Column("created_at", UtcDateTime, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", ROW, primary_key=True),
    Column(
        "chat", BigInteger, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("thread", BigInteger, nullable=False),  # 0: none, so that a unique key sees it
    Column("topic", Code),
    Column("frame", Code),
    Column("place", Code),
    Column("actor", Code),
    Column("words", Words),
    Column("kinds", Code, nullable=False),  # sorted, comma-separated; "" for all
    Column("least", Code, nullable=False),
    Column("cadence", Code, nullable=False),
    Column("digest_hour", Integer, nullable=False),
    Column("created_at", UtcDateTime),
    Column("muted_until", UtcDateTime),
    Column("resting", Words),  # why we do not write to its thread at present
    Column("wishes", Code, nullable=False, index=True),  # digest: equal for equal wishes
)

UNSURE = "state = 'uncertain'"
OPEN = "state IN ('due', 'sending')"  # written out: a partial index serves only the same words

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", ROW, primary_key=True),
    # No foreign keys: a fan-out looks change and chats up once, not for each of its rows, which
    # on PostgreSQL takes as long as all the rest.
    Column("change", Code, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False),  # 0: none
    Column("state", Code, nullable=False),
    _flag("digest"),  # goes when no alert is due
    Column("not_before", UtcDateTime, nullable=False),  # the wish
    Column("free_at", UtcDateTime, nullable=False),  # not_before; while leased, the lease's end
    Column("attempts", Integer, nullable=False),
    Column("owner", Code),
    Column("message", BigInteger),
    Column("note", Words),
    Column("sent_at", UtcDateTime),
    Column("edited_at", UtcDateTime),  # when its message was brought up to date
    UniqueConstraint("change", "chat", "thread"),
    Index(
        "ix_deliveries_open_free_at",
        "digest",
        "free_at",
        "id",
        sqlite_where=text(OPEN),
        postgresql_where=text(OPEN),
    ),
    Index(
        "ix_deliveries_open_chat",
        "chat",
        "free_at",
        "id",
        sqlite_where=text(OPEN),
        postgresql_where=text(OPEN),
    ),
    Index(
        "ix_deliveries_uncertain",
        "free_at",
        sqlite_where=text(UNSURE),
        postgresql_where=text(UNSURE),
    ),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Words, nullable=False),  # wiped once done
    Column("received_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("done_at", UtcDateTime, index=True),
)

notices = Table(  # what is said beside the news; gone once it was said
    "notices",
    metadata,
    Column("id", ROW, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("text", Words, nullable=False),
    Column("free_at", UtcDateTime, nullable=False),  # from when it may be tried
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", Code, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("detail", Words, nullable=False),
)

reports = Table(  # readers who say that an alert is wrong, each once
    "reports",
    metadata,
    Column("change", Code, ForeignKey("changes.id"), primary_key=True),
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("user", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

reviews = Table(  # what operators decided on it
    "reviews",
    metadata,
    Column("change", Code, ForeignKey("changes.id"), primary_key=True),
    Column("claim", Code, ForeignKey("claims.id"), nullable=False, index=True),
    _flag("withdrawn"),  # else accepted
    Column("by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Code, primary_key=True),
    Column("value", Words, nullable=False),
)
