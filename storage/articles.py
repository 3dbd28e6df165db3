"""Which texts did we take in, and which of them are one story told once?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from claims.model import Article
from storage.session import AnyRow, Group, portions
from storage.tables import articles, feeds

NAMES = tuple(name for name in Article.__slots__)
COLUMNS = tuple(articles.c[name] for name in NAMES)


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
        row = {name: getattr(article, name) for name in NAMES} | {
            "known_at": article.arrived_at or article.published_at,
            "feed": feed,
            "copy_of": copy_of,
            "voice": self._voice(article, feed, copy_of),
            "signature": signature,
        }
        return self.session.insert_new(articles, [row]) > 0

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

    def _voice(self, article: Article, feed: int | None, copy_of: str | None) -> str:
        original = select(articles.c.voice).where(articles.c.id == copy_of)
        if copy_of and (voice := self.session.run(original).scalar()):
            return str(voice)
        names = select(feeds.c.family, feeds.c.outlet).where(feeds.c.id == feed)
        of_feed = self.session.run(names).first() if feed is not None else None
        family, outlet = of_feed or (None, None)
        return str(family or article.outlet or outlet or f"article {article.id}").casefold()


def article_of(row: AnyRow, prefix: str = "") -> Article:
    """Read an article off a row whose columns carry a prefix."""
    return Article(*(getattr(row, prefix + name) for name in NAMES))
