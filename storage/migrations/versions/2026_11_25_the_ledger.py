"""The ledger: its first tables and the index of words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('due', 'sending')")
UNSURE = sa.text("state = 'uncertain'")
STALE = sa.text("stale_at IS NOT NULL")
WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE claim_words USING "
        "fts5(words, content='', tokenize='unicode61', prefix='3')",
    ),
    "postgresql": (
        "CREATE TABLE claim_words (seq BIGINT PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_claim_words_words ON claim_words USING gin (words)",
    ),
}


def upgrade() -> None:
    """Make the ledger."""
    _feeds()
    _entries()
    _articles()
    _claims()
    _claim_indexes()
    _newest()
    _tallies()
    _changes()
    _chats()
    _outbox()
    _reviews()
    _rest()
    for statement in WORDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _feeds() -> None:
    """Make the feeds."""
    op.create_table(
        "feeds",
        sa.Column("id", ROW, nullable=False),
        sa.Column("url", CODE, nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=True),
        sa.Column("polled", sa.Boolean(), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )
    op.create_index("ix_feeds_next_check_at", "feeds", ["next_check_at"])


def _entries() -> None:
    """Make what was seen in the feeds."""
    op.create_table(
        "entries",
        sa.Column("feed", ROW, nullable=False),
        sa.Column("key", CODE, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed"], ["feeds.id"], name="fk_entries_feed_feeds", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed", "key", name="pk_entries"),
        sqlite_with_rowid=False,
    )


def _articles() -> None:
    """Make the articles."""
    op.create_table(
        "articles",
        sa.Column("id", CODE, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("feed", ROW, nullable=True),
        sa.Column("copy_of", CODE, nullable=True),
        sa.Column("voice", CODE, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed"], ["feeds.id"], name="fk_articles_feed_feeds", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_feed", "articles", ["feed"])
    op.create_index("ix_articles_known_at", "articles", ["known_at"])
    op.create_index("ix_articles_published_at", "articles", ["published_at"])


def _claims() -> None:
    """Make the claims."""
    op.create_table(
        "claims",
        sa.Column("seq", ROW, nullable=False),
        sa.Column("id", CODE, nullable=False),
        sa.Column("article", CODE, nullable=False),
        sa.Column("actor", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("frame", CODE, nullable=False),
        sa.Column("topic", CODE, nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("stance", CODE, nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("min", sa.BigInteger(), nullable=True),
        sa.Column("max", sa.BigInteger(), nullable=True),
        sa.Column("unit", CODE, nullable=True),
        sa.Column("approx", sa.Boolean(), nullable=True),
        sa.Column("as_of", CODE, nullable=True),
        sa.Column("event_date", CODE, nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hedged", sa.Boolean(), nullable=False),
        sa.Column("temporal", CODE, nullable=False),
        sa.Column("aspect", CODE, nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("same_as", CODE, nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rank", CODE, nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_claims_article_articles"),
        sa.PrimaryKeyConstraint("seq", name="pk_claims"),
        sa.UniqueConstraint("id", name="uq_claims_id"),
    )


def _claim_indexes() -> None:
    """Let claims be found in order of time, by topic, actor and frame."""
    op.create_index("ix_claims_actor_rank", "claims", ["actor", "rank"])
    op.create_index("ix_claims_article", "claims", ["article"])
    op.create_index("ix_claims_frame_rank", "claims", ["frame", "rank"])
    op.create_index("ix_claims_published_at", "claims", ["published_at"])
    op.create_index("ix_claims_rank", "claims", ["rank"])
    op.create_index("ix_claims_topic_rank", "claims", ["topic", "rank"])


def _newest() -> None:
    """Make what is kept of the newest claims, so that history need not be read."""
    op.create_table(
        "positions",
        sa.Column("topic", CODE, nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.Column("claim", CODE, nullable=False),
        sa.Column("rank", CODE, nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name="fk_positions_claim_claims"),
        sa.PrimaryKeyConstraint("topic", "held", name="pk_positions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "standing",
        sa.Column("topic", CODE, nullable=False),
        sa.Column("actor", CODE, nullable=False),
        sa.Column("unit", CODE, nullable=False),
        sa.Column("claim", CODE, nullable=False),
        sa.Column("rank", CODE, nullable=False),
        sa.Column("order", CODE, nullable=False),
        sa.Column("frame", CODE, nullable=False),
        sa.Column("stance", CODE, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name="fk_standing_claim_claims"),
        sa.PrimaryKeyConstraint("topic", "actor", "unit", name="pk_standing"),
    )
    op.create_index("ix_standing_claim", "standing", ["claim"])
    op.create_index("ix_standing_order", "standing", ["order"])
    op.create_index("ix_standing_actor_order", "standing", ["actor", "order"])


def _tallies() -> None:
    """Make what is counted: who carries a claim, and what is said on a topic."""
    op.create_table(
        "coverage",
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("voice", CODE, nullable=False),
        sa.PrimaryKeyConstraint("said", "voice", name="pk_coverage"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "topics",
        sa.Column("topic", CODE, nullable=False),
        sa.Column("frame", CODE, nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.Column("claimants", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_topics"),
    )
    op.create_index("ix_topics_last_at", "topics", ["last_at"])
    op.create_table(
        "topic_words",
        sa.Column("word", CODE, nullable=False),
        sa.Column("topic", CODE, nullable=False),
        sa.PrimaryKeyConstraint("word", "topic", name="pk_topic_words"),
        sqlite_with_rowid=False,
    )


def _changes() -> None:
    """Make the changes."""
    op.create_table(
        "changes",
        sa.Column("seq", ROW, nullable=False),
        sa.Column("id", CODE, nullable=False),
        sa.Column("article", CODE, nullable=False),
        sa.Column("topic", CODE, nullable=False),
        sa.Column("frame", CODE, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("actor", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("severity", CODE, nullable=False),
        sa.Column("claim", CODE, nullable=False),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stale_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_changes_article_articles"),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name="fk_changes_claim_claims"),
        sa.PrimaryKeyConstraint("seq", name="pk_changes"),
        sa.UniqueConstraint("id", name="uq_changes_id"),
    )
    op.create_index("ix_changes_detected_at", "changes", ["detected_at"])
    op.create_index("ix_changes_said", "changes", ["said"])
    op.create_index("ix_changes_topic_seq", "changes", ["topic", "seq"])
    op.create_index(
        "ix_changes_stale", "changes", ["stale_at"], sqlite_where=STALE, postgresql_where=STALE
    )


def _chats() -> None:
    """Make the chats and their wishes."""
    op.create_table(
        "chats",
        sa.Column("id", ROW, autoincrement=False, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("language", CODE, nullable=False),
        sa.Column("timezone", CODE, nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("resting", sa.Text(), nullable=True),
        sa.Column("summarised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted", sa.JSON(), nullable=False),
        sa.Column("was", sa.BigInteger(), nullable=True),
        sa.Column("compact", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", ROW, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("topic", CODE, nullable=True),
        sa.Column("frame", CODE, nullable=True),
        sa.Column("place", CODE, nullable=True),
        sa.Column("actor", CODE, nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("kinds", CODE, nullable=False),
        sa.Column("least", CODE, nullable=False),
        sa.Column("cadence", CODE, nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resting", sa.Text(), nullable=True),
        sa.Column("wishes", CODE, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_subscriptions_chat_chats", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_chat", "subscriptions", ["chat"])
    op.create_index("ix_subscriptions_wishes", "subscriptions", ["wishes"])


def _outbox() -> None:
    """Make the deliveries."""
    op.create_table(
        "deliveries",
        sa.Column("id", ROW, nullable=False),
        sa.Column("change", CODE, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", CODE, nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("change", "chat", "thread", name="uq_deliveries_change_chat_thread"),
    )
    op.create_index(
        "ix_deliveries_open_chat",
        "deliveries",
        ["chat", "free_at", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_deliveries_open_free_at",
        "deliveries",
        ["digest", "free_at", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_deliveries_uncertain",
        "deliveries",
        ["free_at"],
        sqlite_where=UNSURE,
        postgresql_where=UNSURE,
    )


def _reviews() -> None:
    """Make what readers and operators say of a change."""
    op.create_table(
        "reports",
        sa.Column("change", CODE, nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["changes.id"], name="fk_reports_change_changes"),
        sa.PrimaryKeyConstraint("change", "chat", "user", name="pk_reports"),
    )
    op.create_index("ix_reports_at", "reports", ["at"])
    op.create_table(
        "reviews",
        sa.Column("change", CODE, nullable=False),
        sa.Column("claim", CODE, nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["changes.id"], name="fk_reviews_change_changes"),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name="fk_reviews_claim_claims"),
        sa.PrimaryKeyConstraint("change", name="pk_reviews"),
    )
    op.create_index("ix_reviews_claim", "reviews", ["claim"])


def _rest() -> None:
    """Make the inbox and what the program notes for itself."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.create_table(
        "heartbeats",
        sa.Column("name", CODE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeats"),
    )
    op.create_table(
        "settings",
        sa.Column("name", CODE, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "notices",
        sa.Column("id", ROW, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
