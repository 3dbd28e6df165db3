"""How do we find a claim by its words?

History is searched by the database's own word index (FTS5, or a tsvector on PostgreSQL) in the
table `claim_words(seq, words)`. So is what stands, unless the words are common: then a LIKE over
its normalised words has a page soon. Either way a word is found by its beginning. The table is
made by a migration and is not in tables.py: the two databases have no common notation for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, column, select, table, text

from claims.model import Claim

LONGEST = 60  # code points of a word that are looked at
MOST = 400  # words of a claim that are kept
ASKED = 12  # words of a question that are looked for
_WORD = re.compile(r"[^\W_]+")

_ADD = {
    "sqlite": "INSERT INTO claim_words (rowid, words)"
    " SELECT seq, :words FROM claims WHERE id = :id",
    "postgresql": "INSERT INTO claim_words (seq, words) SELECT seq,"
    " array_to_tsvector(string_to_array(:words, ' ')) FROM claims WHERE id = :id",
}


def words_of(words: str) -> list[str]:
    """Split a text into its distinct words, without case and accents, in order."""
    plain = words.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(plain)))


def asked_for(query: str) -> list[str]:
    """Split a question into the words to look for; nobody means more than a few."""
    return words_of(query)[:ASKED]


def searched(claim: Claim) -> str:
    """Join the words by which a claim is found."""
    who = claim.claimant
    parts = (claim.topic, who.actor, who.name, claim.value, claim.evidence.text)
    return " ".join(words_of(" ".join(part for part in parts if part))[:MOST])


def index(connection: Connection, found_by: Mapping[str, str]) -> None:
    """Enter claims, by id, with the words by which they are found."""
    rows = [{"id": claim, "words": words} for claim, words in found_by.items()]
    connection.execute(text(_ADD[connection.dialect.name]), rows)


def carrying(dialect: str, words: Sequence[str], *, whole: bool = False) -> Select[tuple[int]]:
    """Select the numbers of the claims that carry all words, or their beginnings, the last first.

    SQLite's index reads whole words in this order lazily, so that a limit ends the work.
    """
    if dialect == "sqlite":
        fts = table("claim_words", column("rowid"), column("claim_words", Text))
        asked = " AND ".join(f'"{word}"{"" if whole else "*"}' for word in words)
        found = select(fts.c.rowid.label("seq")).where(fts.c.claim_words.op("MATCH")(asked))
        return found.order_by(fts.c.rowid.desc())
    index = table("claim_words", column("seq"), column("words"))
    asked = " & ".join(f"'{word}'{'' if whole else ':*'}" for word in words)
    found = select(index.c.seq).where(
        text("words @@ CAST(:asked AS tsquery)").bindparams(asked=asked)
    )
    return found.order_by(index.c.seq.desc())


def all_in(words: Iterable[str], normalised: ColumnElement[str]) -> ColumnElement[bool]:
    """Require that each word begins a word of a normalised column."""
    return and_(True, *(normalised.like(f"% {word}%") for word in words))
