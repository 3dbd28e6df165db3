"""Whose armed people does a word mean, and at which place are they?"""

from __future__ import annotations

from claims.lexicon import Lexicon
from claims.names.gazetteer import Sort, demonym_of, gazetteer, state_called, state_of
from claims.names.naming import chunk_start
from claims.names.places import slug
from claims.scene import Scene
from claims.text.clauses import Roles, roles
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

LEAVE = frozenset(["withdraw", "pull", "evacuate", "remove", "recall"])
AGAINST = _WORDS.set("against")
ARMS = _WORDS.set("arms")
PARTS = _WORDS.set("parts")
WITH = frozenset({"alongside", "beside", "with"})
MORE = _WORDS.set("more")
BATCHES = _WORDS.set("batches")
CONTINENTS = frozenset({"africa", "asia", "europe", "america", "middle-east"})
FORMATIONS = frozenset(
    {"battalion", "brigade", "division", "regiment", "tank", "aircraft", "jet"}
    | {"warship", "ship", "vessel"}
)
WARSHIPS = frozenset({"frigate", "corvette", "gunboat"})
LAND = frozenset({"soil", "territory", "airspace", "water"})


def sent_abroad(scene: Scene) -> frozenset[str]:
    """Give the sides whose forces this article says are abroad."""
    found: set[str] = set()
    for token in scene.words(frozenset({"deploy", "send", "dispatch", "deployment", "alongside"})):
        around = roles(token) if token.lower_ != "alongside" else None
        above = token.head if token.head.pos_ == "VERB" else token.head.head
        people = [around.patient, around.agent] if around else [above, roles(above).agent]
        people = [scene.counted(person) for person in people]
        if around and people[0] is not None and not scene.is_force(people[0]):
            continue
        for person in people:
            side = scene.side(person) if person is not None else None
            if side and (scene.is_force(person) or token.lower_ != "alongside"):
                found.add(side)
    return frozenset(found)


def force_of(scene: Scene, token: Token | None, fallback: Token | None = None) -> str | None:
    """Give the side of armed people; of "troops" alone, the sender's."""
    if token is None or not scene.is_force(token):
        return None
    left = scene.lemma(token.head) in LEAVE  # "withdrew troops from X": X is no owner
    owning = (
        ("amod", "compound", "nmod:poss") if left else ("amod", "compound", "nmod:poss", "nmod")
    )
    front = token.doc[chunk_start(token) : token.i]
    named = any(scene.side(t) for t in front if t.pos_ in ("PROPN", "ADJ"))
    bare = not named and not any(c.dep_ in owning and c.lower_ not in MORE for c in token.children)
    side = scene.side(fallback) if bare and fallback is not None else None
    side = side or scene.side(token)
    if side is None and fallback is not None:
        side = scene.side(fallback)
    if side is None and scene.lemma(token) == "reinforcement":
        side = scene.own_side(token)  # "reinforcements had arrived", says their commander
    if side is None and scene.lemma(token) in (
        "mercenary",
        "rebel",
        "militant",
        "peacekeeper",
        "militia",
    ):
        side = slug(token.text)
    return side


def men(scene: Scene, token: Token | None) -> Token | None:
    """Give the armed people of a phrase: of "hundreds of soldiers" and "a first batch of 150"."""
    token = scene.counted(token)
    if token is None or scene.is_force(token):
        return token
    if scene.lemma(token) in BATCHES or token.pos_ == "NUM":
        inner = scene.counted(roles(token).after("of"))
        return inner if scene.is_force(inner) else None
    return None


def they(scene: Scene, token: Token) -> Token | None:
    """Give the armed people of "they": not the army that says it, but those told of before."""
    named = scene.cast.mention(token)
    speaker = scene.speaker(token)
    if speaker is None or scene.actor(named) != speaker:
        return named
    for earlier in reversed(scene.doc[max(0, token.i - 60) : token.i]):
        if scene.is_force(earlier) and earlier.tag_ in ("NNS", "NNPS"):
            return earlier
    return named


def earlier_abroad(scene: Scene, people: Token, sent: frozenset[str]) -> str | None:
    """Take "these troops" for the force abroad that was named last."""
    if not any(c.lower_ in ("these", "those", "the", "such") for c in people.children):
        return None
    for i in range(people.i - 1, max(-1, people.i - 120), -1):
        token = scene.doc[i]
        if scene.is_force(token) and (side := scene.side(token)) in sent:
            return side
    return None


def is_sent(scene: Scene, token: Token, sent: frozenset[str]) -> bool:
    """Tell "North Koreans" as the force that was sent."""
    return token.tag_ in ("NNPS", "NNS") and scene.side(token) in sent


def is_band(side: str) -> bool:
    """Tell a rebel force from a state's: where it comes in, it takes ground."""
    return demonym_of(state_called(side) or "") is None


def place_of(
    scene: Scene, around: Roles, *more: Token | None, leaving: bool = False
) -> str | None:
    """Give the place where forces are; "from" only of those who leave."""
    words = AGAINST | {"from", "out", "off"} if leaving else AGAINST
    nouns: list[Token] = [n for w, n in around.preps if w.split(" ")[0] in words and w != "with"]
    for beside, ally in around.preps:
        if beside in WITH:  # "fought with the rebels in X", where X hangs on the rebels
            nouns += [n for w, n in roles(ally).preps if w in ("in", "at", "near")]
    for word in more:
        if word is not None:
            nouns += [n for w, n in roles(word).preps if w.split(" ")[0] in words]
    wide = None
    for noun in nouns:
        if scene.is_force(noun) and not scene.places.known(slug(noun.text)):
            continue
        found = scene.places.of(noun, strict=False) or land_of(scene, noun)
        if found is None and scene.lemma(noun) in PARTS:
            found = scene.place([roles(noun).after("of", "in")])  # "into the north of the region"
        if found and found not in scene.states and found not in CONTINENTS:
            return found
        wide = wide or found  # "into Syria at Jarablus" is at Jarablus
    return wide


def land_of(scene: Scene, noun: Token) -> str | None:
    """Read "Colombian territory" and "Congolese soil"."""
    if scene.lemma(noun) not in LAND:
        return None
    return next((side for c in noun.children if (side := scene.side(c))), None)


def country_of(scene: Scene, noun: Token) -> str | None:
    """Read "in the country" as the state that the article is of."""
    if scene.lemma(noun) not in ("country", "nation") or not is_within(noun):
        return None
    return scene.side(noun)


def is_delivery(scene: Scene, around: Roles, people: Token) -> bool:
    """Tell "sent tanks to Kyiv", "sent Kyiv tanks": arms for another state, nobody in them."""
    to = around.after("to") or roles(people).after("to") or _given(around.head)
    if scene.lemma(people) not in ARMS or scene.lemma(around.head) == "deploy" or to is None:
        return False
    state = state_of(to.text)
    return state is not None and slug(state) != scene.side(around.agent)


def _given(verb: Token) -> Token | None:
    """Give the state behind "sent", which is no part of what was sent."""
    behind = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    known = gazetteer().names.get(behind.text) if behind is not None else None
    return behind if known is not None and known[1] is Sort.STATE else None


def is_within(noun: Token) -> bool:
    """Tell a noun that says where: "in the region", "on its soil"."""
    return any(
        c.dep_ == "case" and c.lower_ in ("in", "on", "inside", "at") for c in noun.children
    )


def unit_of(scene: Scene, people: Token | None) -> str:
    """Say what is counted: troops, unless formations are."""
    word = scene.lemma(people) if people is not None else ""
    if word in WARSHIPS:
        return "ships"
    return f"{word}s" if word in FORMATIONS else "troops"
