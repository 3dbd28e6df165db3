"""Which place does a noun mean, and by which slug is it called?"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from claims.lexicon import Lexicon
from claims.names.gazetteer import Hit, Sort, gazetteer, home_of, scan
from claims.names.towns import TITLES, is_held, is_taken
from claims.text.clauses import sentence
from claims.text.tree import Doc, Token

_WORDS = Lexicon.of(__name__)

# Nouns that say what kind of place a name is; a region's kind is no part of its slug.
REGIONS = _WORDS.set("regions")
SETTLEMENTS = _WORDS.set("settlements")
FACILITIES = _WORDS.set("facilities")
WINDS = frozenset({"East", "West", "North", "South"})  # before a name that states bear as well
HEAD = 24  # tokens in which a dateline ends
NATURAL = _WORDS.set("natural")
KINDS = REGIONS | SETTLEMENTS | FACILITIES
STRONG = _WORDS.set("strong")
NOT_PLACES = _WORDS.set("not_places")
NAMING = frozenset(["of", "at", "in", "near", "outside"])  # "the airport at X", "the city of X"
DEMONYM_ENDS = ("ian", "ish", "ese", "ern", "ean", "i", "can")
OPENING = frozenset(["port", "camp", "fort", "mount", "lake", "river", "fort", "city", "valley"])
NAME_LINKS = _WORDS.set("name_links")
BOUND = frozenset({"as", "es", "az", "ez"})  # articles only before a hyphen: "Deir ez-Zor"


def slug(words: str) -> str:
    """Make lower-case words with hyphens of a name, without accents, articles and possessives."""
    words = re.sub(r"['’]s?(?=\s|$)", "", words)
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    plain = re.sub(r"['’]s\b|['’`]", "", words if not plain.strip() else plain)
    plain = re.sub(r"^(?:the|a|an)\s+", "", plain.strip(), flags=re.I)
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


def is_name(token: Token) -> bool:
    """Tell a proper noun, also where the tagger doubts it."""
    return token.pos_ == "PROPN" or (
        token.is_title
        and not token.is_sent_start
        and (token.pos_ in ("NOUN", "X", "ADJ") or token.ent_type_ != "")
        and token.i > 0
    )


def name_words(token: Token) -> list[Token]:
    """Collect the words of the name around a word: "South Sulawesi", "Deir ez-Zor"."""
    doc, left, right = token.doc, token.i, token.i
    while left > 0 and left > token.i - 5 and _joins(doc, left - 1, left):
        left -= 1
    while right + 1 < len(doc) and right < token.i + 5 and _joins(doc, right + 1, right):
        right += 1
    words = [doc[i] for i in range(left, right + 1)]
    while len(words) > 1 and not is_name(words[0]):
        words = words[1:]
    while len(words) > 1 and not is_name(words[-1]):
        words = words[:-1]
    return words


def _joins(doc: Doc, new: int, old: int) -> bool:
    """Tell whether a neighbour belongs to the same name."""
    token = doc[new]
    if (token.is_sent_start and new > old) or (doc[old].is_sent_start and new < old):
        return False
    if token.text == "-":
        return not token.whitespace_ and not doc[max(0, new - 1)].whitespace_
    if token.lower_ in BOUND and (new + 1 == len(doc) or doc[new + 1].text != "-"):
        return False
    if token.lower_ in NAME_LINKS - {"of"} and token.text.islower():
        return True
    if new < old and _opens_name(token):
        return True
    return (token.is_title and is_name(token) and token.lower_ not in KINDS | NOT_PLACES) or (
        token.is_upper and len(token.text) > 1 and token.pos_ == "PROPN"
    )


ALIASES = frozenset(
    ["dprk", "us", "usa", "uk", "uae", "drc", "prc", "rok", "kremlin", "washington"]
)


def _located(token: Token) -> bool:
    """Tell a state named as a place ("in Sudan", "visit Moscow") from one that acts."""
    case = next((c for c in token.children if c.dep_ == "case" and c.i < token.i), None)
    return (
        case is not None and case.lower_ in STRONG | {"to", "from", "into"}
    ) or token.dep_ == "obj"


def _in_group(token: Token) -> bool:
    """Tell the river of the "Congo River Alliance", which is no place but a party's name."""
    if not token.is_title or token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    named = after.is_title and after.pos_ == "PROPN"
    return named and after.lower_ in gazetteer().nouns["groups"]


def _opens_name(token: Token) -> bool:
    """Tell "Port Sudan" and "Mount Lebanon" from a port and a mountain."""
    if not token.text[:1].isupper() or token.i + 1 >= len(token.doc) or token.is_sent_start:
        return False
    after = token.doc[token.i + 1]
    return after.text[:1].isupper() and after.pos_ == "PROPN" and token.lower_ in OPENING


NOMINAL = frozenset(
    "obl nmod obj conj appos nsubj:pass nsubj flat compound nmod:poss".split()  # noqa: SIM905
)


def _wire(doc: Doc) -> range:
    """Give the words of the agency in a dateline: "JUBA, Jan 12 (Nile Wire) -"."""
    words = [t.text for t in doc[:HEAD]]
    if "(" not in words or ")" not in words:
        return range(0)
    end = words.index(")")
    dashed = words[end + 1 : end + 2] and words[end + 1] in ("-", "–", "—", "--")
    return range(words.index("("), end) if dashed else range(0)


class Gazette:
    """The places of one article: names with evidence, and what "the region" last meant."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._seen: Counter[str] = Counter()
        self._kinds: dict[str, str] = {}
        self._mentions: list[tuple[int, str, str]] = []  # token, slug, kind
        self._wide: set[str] = set()  # states and capitals, which mostly stand for those who act
        self._hits = {i: hit for hit in scan(doc) for i in range(hit.start, hit.end)}
        wire = _wire(doc)
        for token in doc:
            if token.i not in wire:
                self._note(token)

    def _note(self, token: Token) -> None:
        """Remember a name that stands where places stand."""
        hit = self._hits.get(token.i)
        if hit is not None:
            if hit.sort is Sort.STATE and token.i == hit.end - 1 and _located(token):
                name = self._of_hit(hit) or ""
                self._wide.add(name)
                self._add(token.i, name, "")
            return
        if _in_group(token):
            return
        if token.lower_ in KINDS:
            for words in self._names_of(token):
                base = slug(_text(words))
                self._add(token.i, base, "" if token.lower_ in FACILITIES else token.lower_)
                if token.lower_ in FACILITIES:
                    self._add(token.i, f"{base}-{token.lower_}", token.lower_)
        elif is_name(token) and token.lower_ not in NOT_PLACES and token.dep_ in NOMINAL:
            case = next((c for c in token.children if c.dep_ == "case" and c.i < token.i), None)
            known = token.ent_type_ == "PLACE" or (case is not None and _is_town(token))
            taken = token.dep_ in ("obj", "nsubj:pass") and is_taken(token)
            strong = case is not None and (case.lower_ in STRONG or is_held(token, case))
            words = name_words(token)
            if taken and not known and any(t.i in self._hits for t in words):
                return  # "strikes Ukrainian Civilians"
            if known or ((taken or strong) and not _person(token)):
                self._add(token.i, slug(_text(words)), "")

    def _names_of(self, kind: Token) -> list[list[Token]]:
        """Give the names of a place noun, without demonyms, bodies and dates."""
        found = []
        for words in _named_by(kind):
            kept = [
                t for t in words
                if (t.i not in self._hits or self._hits[t.i].sort is Sort.STATE)
                and t.lower_ not in NOT_PLACES
            ]  # fmt: skip
            if kept:
                found.append(kept)
        return found

    def _add(self, i: int, name: str, kind: str) -> None:
        if not name or name in NOT_PLACES or name.isdigit():
            return
        self._seen[name] += 1
        if kind and not self._kinds.get(name):
            self._kinds[name] = kind
        self._mentions.append((i, name, kind or self._kinds.get(name, "")))

    def known(self, name: str) -> bool:
        """Tell whether the article uses a slug as a place."""
        return name in self._seen

    def town(self, name: str) -> str:
        """Give what a building or a base lies at: an attack on it is one on the town."""
        base, _, kind = name.rpartition("-")
        built = kind in FACILITIES - NATURAL and base in self._seen
        return base if built else name

    def kind(self, name: str) -> str:
        """Give the noun that the article uses for a place: village, region, or nothing."""
        return self._kinds.get(name, "")

    def of(self, token: Token, strict: bool = True) -> str | None:
        """Give the slug of the place that a noun means; not strict: any name will do."""
        if token.lower_ in ("there", "here", "it"):
            return self.last_before(token.i)
        if (token.lower_ in KINDS or token.lemma_.lower() in KINDS) and not _opens_name(token):
            return self._of_kind(token)
        hit = self._hits.get(token.i)
        opened = token.i and _opens_name(self._doc[token.i - 1])
        if hit is not None and not opened:
            return self._of_hit(hit)
        if not is_name(token):
            return None
        words = [t for t in name_words(token) if opened or t.i not in self._hits]
        name = slug(_text(words))
        if name in NOT_PLACES or _person(token):
            return None
        if name not in self._seen and len(words) > 1 and token.ent_type_ in ("PERSON", "ORG"):
            return None
        return name if not strict or name in self._seen else None

    def _of_hit(self, hit: Hit) -> str | None:
        """Give the slug of a state or its capital; bodies, agencies and demonyms are no places."""
        if hit.sort is not Sort.STATE:
            return None
        words = slug(self._doc.between(hit.start, hit.end))
        state = slug(hit.actor)
        before = self._doc[hit.start - 1] if hit.start else None
        if before is not None and before.dep_ == "compound" and before.text in WINDS:
            return f"{slug(before.text)}-{words}"  # "East Palestine, Ohio"
        return words if hit.end - hit.start == 1 and words not in ALIASES else state

    def _of_kind(self, token: Token) -> str | None:
        """Read "the village of Gornal", "Kursk's border region", "the region"."""
        names = self._names_of(token)
        kind = token.lower_ if token.lower_ in KINDS else token.lemma_.lower()
        if names:
            base = slug(_text(names[0]))
            return f"{base}-{kind}" if kind in FACILITIES and kind not in REGIONS else base
        if any(c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in token.children):
            described = [t.lower_ for t in token.lefts if t.dep_ in ("amod", "compound")]
            built = kind in FACILITIES - REGIONS - NATURAL
            if built and described and kind not in self._kinds.values():
                return slug(" ".join([*described, kind]))  # "the presidential palace"
            found = self.last_before(token.i, kind)
            known = kind not in FACILITIES - REGIONS or kind in self._kinds.values()
            return found if known else None
        return None

    def last_before(self, i: int, kind: str = "") -> str | None:
        """Give the place named last before a word, of a kind if given; a state only at need."""
        fit = other = wide = None
        for at, name, known in self._mentions:
            if at >= i:
                break
            if kind and known and known != kind and not {kind, known} <= REGIONS:
                continue
            if name in self._wide:
                wide = name
            elif known or not kind:
                fit = name
            else:
                other = name
        return fit or other or (self.main() if kind else None) or wide

    def main(self, but: frozenset[str] = frozenset()) -> str | None:
        """Give the place that the article names most often, a state only if there is no other."""
        ranked = [n for n, _ in self._seen.most_common() if n not in self._wide | but]
        return ranked[0] if ranked else next(iter(self._seen), None)

    def early(self, stop: int) -> list[str]:
        """Give the slugs of the places named before a token, states aside."""
        found = (name for at, name, _ in self._mentions if at < stop and name not in self._wide)
        return list(dict.fromkeys(found))

    def names(self) -> list[str]:
        """Give the slugs in order of first mention."""
        return list(self._seen)

    def in_sentence(self, token: Token, strong: bool = True) -> str | None:
        """Give a place of the same sentence, the nearest one to a word."""
        sent = sentence(token)
        here = [
            (abs(at - token.i), name)
            for at, name, _ in self._mentions
            if sent.start <= at < sent.end
            and not any(t.text == ";" for t in self._doc[min(at, token.i) : max(at, token.i)])
        ]
        near = [found for found in here if found[1] not in self._wide]
        return min(near)[1] if near else None


def _text(words: Sequence[Token]) -> str:
    return " ".join(w.text for w in words).replace(" - ", "-")


OF = frozenset({"of"})


def _named_by(kind: Token) -> Iterator[list[Token]]:
    """Give the names that a place noun carries: compound, "of", possessive or apposition."""
    after = kind.doc[kind.i + 1 : kind.i + 3]
    naming = NAMING if kind.lower_ in FACILITIES else OF
    inner = next((c for c in kind.children if c.dep_ == "appos" and c.lower_ in KINDS), None)
    if inner is not None:  # "the last settlement, the village of X"
        named = list(_named_by(inner))
        yield from named
        if named:
            return
    if (
        len(after) == 2
        and after[0].lower_ in naming
        and is_name(after[1])
        and after[1].text[:1].isupper()
        and not _owns(after[1])
    ):
        yield name_words(after[1])
    for child in kind.children:
        if (child.dep_ in ("appos", "flat") and is_name(child) and child.i > kind.i) or (
            child.dep_ == "nmod"
            and is_name(child)
            and any(c.lower_ == "of" for c in child.children)
        ):
            yield name_words(child)
    for child in reversed(list(kind.lefts)):  # "Kyrgyzstan's Batken region" is Batken
        if (
            child.dep_ in ("compound", "nmod:poss", "amod", "nmod")
            and child.i < kind.i
            and is_name(child)
        ):
            if child.pos_ == "ADJ" and child.lower_.endswith(DEMONYM_ENDS):
                continue
            yield [t for t in name_words(child) if t.i < kind.i and t.lower_ not in KINDS]
            return
    if kind.i and kind.dep_ in ("appos", "flat") and is_name(kind.head):
        yield name_words(kind.head)


def _owns(name: Token) -> bool:
    """Tell "villages of Chad's Lac region" from "villages of Chad"."""
    return any(c.tag_ == "POS" for c in name.children)


def _is_town(token: Token) -> bool:
    """Tell a town that the world knows: "all of Bakhmut"."""
    alone = len(name_words(token)) == 1
    return alone and token.ent_type_ not in ("PERSON", "ORG") and home_of(token.text) is not None


def _person(token: Token) -> bool:
    """Tell a name that its title or its verb makes a person's."""
    words = name_words(token)
    first = words[0]
    before = token.doc[first.i - 1] if first.i else None
    return (before is not None and before.lower_ in TITLES) or first.lower_ in TITLES
