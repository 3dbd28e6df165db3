"""Which holder of an office does a word mean, and what is the slug of his name?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.names.gazetteer import demonym_of, gazetteer, state_of
from claims.names.places import is_name, slug
from claims.scene import Scene
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

OFFICES = _WORDS.set("offices")
PEERS = _WORDS.set("peers")
INVITED = _WORDS.set("invited")
CROWNED = frozenset({"pope", "king", "queen", "prince", "emperor", "sultan", "emir"})
KINDS = frozenset({"foreign", "prime", "defence", "defense", "deputy"})  # of ministers
THINGS = frozenset({"it", "its", "itself"})
BODIES = gazetteer().nouns["organs"] | gazetteer().nouns["groups"]
VAGUE = frozenset({"leader", "ruler", "dictator"})  # what heads of any title are called


def holder_of(scene: Scene, token: Token | None) -> str | None:
    """Give the slug of somebody in office: by name, else by state and office."""
    if token is None:
        return None
    if token.pos_ == "PRON":
        token = scene.cast.mention(token) if token.lower_ not in THINGS else token
        if token.pos_ == "PRON":
            return None
    token = _bearer(scene, token)
    lemma = scene.lemma(token)
    if is_name(token) and lemma not in OFFICES:
        nation = token.ent_type_ != "PERSON" and state_of(token.text) is not None
        if lemma in BODIES or token.ent_type_ == "ORG" or nation:
            return None  # "the U.S. Navy", "the Home Office", "Britain"
        if scene.places.known(slug(token.text)) or not _in_office(scene, token):
            return None
        return _full_name(scene, token)
    if lemma not in OFFICES or any(c.lower_ in INVITED for c in token.children):
        return None  # "the featured speaker"
    named = next((c for c in token.children if c.dep_ in ("appos", "flat") and is_name(c)), None)
    if named is not None:
        return slug(scene.cast.name(named))
    owner = next(
        (
            c
            for c in token.children
            if c.dep_ in ("nmod:poss", "amod", "compound") and scene.side(c)
        ),
        None,
    )
    known = _head_of(scene, token, lemma)
    if known is not None:
        return known
    state = _nation(scene, token, owner)
    if state is None and lemma in VAGUE:
        return None  # "the two leaders"
    near = (c for c in token.children if c.dep_ in ("amod", "compound"))
    kinds = [c.lower_ for c in near if c.lower_ in KINDS]
    office = "-".join([*kinds, lemma])
    return f"{state}-{office}" if state else office


def _head_of(scene: Scene, office: Token, lemma: str) -> str | None:
    """Give the name that the text has for the head of a state: "the Peruvian leader" is he."""
    side = scene.side(office)
    kinds = {c.lower_ for c in office.children if c.dep_ == "amod"} & KINDS
    if side is None or lemma not in PEERS or kinds or office.tag_ == "NNS":
        return None
    if "heads" not in scene.memo:
        scene.memo["heads"] = list(_heads(scene))
    heads = scene.memo["heads"]
    assert isinstance(heads, list)
    names = {
        name for whose, title, name in heads
        if whose == side and (title == lemma or VAGUE & {title, lemma})
    }  # fmt: skip
    return names.pop() if len(names) == 1 else None


def _heads(scene: Scene) -> Iterator[tuple[str, str, str]]:
    """Find who is named with the office of a head of state: whose, which office, which name."""
    for office in scene.words(PEERS):
        after = scene.doc[office.i + 1] if office.i + 1 < len(scene.doc) else None
        named = next((c for c in office.children if c.dep_ == "appos" and is_name(c)), None)
        if named is None and after is not None and after.ent_type_ == "PERSON":
            named = after
        elif named is None and office.dep_ == "appos" and is_name(office.head):
            named = office.head
        if any(c.lower_ in KINDS for c in office.children if c.dep_ == "amod"):
            continue
        if named is not None and named.ent_type_ == "PERSON" and (side := scene.side(office)):
            yield side, scene.lemma(office), slug(scene.cast.name(named))


def _nation(scene: Scene, office: Token, owner: Token | None) -> str | None:
    """Give the adjective of an office: as written ("U.S."), else the demonym of its state."""
    if owner is not None and (short := owner.text.replace(".", "")).isupper():
        return slug(short)
    state = scene.actor(owner or office) or scene.cast.country
    return slug(demonym_of(state) or state) if state else None


def _full_name(scene: Scene, token: Token) -> str:
    """Give a person's slug; of one name, with the title that makes it one: pope-francis."""
    name = slug(scene.cast.name(token))
    before = scene.doc[token.i - 1] if token.i else None
    if "-" not in name and before is not None and before.text[:1].isupper():
        title = scene.lemma(before)
        return f"{title}-{name}" if title in CROWNED else name
    return name


def _bearer(scene: Scene, token: Token) -> Token:
    """Go from a state or a title to the name it stands before: "U.S. Secretary of State X"."""
    if not ((scene.side(token) and is_name(token)) or scene.lemma(token) in OFFICES):
        return token
    last = token
    for i in range(token.i + 1, min(len(scene.doc), token.i + 8)):
        after = scene.doc[i]
        if not (after.is_title or after.lower_ == "of") or after.is_sent_start:
            break
        last = after if after.is_title else last
    if state_of(last.text):
        return token  # "the prime minister of Peru"
    inner = scene.doc[token.i : last.i + 1]
    titled = any(scene.lemma(t) in OFFICES for t in inner)
    return last if titled and scene.lemma(last) not in OFFICES and last.pos_ == "PROPN" else token


def _in_office(scene: Scene, token: Token) -> bool:
    """Tell a named office-holder: a title stands by one of the mentions, or a state owns him."""
    if scene.actor(token) is not None:
        return True
    first = token.head if token.dep_ == "flat" else token  # "Smith" of "Minister Ann Smith"
    if first.dep_ == "appos" and scene.lemma(first.head) in OFFICES:
        return True  # "Peru's president, Ann Smith, who arrived"
    names = {t.lower_ for t in first.subtree if is_name(t)} | {token.lower_}
    for other in scene.doc:
        if other.lower_ in names and other.i and scene.lemmas[other.i - 1] in OFFICES:
            return True
    return False
