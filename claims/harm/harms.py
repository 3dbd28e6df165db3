"""Who comes to harm in a sentence, and how? "A man was shot", "she was pronounced dead"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from claims.harm.persons import FEMALE, MALE, is_person
from claims.lexicon import Lexicon
from claims.scene import Scene
from claims.text.clauses import Roles, is_verbal, roles
from claims.text.factuality import judge
from claims.text.tree import Token

_WORDS = Lexicon.of("claims.harm.victims")

KILL = _WORDS.set("kill")
DIE = _WORDS.set("die")
SHOOT = _WORDS.set("shoot")
WOUND = _WORDS.set("wound")
STRIKE = _WORDS.set("strike")
MISSILES = _WORDS.set("missile")
BODY = _WORDS.set("body")
CARRY = _WORDS.set("carry")
CLINIC = _WORDS.set("clinic")
CONDITION = _WORDS.set("condition")
SUFFER = _WORDS.set("suffer")
INJURY = _WORDS.set("injury")
PIERCING = _WORDS.set("piercing")
FIND = _WORDS.set("find")
DEADLY = _WORDS.set("deadly")
KILLING = _WORDS.set("killing")
SHOOTING = _WORDS.set("shooting")
ACCUSE = _WORDS.set("accuse")
GUNS = _WORDS.set("guns")
MORTAL = _WORDS.set("mortal")
DECEASED = frozenset({"dead", "deceased"})
RECOVER = frozenset({"survive", "recover"})
MODALS = frozenset({"may", "might", "could", "can", "would", "should", "will"})
REFLEXIVE = frozenset({"himself", "herself", "themselves"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
UP = 3  # words between "critical condition" and who is in it, climbed by their heads


class Fate(IntEnum):
    """What became of somebody; of two words the worse one holds."""

    HIT = 1  # shot or stabbed, which may have killed
    WOUNDED = 2
    KILLED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Harm:
    """People who share a fate, and the word that says so."""

    fate: Fate
    cue: Token
    people: tuple[Token, ...]
    by: Token | None = None
    own: bool = False  # they did it to themselves
    weak: bool = False  # says more of one who was harmed, but makes nobody a victim
    alias: Token | None = None  # "the victim was identified as …"


def harms(scene: Scene) -> Iterator[Harm]:
    """Find the harms of an article, in text order."""
    for i, lemma in enumerate(scene.lemmas):
        reader = _READERS.get(lemma)
        if reader is not None and (found := reader(scene, scene.doc[i])) is not None:
            yield found


def _people(scene: Scene, token: Token | None) -> tuple[Token, ...]:
    """Give those of a coordination who are persons, if its first member is one."""
    if token is None or not is_person(scene, token):
        return ()
    one = token.dep_ == "appos" and token.head.pos_ == "PROPN"  # "X, a neighbor and friend"
    later = [t for t in token.conjuncts if t.i > token.i and t.pos_ != "NUM" and not one]
    listed = (c for c in token.children if c.dep_ == "appos" and c.pos_ == token.pos_ == "NOUN")
    later += [t for c in listed if c.conjuncts for t in (c, *c.conjuncts)]  # "man, woman and boy"
    return (token, *(t for t in later if is_person(scene, t)))


def _harm(
    scene: Scene, fate: Fate, cue: Token, patient: Token | None, by: Token | None = None, *,
    weak: bool = False,
) -> Harm | None:  # fmt: skip
    """Make a harm of a patient, who may have done it to himself."""
    own = patient is not None and patient.lower_ in REFLEXIVE
    if own and patient is not None:
        by = _self(scene, cue, patient) or by
    people = _people(scene, by if own else patient)
    joined = patient.conjuncts if patient is not None else ()
    if own:
        people = (*people, *(t for t in joined if is_person(scene, t)))  # "himself and a boy"
    if by is not None and not own and any(t.lower_ in REFLEXIVE for t in joined):
        people = (*people, *_people(scene, by))  # "killed her child and then herself"
    if not people or (cue.pos_ != "NOUN" and not _is_real(scene, cue)):
        return None
    return Harm(fate, cue, people, None if own else by, own, weak)


def _self(scene: Scene, verb: Token, reflexive: Token) -> Token | None:
    """Find who "himself" is: the nearest subject above that is no woman."""
    others = FEMALE if reflexive.lower_ == "himself" else MALE
    for _ in range(UP + 1):
        for child in verb.children:
            if child.dep_ in SUBJECTS and child.i < reflexive.i and is_person(scene, child):
                known = {child.lower_, scene.lemma(child)}
                return child if known.isdisjoint(others) else None
        if verb.head.i == verb.i or verb.dep_ not in ("conj", "advcl", "xcomp", "parataxis"):
            return None
        verb = verb.head
    return None


def _is_real(scene: Scene, cue: Token) -> bool:
    """Tell what happened from what is feared, wanted or denied; who did it may be in doubt."""
    fact = judge(cue)
    if fact.negated or fact.future or fact.condition:
        return False
    if any(c.dep_ == "aux" and c.lower_ in MODALS for c in cue.children):
        return False
    return not fact.wanted or scene.lemma(cue.head) in ACCUSE


def _roles(verb: Token) -> Roles:
    """Find the roles around a verb; a verb joined to another shares its subject."""
    found = roles(verb)
    agent = found.agent
    if verb.dep_ == "conj" and is_verbal(verb.head) and not found.passive:
        own = any(c.dep_ in SUBJECTS for c in verb.children)
        agent = agent if own else roles(verb.head).agent or agent
    if agent is not None and agent.dep_ == "flat":
        agent = agent.head
    return replace(found, agent=agent)


def _is_fatal(verb: Token) -> bool:
    """Tell "fatally shot", "shot dead", "stabbed to death", "gunned down"."""
    words = {t.lower_ for t in verb.doc[max(0, verb.i - 2) : verb.i]}
    after = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 5]]
    dead = bool(words & {"fatally", "mortally"}) or after[:1] in (["dead"], ["down"])
    return dead or ("death" in after and "to" in after)


def _killing(scene: Scene, verb: Token) -> Harm | None:
    if verb.dep_ == "amod" and verb.tag_ in ("VBN", "JJ"):
        return _harm(scene, Fate.KILLED, verb, verb.head)
    if not is_verbal(verb):
        return _of_noun(scene, verb)
    found = _roles(verb)
    return _harm(scene, Fate.KILLED, verb, found.patient, found.agent)


def _dying(scene: Scene, verb: Token) -> Harm | None:
    if not is_verbal(verb):
        return None
    found = _roles(verb)
    return _harm(scene, Fate.KILLED, verb, found.agent or found.patient)


def _shooting(scene: Scene, verb: Token) -> Harm | None:
    if not is_verbal(verb):
        return None
    fatal, found = _is_fatal(verb), _roles(verb)
    if scene.lemma(verb) == "gun" and not fatal:
        return None
    patient, agent = found.patient, found.agent
    if patient is None and verb.dep_ == "xcomp" and scene.lemma(verb.head) in FIND:
        patient, agent = agent, None  # "found him shot in the street"
    return _harm(scene, Fate.KILLED if fatal else Fate.HIT, verb, patient, agent)


def _shot(scene: Scene, noun: Token) -> Harm | None:
    """Read "a student shot and killed by robbers" where the parse takes it for a shot."""
    after = {t.lower_ for t in noun.doc[noun.i + 1 : noun.i + 3]}
    before = noun.doc[noun.i - 1] if noun.i else None
    if noun.tag_ not in ("NN", "VBN", "VBD") or before is None or before.pos_ == "NUM":
        return None
    fatal = not after.isdisjoint({"killed", "dead", "death"})
    if before.dep_ != "compound" or not (fatal or "by" in after):
        return None
    return _harm(scene, Fate.KILLED if fatal else Fate.HIT, noun, before)


def _fatally(scene: Scene, word: Token) -> Harm | None:
    """Read "four people were shot, one fatally"."""
    before = word.doc[word.i - 1] if word.i else None
    if before is None or before.pos_ != "NUM":
        return None
    return Harm(Fate.KILLED, word, (before,))


def _wounding(scene: Scene, verb: Token) -> Harm | None:
    if verb.tag_ == "JJ" and verb.dep_ != "amod":  # "was hurt", tagged for an adjective
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        return _harm(scene, Fate.WOUNDED, verb, subject)
    if verb.dep_ == "amod" or not is_verbal(verb):
        return _injured(scene, verb) if scene.lemma(verb) in INJURY else None
    found = _roles(verb)
    patient = found.patient
    if patient is not None and scene.lemma(patient) in BODY:  # "grazing the boy's arm"
        patient = next((c for c in patient.children if c.dep_ == "nmod:poss"), None)
    fate = Fate.KILLED if _is_fatal(verb) else Fate.WOUNDED
    return _harm(scene, fate, verb, patient, found.agent)


def _striking(scene: Scene, verb: Token) -> Harm | None:
    """Read "was struck in the leg" and "a bullet hit her"."""
    if not is_verbal(verb):
        return None
    found = _roles(verb)
    by = found.agent
    missile = by is not None and by.lower_ in MISSILES
    part = any(noun.lower_ in BODY for word, noun in found.preps if word in ("in", "on"))
    if not (missile or part or (found.passive and by is None)):
        return None
    return _harm(scene, Fate.HIT, verb, found.patient, None if missile else by)


def _suffering(scene: Scene, verb: Token) -> Harm | None:
    found = _roles(verb) if is_verbal(verb) else None
    if found is None or found.patient is None or scene.lemma(found.patient) not in INJURY:
        return None
    kinds = {c.lower_ for c in found.patient.children}
    fate = Fate.WOUNDED if kinds.isdisjoint(PIERCING) else Fate.HIT
    return _harm(scene, Fate.KILLED if kinds & MORTAL else fate, verb, found.agent)


def _injured(scene: Scene, noun: Token) -> Harm | None:
    """Read "a man with a gunshot wound"."""
    modifiers = {c.lower_ for c in noun.children}
    if modifiers.isdisjoint(PIERCING) or noun.dep_ not in ("nmod", "obl"):
        return None
    if not any(c.dep_ == "case" and c.lower_ in ("with", "from") for c in noun.children):
        return None
    head = noun.head
    if is_person(scene, head):
        return _harm(scene, Fate.HIT, noun, head)
    if not is_verbal(head):
        return None
    found = _roles(head)
    return _harm(scene, Fate.HIT, noun, found.patient or found.agent)


def _dead(scene: Scene, word: Token) -> Harm | None:
    """Read "is dead", "was pronounced dead", "found him dead"."""
    head = word.head
    if word.i and word.doc[word.i - 1].lower_ in ("brain", "-"):
        return None
    if word.dep_ == "amod":
        if word.i < head.i and scene.amount_of(head) is None:
            return None  # but "three dead burglars"
        first = head.head if head.dep_ == "conj" else head  # "a man and two girls dead"
        harm = _harm(scene, Fate.KILLED, word, first)
        if harm is None:
            return None
        people = tuple(t for t in harm.people if t.i < word.i or t.i == head.i)
        return replace(harm, people=people) if people else None
    subject = next((c for c in word.children if c.dep_ in SUBJECTS), None)
    if subject is None and is_verbal(head) and scene.lemma(head) in FIND:
        found = _roles(head)
        subject = found.patient
    elif subject is None and word.dep_ == "conj":
        subject = next((c for c in head.children if c.dep_ in SUBJECTS), None)
    return _harm(scene, Fate.KILLED, word, subject)


def _condition(scene: Scene, noun: Token) -> Harm | None:
    """Read "is in critical condition", "listed in stable condition"."""
    if not any(c.lower_ in CONDITION for c in noun.children):
        return None
    subject = next((c for c in noun.children if c.dep_ in SUBJECTS), None)
    word = noun
    for _ in range(UP):
        if subject is not None or word.head.i == word.i:
            break
        word = word.head
        if is_person(scene, word):
            subject = word
        elif is_verbal(word):
            found = _roles(word)
            subject = found.patient if found.passive or not found.agent else found.agent
    return _harm(scene, Fate.WOUNDED, noun, subject)


def _carried(scene: Scene, verb: Token) -> Harm | None:
    """Read "was taken to a hospital": that makes a victim of one who is called so."""
    if not is_verbal(verb):
        return None
    found = _roles(verb)
    if all(scene.lemma(noun) not in CLINIC | INJURY for _, noun in found.preps):
        return None
    patient = found.patient if found.passive or found.patient is not None else found.agent
    return _harm(scene, Fate.HIT, verb, patient)  # that he died there may still follow


def _recovering(scene: Scene, verb: Token) -> Harm | None:
    """Read "survived", "is expected to recover"."""
    people = _people(scene, _roles(verb).agent) if is_verbal(verb) else ()
    return Harm(Fate.WOUNDED, verb, people, weak=True) if people else None


def _of_noun(scene: Scene, noun: Token) -> Harm | None:
    """Read "the fatal shooting of X", "X's death"."""
    if noun.pos_ not in ("NOUN", "PROPN") and noun.tag_ != "VBG":
        return None
    lemma = scene.lemma(noun)
    modifiers = {scene.lemma(c) for c in noun.children if c.dep_ in ("amod", "compound")}
    if "attempted" in modifiers:
        return None
    victim = _roles(noun).after("of")
    deadly = lemma in KILLING or not modifiers.isdisjoint(DEADLY)
    deadly = deadly or scene.lemmas[noun.i + 1 : noun.i + 2] == ["death"]
    if victim is None and lemma in KILLING:
        victim = next((c for c in noun.children if c.dep_ == "nmod:poss"), None)
    if deadly and lemma in SHOOTING and (victim is None or not is_person(scene, victim)):
        return Harm(Fate.KILLED, noun, ())  # of whom the text may tell elsewhere
    return _harm(scene, Fate.KILLED if deadly else Fate.HIT, noun, victim)


def _life(scene: Scene, noun: Token) -> Harm | None:
    """Read "lost his life", "took her own life"."""
    verb = noun.head
    if noun.dep_ != "obj" or not is_verbal(verb):
        return None
    own = any(c.lower_ == "own" for c in noun.children)
    if scene.lemma(verb) == "lose" or own:
        found = _harm(scene, Fate.KILLED, verb, _roles(verb).agent)
        return Harm(found.fate, verb, found.people, own=own) if found else None
    return None


def _suicide(scene: Scene, noun: Token) -> Harm | None:
    verb = noun.head
    if noun.dep_ == "compound":
        return None
    if not is_verbal(verb) or scene.lemma(verb) not in ("commit", "die"):
        modifiers = {c.lower_ for c in noun.children}
        return Harm(Fate.KILLED, noun, ()) if "attempted" not in modifiers else None
    found = _harm(scene, Fate.KILLED, verb, _roles(verb).agent)
    return Harm(found.fate, verb, found.people, own=True) if found else None


def _turning(scene: Scene, verb: Token) -> Harm | None:
    """Read "turned the gun on himself"."""
    if not is_verbal(verb):
        return None
    found = _roles(verb)
    armed = found.patient is not None and scene.lemma(found.patient) in GUNS
    whom = next((noun for _, noun in found.preps if noun.lower_ in REFLEXIVE), None)
    if not armed or whom is None:
        return None
    harm = _harm(scene, Fate.KILLED, verb, _self(scene, verb, whom) or found.agent)
    return Harm(harm.fate, verb, harm.people, own=True) if harm else None


def _identified(scene: Scene, verb: Token) -> Harm | None:
    """Read "the victim was identified as X": whoever X is, he is the victim."""
    if not is_verbal(verb):
        return None
    found = _roles(verb)
    name = found.after("as")
    patient = found.patient  # of "identified the victim as X" too
    if name is None or patient is None or not is_person(scene, name):
        return None
    people = _people(scene, patient)
    if not people or scene.lemma(patient) in ("suspect", "gunman", "shooter"):
        return None
    victim = scene.lemma(patient) in ("victim", "deceased")
    return Harm(Fate.HIT, verb, people, weak=not victim, alias=name)


_Reader = Callable[[Scene, Token], Harm | None]
_BY_WORDS: tuple[tuple[frozenset[str], _Reader], ...] = (
    (KILL, _killing),
    (DIE, _dying),
    (SHOOT, _shooting),
    (frozenset({"shot"}), _shot),
    (INJURY, _injured),
    (WOUND, _wounding),
    (STRIKE, _striking),
    (SUFFER, _suffering),
    (DECEASED, _dead),
    (frozenset({"condition"}), _condition),
    (CARRY, _carried),
    (RECOVER, _recovering),
    ((KILLING - KILL) | SHOOTING, _of_noun),
    (frozenset({"life"}), _life),
    (frozenset({"suicide"}), _suicide),
    (frozenset({"turn"}), _turning),
    (frozenset({"fatally"}), _fatally),
    (frozenset({"identify"}), _identified),
)
_READERS: dict[str, _Reader] = {word: read for words, read in _BY_WORDS for word in words}
