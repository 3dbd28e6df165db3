"""Which accident, disaster or attack does an article report, and by which slug is it called?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.names.gazetteer import demonym_of, home_of, state_called, state_of
from claims.names.places import KINDS, NOT_PLACES, slug
from claims.scene import Scene
from claims.text.dateline import DATELINE
from claims.topics import FAMILIES

_WORDS = Lexicon.of(__name__)

# Kinds of event and the words that name them; the first of equals wins.
BY_WORD = _WORDS.map("by_word")
# Kinds named by two words close to each other.
BY_PAIR = _WORDS.table["by_pair"]
VESSELS = frozenset({"ferry", "boat", "ship", "submersible", "submarine"})
UNDERWATER = frozenset({"submarine", "submersible"})  # no ship, boat or ferry is called so
STORMS = frozenset({"cyclone", "hurricane", "typhoon", "storm"})
LOCATING = _WORDS.set("locating")
_KIND = {word: kind for kind, words in BY_WORD.items() for word in words.split()}
_PAIRS = [
    (kind, frozenset(one.split()), frozenset(other.split()))
    for kind, pairs in BY_PAIR.items()
    for one, other in zip(pairs[::2], pairs[1::2], strict=True)
]
_CRASHES = {
    kind: first - {"flight", "rail", "coach", "subway"}
    for kind, first, _ in _PAIRS
    if kind in ("plane-crash", "helicopter-crash", "train-crash", "bus-crash")
}
_BORNE = frozenset({"plane", "jet", "aircraft", "airliner", "flight", "helicopter", "turboprop"})
_PAIR_WORDS = frozenset().union(*(a for _, a, _ in _PAIRS))
# What causes collapses and fires comes before them; where it happened comes last.
_CAUSES = ("earthquake", "hurricane", "cyclone", "typhoon")
_SCENES = ("prison-riot",)
_LATER = frozenset({"shooting", "crash", "stampede", "eruption", "heatwave"})
_OTHERS = (*(kind for kind in BY_PAIR if kind not in _LATER), *BY_WORD)
_ORDER = (*_CAUSES, *(kind for kind in _OTHERS if kind not in _SCENES), *_SCENES)
_WORD = re.compile(r"[^\W_][\w'’-]*|[.,;!?\n]|(?<=\s)[-–—]")
_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
_SHIP = re.compile(
    rf"\b(?:KM|MV|M/V|MS|MT|SS|KMP|FV|RMS|HMS|USS|TSS)\.? (?P<a>{_NAME})"
    r"|\b(?:[Tt]he|[Mm]issing|[Ll]ost|[Dd]oomed|[Tt]ourist|[Ss]unken) (?:ferry|vessel|ship|boat"
    r"|trawler|tanker|submersible|submarine|sub|freighter|yacht),? "
    rf"(?:called |named |dubbed )?(?:the )?[‘'“\"]?(?P<b>{_NAME})"
    rf"|(?:^|\b[Tt]he |\b[Mm]issing |\b[Ll]ost |\b[Dd]oomed )[‘'“\"]?(?P<c>{_NAME})['’”\"]?"
    r" (?:ferry|submersible|submarine|sub)\b"
)
# An old wreck is where something happens, not to what.
_WRECK = re.compile(
    rf"\b(?:[Ww]reck|[Ww]reckage|[Rr]emains|[Rr]uins|[Ss]hipwreck)(?: site)? of (?:the )?"
    rf"(?:(?:RMS|SS|HMS|MS) )?(?P<a>{_NAME})"
    rf"|\b(?P<b>{_NAME})(?:['’]s)? (?:wreck|wreckage|shipwreck)\b"
)
_STORM = re.compile(r"\b(?P<kind>Hurricane|Cyclone|Typhoon|Tropical Storm|Storm) (?P<a>[A-Z]\w+)")
_VOLCANO = re.compile(
    r"\b(?:Mount|Mt\.?) (?P<a>[A-Z][\w’'-]*\w)"
    r"|\b(?!The |A |An )(?P<b>[A-Z][\w’'-]*\w) [Vv]olcano\b"
    r"|\bvolcano (?P<c>[A-Z][\w’'-]*\w)"
)
_OF_NAME = re.compile(r"[A-Z]|(?:al|el|an|as|ad|ar|ash|at)-[A-Z]")  # "Tel al-Sultan"
_NO_NAME = _WORDS.set("no_name") | _WORDS.set("faiths")
_ADJECTIVES = _WORDS.set("adjectives")
_QUARTERS = _WORDS.set("quarters")
_DISEASES = _WORDS.map("diseases")
_HOSPITAL = _WORDS.set("hospital")
_AT_HOSPITALS = frozenset({"strike", "attack", "fire", "explosion", "bombing", "outbreak"})
_AIMED = frozenset({"attack", "strike", "bombing"})  # "an Israeli attack" hit another place
_SHOOTING = _WORDS.set("shooting")
_STORMED = _WORDS.set("stormed")
_BRIGADE = _WORDS.set("brigade")
_FORMS_OF_STATE = frozenset({"Republic", "Kingdom", "Emirates", "States", "Federation"})
_FURTHER = re.compile(
    r"\b(?:an?|another) (?:fresh|new|separate|second|similar|further|later) (?:[\w-]+ )?"
    rf"(?:{'|'.join(sorted({w for words in BY_WORD for w in words.split()}))})\b",
    re.I,
)
_SITE = re.compile(r"(?P<town>[A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+){0,2})(?=[,:. (–—-])")


LEAD = 40  # words in which a report says what crashed
TOP = 160  # tokens in which an article says where its event was
MOST = 8  # places that it keeps
SPREADING = frozenset({"protests", "heatwave", "outbreak"})


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, by kind and name."""

    kind: str
    name: str

    @property
    def slug(self) -> str:
        """Give the slug under which casualties of the event are filed."""
        return "-".join(part for part in (self.name, self.kind) if part)


_CALLED = frozenset({"general", "hunger", "wildcat", "on"})  # before a strike of workers
_WALKOUT = frozenset({"ends", "ended", "begins", "ballot", "vote", "over", "action", "continues"})
_UNIONS = frozenset({"union", "unions", "unionists", "wage", "wages", "walkout", "picket"})


def event_in(scene: Scene) -> Event | None:
    """Name the event of an article; a protest that has spread is called by its state."""
    if "event" not in scene.memo:
        place = site_of(scene.article.text) or scene.places.main()
        found = event_of(scene.text, scene.title, place, _persons(scene))
        if found is not None and found.kind == "outbreak" and scene.war:
            found = None  # a war in which somebody is sick too
        if found is not None and found.kind in SPREADING and scene.cast.country:
            disease = _disease(scene.text) if found.kind == "outbreak" else ""
            where = slug(scene.cast.country)
            found = Event(found.kind, f"{where}-{disease}" if disease else where)
        elif found is not None and not found.name and scene.cast.country:
            found = Event(found.kind, slug(scene.cast.country))  # only who counts has a country
        scene.memo["event"] = found
    event = scene.memo["event"]
    return event if isinstance(event, Event) else None


def struck_state(scene: Scene, event: Event) -> str | None:
    """Give the state that a disaster struck, whose own rescuers nobody sends."""
    for place in filter(None, (event.name, scene.places.main())):
        found = state_called(place) or scene.cast.where(place)
        if found is not None:
            return found
    return scene.cast.country


def whereabouts(scene: Scene) -> str:
    """Give all places that may name the event of an article, for the slot that keeps them."""
    if "whereabouts" not in scene.memo:
        site = site_of(scene.article.text)
        early = scene.places.early(TOP)
        found = [site, slug(scene.cast.country or ""), *early[:MOST], *_towns(scene)]
        scene.memo["whereabouts"] = " ".join(dict.fromkeys(place for place in found if place))
    return str(scene.memo["whereabouts"])


def _persons(scene: Scene) -> frozenset[str]:
    """Give the names of people, after whom no place is called."""
    named = [t for t in scene.doc if t.pos_ == "PROPN" and t.ent_type_ in ("PERSON", "PLACE")]
    places = {slug(t.text) for t in named if t.ent_type_ == "PLACE" or home_of(t.text.title())}
    people = {slug(t.text) for t in named if t.ent_type_ == "PERSON" and scene.cast.is_person(t)}
    return frozenset(people - places - {""})


def _disease(text: str) -> str:
    """Name the sickness of an outbreak, the one that is named most."""
    words = Counter(_DISEASES[word] for word in _WORD.findall(text.lower()) if word in _DISEASES)
    return words.most_common(1)[0][0] if words else ""


def event_of(
    text: str, title: str | None, main_place: str | None, persons: frozenset[str] = frozenset()
) -> Event | None:
    """Name the event of an article by its title and text; without one there is none."""
    head, body = _WORD.findall(title or ""), _WORD.findall(text)
    kinds: Counter[str] = Counter()
    for words, weight in ((head, 3), (body[:70], 2), (body, 1)):
        for _, kind in _named(words):
            kinds[kind] += weight
    if not kinds:
        ship = _proper_name("ship", text)
        return Event("", ship.name) if ship else None
    if kinds["prison-riot"]:
        kinds.pop("protests", None)  # a riot in a jail is none in the streets
    if titled := {kind for _, kind in _named(head)} & kinds.keys():
        # not what may have caused it; what is often called otherwise may be
        alike = titled.union(*(each for each in FAMILIES if titled.intersection(each)))
        kinds = Counter({kind: count for kind, count in kinds.items() if kind in alike})
    best = max(kinds.values())
    kind = next(k for k in _ORDER if kinds[k] * 2 >= best)
    kind = _vehicle(kind, {w.lower() for w in body[:LEAD]})
    named = _proper_name(kind, text) or (_proper_name(kind, title) if title else None)
    place = _place_name(kind, [*head, ".", *body], persons)
    return named or Event(kind, place or main_place or "")


def _vehicle(kind: str, lead: Set[str]) -> str:
    """Say of a crash what crashed, where the two words stand too far apart to be a pair."""
    if kind != "crash":
        return kind
    return next((each for each in _CRASHES if not _CRASHES[each].isdisjoint(lead)), kind)


def _towns(scene: Scene) -> list[str]:
    """Give the towns of the article's country that its beginning names, in whatever grammar."""
    country = scene.cast.country
    names = [t for t in scene.doc[:TOP] if t.pos_ == "PROPN"]
    alone = [t.text for t in names if not {t.i - 1, t.i + 1} & {n.i for n in names}]
    return [slug(name) for name in alone if country and home_of(name) == country]


def titled_places(scene: Scene) -> str:
    """Give the names in a title, and the town of the dateline, of an article without an event.

    A follow-up may not say again what happened: "Gwadar buries its dead".
    """
    site = site_of(scene.article.text)
    names = [slug(word) for word in _WORD.findall(scene.title or "") if word[:1].isupper()]
    return " ".join(dict.fromkeys(name for name in (site, *names, *scene.states) if name))


def site_of(text: str) -> str | None:
    """Give the town of a dateline, unless it is a capital, where whatever is told of others."""
    line = text.lstrip()[:120]
    found = _SITE.match(line) if DATELINE.match(line) else None
    town = found["town"].title() if found else None
    return slug(town) if town and state_of(town) is None else None


def further_event(words: str, event: Event) -> Event | None:
    """Name the event of a sentence that tells of a further one: "a fresh landslide at X"."""
    if _FURTHER.search(words) is None:
        return None
    found = event_of(words, None, None)
    return found if found and found.name and found.kind and found.name != event.name else None


def other_vessel(words: str, event: Event) -> bool:
    """Tell whether the last vessel of some words is of another kind than that of the event."""
    if event.kind not in UNDERWATER:
        return False
    kinds = [_KIND[word] for word in _WORD.findall(words.lower()) if _KIND.get(word) in VESSELS]
    return bool(kinds) and kinds[-1] not in UNDERWATER


def _named(words: Sequence[str]) -> list[tuple[int, str]]:
    """Give the words that name an event, with their places in the list."""
    found = []
    for n, word in enumerate(words):
        low = word.lower()
        if low in _PAIR_WORDS:
            near = {w.lower() for w in words[n + 1 : n + 5]} | {
                w.lower() for w in words[max(0, n - 4) : n]
            }
            found += [
                (n, kind) for kind, first, second in _PAIRS if low in first and near & second
            ]
        if low in _KIND and not _is_assault(words, n) and not _is_walkout(words, n):
            found.append((n, _KIND[low]))
    return found


def _is_assault(words: Sequence[str], n: int) -> bool:
    """Tell storming from a storm, and "opened fire" and "the fire service" from a blaze."""
    after = words[n + 1].lower() if n + 1 < len(words) else ""
    if words[n].lower() == "fire":
        beside = {w.lower() for w in words[max(0, n - 2) : n]}
        burns = n > 0 and words[n - 1].lower() in {"a", "the", "this", "another"}  # "a fire at"
        aimed = after in {"on", "at"} and not burns
        return not beside.isdisjoint(_SHOOTING) or aimed or after in _BRIGADE
    return words[n] in ("storm", "storms") and after in _STORMED


def _is_walkout(words: Sequence[str], n: int) -> bool:
    """Tell a strike of workers from one from the air."""
    if words[n].lower() not in {"strike", "strikes"}:
        return False
    beside = {w.lower() for w in words[max(0, n - 2) : n]}
    ends = words[n + 1].lower() if n + 1 < len(words) else ""
    called = not beside.isdisjoint(_CALLED) or ends in _WALKOUT
    return called or any(w.lower() in _UNIONS for w in words[max(0, n - 12) : n + 12])


def _proper_name(kind: str, text: str) -> Event | None:
    """Name a ship or a storm by its own name."""
    if kind in VESSELS:
        names = Counter(slug(next(g for g in m.groups() if g)) for m in _SHIP.finditer(text))
        wrecks = {slug(m["a"] or m["b"]) for m in _WRECK.finditer(text)}
        for name, _ in names.most_common():
            if name and name not in wrecks and name.split("-")[0] not in NOT_PLACES:
                return Event(kind, name)
    if kind == "eruption":
        mountains = (m["a"] or m["b"] or m["c"] for m in _VOLCANO.finditer(text))
        called = next((each for each in mountains if _place([each]) and not state_of(each)), None)
        return Event(kind, slug(called)) if called else None
    if kind in STORMS | {"floods", "landslide"} and (match := _STORM.search(text)):
        return Event("", f"{slug(match['kind'])}-{slug(match['a'])}")
    return None


def _place_name(kind: str, words: Sequence[str], persons: frozenset[str]) -> str:
    """Name an event by the place that stands with it most often; the nearest place counts most."""
    names: Counter[str] = Counter()
    hospitals = kind in _AT_HOSPITALS
    for n, found in _named(words):
        weight = 3 if found == kind else 1
        before = _name_ending(words, n - 1)
        if before and not (found in _AIMED and n and _demonyms_state(words[n - 1])):
            names[before] += weight
        for name, bonus in _names_after(words, n + 1, hospitals):
            names[name] += weight + bonus
    for name in [name for name in names if not persons.isdisjoint(name.split("-"))]:
        del names[name]
    return names.most_common(1)[0][0] if names else ""


def _name_ending(words: Sequence[str], n: int) -> str:
    """Give the name that ends at a word: "the Peshawar mosque bombing" has it one before."""
    for last in (n, n - 1):
        if last >= 0 and words[last][:1].isupper():
            first = last
            while first > 0 and words[first - 1][:1].isupper() and last - first < 2:
                first -= 1
            opens = first == 0 or words[first - 1] in ".;!?\n"
            if opens and first == last and not _is_known(words, first):
                return ""  # "Gunmen kidnapped", "Rescuers"
            return _place(words[first : last + 1])
    return ""


def _is_known(words: Sequence[str], n: int) -> bool:
    """Tell a name at the beginning of a sentence: it is a place, or has its capital elsewhere."""
    name = re.sub(r"['’]s?$", "", words[n])
    return bool(state_of(name) or home_of(name)) or any(
        word == words[n] and words[i - 1] not in ".;!?\n" for i, word in enumerate(words) if i
    )


def _names_after(words: Sequence[str], n: int, hospitals: bool) -> list[tuple[str, int]]:
    """Give the names after a word of locating, up to the end of the sentence."""
    out: list[tuple[str, int]] = []
    for i in range(n, min(len(words), n + 14)):
        if words[i] in ".;!?\n":
            break
        if words[i].lower() not in LOCATING:
            continue
        first = next(
            (k for k in range(i + 1, min(len(words), i + 6)) if words[k][:1].isupper()), None
        )
        if first is None or any(w in ".,;!?\n" for w in words[i:first]):
            continue
        last = first
        while last + 1 < len(words) and _OF_NAME.match(words[last + 1]) and last - first < 2:
            last += 1
        if words[last + 1 : last + 2] and words[last + 1].lower() in _BORNE:
            continue  # "the crash of an Airbus jet near X"
        if not hospitals and not _HOSPITAL.isdisjoint(w.lower() for w in words[first : last + 3]):
            continue  # to which the hurt were taken
        if first < last and words[first].endswith(("'s", "’s")):
            first += 1  # "in Bolivia's Beni department"
        name = _state_of_long_name(words, last) or _after_demonym(words, last)
        name = name or _place(words[first : last + 1])
        if name:
            out.append((name, 1 if not out else 0))
    return out


def _state_of_long_name(words: Sequence[str], n: int) -> str:
    """Give the state whose name goes on behind "of": "the Democratic Republic of Congo"."""
    if words[n] not in _FORMS_OF_STATE or words[n + 1 : n + 2] != ["of"]:
        return ""
    end = n + 3 + (words[n + 2 : n + 3] == ["the"])
    state = state_of(" ".join(words[n - 1 : end])) or state_of(" ".join(words[n:end]))
    return slug(state) if state else ""


def _after_demonym(words: Sequence[str], n: int) -> str:
    """Give the town of "the southwestern Pakistani port city of Gwadar"."""
    end = next((i for i in range(n + 1, n + 4) if words[i : i + 1] == ["of"]), None)
    if end is None or not _demonyms_state(words[n]) or words[end - 1].lower() not in KINDS:
        return ""
    last = end
    while last + 1 < len(words) and words[last + 1][:1].isupper() and last - end < 3:
        last += 1
    return _place(words[end + 1 : last + 1])


def _demonyms_state(word: str) -> str:
    """Give the state that an adjective stands for, and nothing for the state's own name."""
    state = state_of(word)
    return state if state and word == demonym_of(state) else ""


def _place(words: Sequence[str]) -> str:
    """Make a slug of a name unless it is a day, a month or the start of a sentence."""
    kept = [w for w in words if w.lower() not in KINDS | _ADJECTIVES]
    kept = [_demonyms_state(" ".join(kept)) or " ".join(kept)]  # "in South African lowlands"
    name = slug(" ".join(kept))
    parts = set(name.split("-"))
    if parts <= _QUARTERS:
        return ""  # "the West Side", which many cities have
    return "" if not name or parts & NOT_PLACES or parts & _NO_NAME else name
