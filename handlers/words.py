"""What do somebody's words mean, however they are spelt?"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice, product

from handlers.foreign import latin, names

MOST = 12  # words of a search that are looked at
PHRASE = 5  # words of the longest spelling in the table
TRIES = 8  # spellings of a search that the ledger is asked for

# How English writes one foreign sound in several ways; applied in this order to folded words.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(zh)+", "z"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"ou|oo", "u"),
        (r"ck|q", "k"),
        (r"w", "v"),
        (r"(.)\1+", r"\1"),
        (r"[iyj]+", "i"),
    )
)

# How a word may begin whose sound, by the table above, begins so.
_FIRST = {
    "z": ("zh",), "h": ("kh", "gh"), "f": ("ph",), "u": ("ou", "oo"), "k": ("q", "ck"),
    "v": ("w",), "i": ("y", "j"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spellings:
    """The table of forms: other spelling to compared one, word to frame, words without weight."""

    forms: Mapping[str, str]
    others: Mapping[str, tuple[str, ...]]
    states: frozenset[str]  # compared forms that are states or bodies
    frames: Mapping[str, str]
    heads: frozenset[str]  # what a slug may begin with
    empty: frozenset[str]


@lru_cache(maxsize=1)
def spellings() -> Spellings:
    """Read the table of spellings that ships with the commands."""
    data = tomllib.loads((files("handlers") / "spellings.toml").read_text("utf-8"))
    others = {
        form: tuple(rest) for form, rest in [*data["spellings"].items(), *data["states"].items()]
    }
    known = {other: form for form, rest in others.items() for other in rest}
    abroad = {name: known.get(form, form) for name, form in names(fold) if name != form}
    return Spellings(
        forms=abroad | known,
        others=others,
        states=frozenset(data["states"]),
        frames={word: frame for frame, words in data["frames"].items() for word in words},
        heads=frozenset([*data["frames"], "talks"]),
        empty=frozenset(data["empty"]["words"]),
    )


def fold(text: str) -> str:
    """Lower the case, drop accents and a possessive s, and make a space of every other sign."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    kept = re.sub(r"['’ʼ`](s\b)?", "", unicodedata.normalize("NFC", kept))
    return " ".join(re.sub(r"[\W_]+", " ", kept).split())


def canonical(text: str) -> tuple[str, ...]:
    """Give the words of a text in the compared spelling: "DPRK troops" is north, korea, troops."""
    return tuple(word for _, form in _phrases(text) for word in form.split())


def written(text: str) -> str:
    """Give the words as they were spelt, but a people or an acronym as its state."""
    states = spellings().states
    return " ".join(form if form in states else typed for typed, form in _phrases(text))


def sound(word: str) -> str:
    """Reduce a folded word to how it sounds, so that Zelenskyy and Zelensky are one."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def first_letters(key: str) -> tuple[str, ...]:
    """Give how a word may begin that sounds like a key: "haritonov" as h, kh or gh."""
    return (key[:1], *_FIRST.get(key[:1], ()))


@lru_cache(maxsize=65536)
def keys(text: str) -> tuple[str, ...]:
    """Give what a text is compared by: the sounds of its words, without the empty ones."""
    empty = spellings().empty
    kept = [sound(word) for word in canonical(text) if word not in empty]
    return tuple(dict.fromkeys(islice(kept, MOST)))


@lru_cache(maxsize=65536)
def heard(slug: str) -> frozenset[str]:
    """Give the sounds by which a topic may be found."""
    return frozenset(keys(slug))


def frame_of_words(text: str) -> str | None:
    """Give the frame that the words name: "death toll" is casualties."""
    frames = spellings().frames
    folded = fold(text)
    bare = " ".join(word for word in folded.split() if word not in spellings().empty)
    return frames.get(folded) or frames.get(bare)


def without_frame(text: str) -> tuple[str | None, str]:
    """Take the frame off the words: "casualties in Kursk" is casualties and "kursk"."""
    words = [word for word in fold(text).split() if word not in spellings().empty]
    for size in (2, 1):
        for start in range(len(words) - size + 1):
            frame = spellings().frames.get(" ".join(words[start : start + size]))
            if frame:
                return frame, " ".join(words[:start] + words[start + size :])
    return None, " ".join(words)


def spelt(text: str) -> Iterator[str]:
    """Give the spellings under which the ledger may know the words, the typed one first."""
    empty = spellings().empty
    phrases = [phrase for phrase in islice(_phrases(text), MOST) if phrase[0] not in empty]
    made = (" ".join(way) for way in product(*(_ways(*phrase) for phrase in phrases)))
    yield from filter(None, islice(dict.fromkeys(islice(made, MOST * TRIES)), TRIES))


def fits(wanted: tuple[str, ...], has: frozenset[str]) -> bool:
    """Tell whether each wanted key is among those at hand, as a whole or as a beginning."""
    return all(
        key in has or (len(key) > 3 and any(one.startswith(key) for one in has)) for key in wanted
    )


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    """Cut folded text into words or phrases of the table, each as typed and as compared."""
    words, forms = fold(text).split()[: MOST * PHRASE], spellings().forms
    at = 0
    while at < len(words):
        for size in range(min(PHRASE, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            if phrase in forms or phrase in spellings().others or size == 1:
                yield phrase, forms.get(phrase) or latin(phrase)
                at += size
                break


def _ways(typed: str, form: str) -> tuple[str, ...]:
    """Give the forms of one phrase; an ending that varies is cut, as a beginning is enough."""
    cut = (re.sub(r"[iyj]+$", "", way) for way in (typed, form))
    stems = tuple(stem for stem in cut if len(stem) > 4 and stem not in (typed, form))
    return tuple(dict.fromkeys((typed, form, *spellings().others.get(form, ()), *stems)))
