"""Which texts did we take in, and which of them are one story told once?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from claims.model import Article
from storage.session import AnyRow, Group, portions
from storage.tables import articles, claims, feeds

NAMES = tuple(name for name in Article.__slots__)
COLUMNS = tuple(articles.c[name] for name in NAMES)
Names = tuple[str | None, str | None]  # of a feed: its family and its outlet


class Articles(Group):
    """The cleaned texts; never changed once filed."""

    def add(
        self,
        article: Article,
        feed: int | None = None,
        copy_of: str | None = None,
        signature: bytes | None = None,
    ) -> bool:
        """File an article; False when it was here.

        Its voice, for counting independent outlets, is its original's if it is a copy, else the
        feed's family, else its outlet, else the feed's, else itself.
        """
        voice = self._voice_of(copy_of) or _voice(article, self._names(feed))
        row = _row(article, feed, voice) | {"copy_of": copy_of, "signature": signature}
        return self.session.insert_new(articles, [row]) > 0

    def add_all(self, several: Sequence[Article], feed: int | None = None) -> int:
        """File articles of a feed in which nothing is claimed; say how many were new.

        They have no fingerprint: nobody can copy a claim from them.
        """
        names = self._names(feed) if several else (None, None)
        rows = [_row(article, feed, _voice(article, names)) for article in several]
        return self.session.insert_new(articles, rows)

    def forget_idle(self, before: datetime, limit: int) -> int:
        """Drop articles that became known before, and in which nothing was claimed."""
        said = select(claims.c.article).where(claims.c.article == articles.c.id)
        idle = select(articles.c.id).where(articles.c.known_at < before, ~said.exists())
        some = idle.order_by(articles.c.known_at).limit(limit)
        return self.session.changed(delete(articles).where(articles.c.id.in_(some)))

    def get(self, article: str) -> Article | None:
        """Find an article by its id."""
        row = self.session.run(select(*COLUMNS).where(articles.c.id == article)).first()
        return article_of(row) if row else None

    def known(self, ids: Sequence[str]) -> set[str]:
        """Say which of these articles are on file."""
        found: set[str] = set()
        for some in portions(ids):
            here = select(articles.c.id).where(articles.c.id.in_(some))
            found.update(self.session.run(here).scalars())
        return found

    def latest(self) -> datetime | None:
        """Give the newest publication on file."""
        newest = select(func.max(articles.c.published_at))
        moment: datetime | None = self.session.run(newest).scalar_one()
        return moment

    def count(self) -> int:
        """Count the articles."""
        return int(self.session.run(select(func.count()).select_from(articles)).scalar_one())

    def signatures(self, since: datetime | None) -> list[tuple[str, bytes]]:
        """List the signatures of originals that became known since, the newest first."""
        wanted = select(articles.c.id, articles.c.signature).where(
            articles.c.signature.is_not(None), articles.c.copy_of.is_(None)
        )
        if since is not None:
            wanted = wanted.where(articles.c.known_at >= since)
        rows = self.session.run(wanted.order_by(articles.c.known_at.desc()))
        return [(row.id, bytes(row.signature)) for row in rows]

    def _voice_of(self, article: str | None) -> str | None:
        """Give the voice of an article on file."""
        wanted = select(articles.c.voice).where(articles.c.id == article)
        voice: str | None = self.session.run(wanted).scalar() if article else None
        return voice

    def _names(self, feed: int | None) -> Names:
        """Give the family and the outlet of a feed."""
        names = select(feeds.c.family, feeds.c.outlet).where(feeds.c.id == feed)
        row = self.session.run(names).first() if feed is not None else None
        return (row.family, row.outlet) if row else (None, None)


def _row(article: Article, feed: int | None, voice: str) -> dict[str, Any]:
    """Lay out an article's row; without a fingerprint and no copy."""
    return {name: getattr(article, name) for name in NAMES} | {
        "known_at": article.arrived_at or article.published_at,
        "feed": feed,
        "copy_of": None,
        "voice": voice,
        "signature": None,
    }


def _voice(article: Article, names: Names) -> str:
    """Say whose account an article is, if it is no copy."""
    family, outlet = names
    return str(family or article.outlet or outlet or f"article {article.id}").casefold()


def article_of(row: AnyRow, prefix: str = "") -> Article:
    """Read an article off a row whose columns carry a prefix."""
    return Article(*(getattr(row, prefix + name) for name in NAMES))
