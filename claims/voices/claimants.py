"""Whom does a cue or a clause point at as the one who says so?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.events import BY_WORD
from claims.lexicon import Lexicon
from claims.model import OUTLET_VOICE, UNKNOWN, Claimant, Stance
from claims.names.gazetteer import demonym_of, gazetteer, home_of
from claims.names.places import slug
from claims.saying.attribution import Manner, Said
from claims.scene import SPOKEN, Finding, Scene
from claims.text.clauses import is_verbal, roles, sentence
from claims.text.linear import main_subject, noun_before
from claims.text.tree import Token
from claims.voices.issuing import DOCUMENTS, issuer_of
from claims.who.actors import state_of
from claims.who.recognition import OFFICIAL

_WORDS = Lexicon.of(__name__)

INSIDE = frozenset({"close", "familiar", "privy"})
TIMES = frozenset({"day", "hour", "week", "month"})  # "a day after insisting that …"
LOCAL = frozenset({"governor", "mayor", "prefect", "sheriff", "coroner", "councillor"})
CITING = frozenset({"cite", "quote"})
NO_SURNAMES = _WORDS.set("no_surnames")
NEAR = 40  # words from an official to his name
STOPS = frozenset({".", "!", "?", "\n"})
TITLES = _WORDS.set("titles")
ANYBODYS = frozenset({"official", "authority", "police", "rescuer", "doctor", "firefighter"})
ANNOUNCED = _WORDS.set("announced")

HAPPENINGS = frozenset(word for words in BY_WORD.values() for word in words.split())
COUNTERS = _WORDS.set("counters")  # of their own dead
# Acts by which somebody gives a figure: "rescuers raised the toll to 31".
REVISING = _WORDS.set("revising")
COUNTING = _WORDS.set("counting")

# Bodies of the state by their name; a National Union or Council may be anybody's.
NATIONAL = re.compile(
    r"National (?:\w+ ){0,3}(?:Unit|Institute|Authority|Agency|Service|Directorate|Office|System"
    r"|Administration|Cent(?:er|re)|Secretariat|Bureau)\b"
)


def claimants_of(scene: Scene, said: Said) -> Sequence[Claimant]:
    """Name who says so; of "X told reporters" never the reporters."""
    if (plain := _by_grammar(scene, said)) is not None:
        return plain
    if (cited := cited_by(scene, said)) is not None:
        return cited
    source = said.source
    if source is not None and (issuer := issuer_of(scene, source)) is not None:
        return claimants_of(scene, replace(said, source=issuer))
    if source is not None and source.lower_ in ("neither", "both", "either"):
        return _joint(scene, source, said) or scene.cast.claimants(said)
    found = scene.cast.claimants(said)
    if source is None:
        return found
    return _placed(scene, said, source, found) or found


def _by_grammar(scene: Scene, said: Said) -> Sequence[Claimant] | None:
    """Name who says so where the cue's own words decide: insiders, reports, who is told."""
    cue, source = said.cue, said.source
    if source is not None and source.i > cue.i and scene.lemma(cue) in TELL:
        teller = noun_before(cue)
        if teller is not None:
            return sayers(scene, teller)
    if source is not None and source.head.lemma_ in INSIDE and source.dep_ == "obl":
        near = source.head
        modified = near.head if near.dep_ in ("amod", "acl", "acl:relcl") else None
        insider = next((c for c in near.children if c.dep_ == "nsubj"), modified)
        if insider is not None:  # "two people close to the talks"
            return [Claimant(UNKNOWN, scene.cast.name(insider))]
    if source is not None and scene.lemma(source) in SPOKEN | TIMES and cue.tag_ == "VBG":
        source = main_subject(cue) or source  # "denied Russia's claims, asserting …"
        return sayers(scene, source)
    if source is not None and (titled := _of_this_side(scene, source)) is not None:
        return (titled,)
    if said.manner is Manner.NOMINAL and (sources := _verbless(scene, said)):
        return sources
    report = _report_before(scene, cue)
    joint = _reporters(scene, report) if report is not None else []
    return joint or None


def _placed(
    scene: Scene, said: Said, source: Token, found: Sequence[Claimant]
) -> Sequence[Claimant]:
    """Name the state of those whom the cast does not place: a mayor, "the agency", "he"."""
    first, name = found[0], scene.cast.name(source)
    if scene.lemma(source) in LOCAL and not state_of(first.actor):
        home = home_of(first.actor) or scene.cast.country or _town_of(scene, source)
        if home:
            return (Claimant(home, name),)
    if scene.cast.country and NATIONAL.match(first.actor):
        return (Claimant(scene.cast.country, name),)
    if first.actor == UNKNOWN and (old := _before(scene, source, said)):
        return old
    if there := _there(scene, source):
        return (Claimant(there, name),)
    if first.actor == UNKNOWN:
        one = _announced(scene, source) or _spoken_in(scene, said, source)
        if one:
            return (Claimant(one, name),)
    if not any(state_of(c.actor) for c in found):
        vague = scene.lemma(source) in gazetteer().nouns["vague"]
        for token in (source, None if vague else roles(said.cue).agent):
            better = scene.voice_of(token) if token is not None else None
            if better is not None and (state_of(better.actor) or first.actor == UNKNOWN):
                return (better,)
    return ()


def _spoken_in(scene: Scene, said: Said, source: Token) -> str | None:
    """Give the state in whose capital a bare spokesman speaks: "an official said in Kampala"."""
    nouns = gazetteer().nouns
    bare = source.pos_ == "NOUN" and scene.lemma(source) in nouns["roles"] | nouns["organs"]
    place = roles(said.cue).after("in")
    return state_of(scene.cast.name(place)) if bare and place is not None else None


def _town_of(scene: Scene, source: Token) -> str | None:
    """Give the state of the town in "the mayor of X", where the text names it nowhere."""
    town = roles(source).after("of", "in")
    return home_of(scene.cast.name(town)) if town is not None and town.pos_ == "PROPN" else None


def cited_by(scene: Scene, said: Said) -> Sequence[Claimant] | None:
    """Name the official of "the paper reported, citing a Qatari official": it only relays."""
    source = said.source
    if source is None or said.entry in CITING:
        return None
    here = sentence(said.cue)
    if "citing" not in scene.memo:
        cues = [s for s in scene.said if s.entry in CITING and s.cue.tag_ == "VBG"]
        scene.memo["citing"] = cues
    citing = scene.memo["citing"]
    for other in citing if isinstance(citing, list) else ():
        if other.head is None:
            continue
        if not here.start <= other.cue.i < here.end or other.source is None:
            continue
        if scene.cast.name(other.source) != scene.cast.name(source):
            continue
        outlet = scene.cast.claimants(said)[0]
        if demonym_of(outlet.actor) and not outlet.via:
            return None  # a ministry that cites a witness answers for it
        if not _speaks(scene, other.head):
            return None
        origin = issuer_of(scene, other.head) or other.head
        return [replace(c, via=outlet.name or outlet.actor) for c in sayers(scene, origin)]
    return None


def _speaks(scene: Scene, noun: Token) -> bool:
    """Tell somebody who can be cited from a document."""
    nouns = gazetteer().nouns
    base = scene.lemma(noun)
    if base in DOCUMENTS:
        return issuer_of(scene, noun) is not None
    known = noun.pos_ == "PROPN" and scene.actor(noun) is not None
    people = nouns["roles"] | nouns["members"] | nouns["organs"] | nouns["groups"]
    return known or scene.cast.is_person(noun) or base in people | nouns["vague"]


def _of_this_side(scene: Scene, source: Token) -> Claimant | None:
    """Take "Chief of Staff X" without a nationality for the side that the sentence speaks of."""
    if source.pos_ != "PROPN" or scene.actor(source) is not None:
        return None
    first = source.left_edge.i
    start = first
    while (
        start > 0 and first - start < 30 and scene.doc[start - 1].text not in (".", "!", "?", "\n")
    ):
        start -= 1
    if not any(scene.lemma(t) in TITLES for t in scene.doc[max(start, first - 5) : source.i]):
        return None
    before = scene.doc[start:first]
    actors = [scene.actor(t) for t in before if t.pos_ in ("PROPN", "ADJ", "NOUN")]
    states = [actor for actor in actors if actor and state_of(actor)]
    named = scene.cast.name(source)
    name = named if source.text in named else source.text
    return Claimant(states[0], name) if states else None


def learn(scene: Scene) -> None:
    """Remember whose each named speaker is, so that his surname alone will do further down."""
    for said in scene.said:
        if said.source is None or said.source.pos_ != "PROPN":
            continue
        for claimant in claimants_of(scene, said):
            surname = (claimant.name or "").split(" ")[-1]
            if (
                surname[:1].isupper()
                and state_of(claimant.actor)
                and surname.lower() not in NO_SURNAMES
            ):
                scene.people.setdefault(surname, claimant.actor)


def _verbless(scene: Scene, said: Said) -> Sequence[Claimant]:
    """Read "Sources from X and Y report that …" where "report" was taken for a noun."""
    cue = said.cue
    if scene.lemma(cue) != "report" or cue.i + 1 >= len(scene.doc):
        return []
    before = scene.doc[sentence(cue).start : cue.i]
    if scene.doc[cue.i + 1].lower_ != "that" or any(t.pos_ in ("VERB", "AUX") for t in before):
        return []
    actors = [scene.actor(t) for t in before if t.pos_ == "PROPN"]
    known = [a for a in dict.fromkeys(actors) if a and (state_of(a) or a == "West")]
    return [Claimant(actor) for actor in known]


def _report_before(scene: Scene, cue: Token) -> Token | None:
    """Give the noun that a participle speaks for: "reports from X and Y indicating"."""
    if cue.tag_ != "VBG":
        return None
    for i in range(cue.i - 1, max(-1, cue.i - 9), -1):
        if scene.lemmas[i] in SPOKEN and scene.doc[i].pos_ == "NOUN":
            return scene.doc[i]
        if scene.doc[i].pos_ == "VERB" or scene.doc[i].text in (",", ";"):
            return None
    return None


def _reporters(scene: Scene, report: Token) -> Sequence[Claimant]:
    """Read whose reports they are: "reports from South Korean and Western agencies indicating"."""
    for word, noun in roles(report).preps:
        if word in ("from", "by", "of"):
            actors = scene.cast.actors(noun)
            return [Claimant(actor, scene.cast.name(noun)) for actor in actors]
    return []


def _before(scene: Scene, source: Token, said: Said) -> Sequence[Claimant]:
    """Take "the report stated" for whoever was said to report in the sentences before."""
    if scene.lemma(source) not in ("report", "statement", "announcement", "document"):
        return []
    if not any(c.lower_ in ("the", "this") for c in source.children):
        return []
    for other in reversed(scene.said):
        near = other.cue.i < said.cue.i and said.cue.i - other.cue.i < 60
        if near and other.stance is Stance.DENIES:
            return []  # "X denied reports. The reports said …"
        if near and other.source is not None and scene.lemma(other.source) not in SPOKEN:
            found = [c for c in scene.cast.claimants(other) if state_of(c.actor)]
            if found:
                return found[:1]
    return []


def _there(scene: Scene, source: Token) -> str | None:
    """Read whose officials speak in "In Bangkok, officials said": those of that place."""
    first = scene.doc[sentence(source).start : source.i]
    bare = source.pos_ == "NOUN" and scene.lemma(source) in ANYBODYS
    if not bare or len(first) > 8 or len(first) < 3 or first[0].lower_ not in ("in", "at"):
        return None
    if first[-1].text != "," and not (first[-2].text == "," and first[-1].text.islower()):
        return None
    place = next((t for t in first[1:] if t.pos_ == "PROPN"), None)
    return scene.cast.where(slug(scene.cast.name(place))) if place is not None else None


def _announced(scene: Scene, source: Token) -> str | None:
    """Take a person nobody places for the official of the sentence before.

    "…, the head of the agency said.  Ana Ruiz told reporters …" names him there.
    """
    full = len(scene.cast.name(source).split()) > 1
    if not (full and scene.cast.is_person(source)):
        return None
    official = _last_speaker(scene, sentence(source).start)
    if official is None or scene.cast.is_person(official):
        return None
    words = scene.doc[max(0, official.i - 6) : official.i + 1]  # "the head of the agency"
    if not any(t.tag_ == "NN" and scene.lemma(t) in ANNOUNCED for t in words):
        return None
    found = scene.cast.actor(official)
    return found if found not in (UNKNOWN, OUTLET_VOICE) else None


def _last_speaker(scene: Scene, here: int) -> Token | None:
    """Give who spoke last before a sentence, also where no attribution was read."""
    sources = {said.cue.i: said.source for said in scene.said if said.source is not None}
    for i in range(here - 1, max(-1, here - NEAR), -1):
        cue = scene.doc[i]
        lost = scene.lemmas[i] in SAY and is_finite(cue) and cue.pos_ == "VERB"
        speaker = sources.get(i) or (sayer(cue, after=True) if lost else None)
        if speaker is not None:
            return scene.cast.mention(speaker)
    return None


def _joint(scene: Scene, source: Token, said: Said) -> Sequence[Claimant]:
    """Read the actors of "Neither A nor B" in plain word order."""
    stop = said.cue.i if said.cue.i > source.i else source.i + 7
    actors = [scene.actor(t) for t in scene.doc[source.i + 1 : stop] if t.pos_ == "PROPN"]
    return [Claimant(actor) for actor in dict.fromkeys(a for a in actors if a)]


SAY = {  # verbs of saying by which a lost attribution is found again
    **dict.fromkeys(_WORDS.set("asserting"), Stance.ASSERTS),
    **dict.fromkeys(_WORDS.set("confirming"), Stance.CONFIRMS),
    "deny": Stance.DENIES,
}


TELL = frozenset(["tell", "inform", "assure"])  # whoever stands after these is told, not telling


def is_finite(cue: Token) -> bool:
    """Tell "said" from "confirmed dead" and "reported missing"."""
    if cue.tag_ in ("VBD", "VBZ", "VBP") or cue.lower_ in ("said", "told"):
        return True
    deps = {c.dep_ for c in cue.children}
    if cue.tag_ == "VBN" and any(t.lower_ == "that" for t in cue.doc[cue.i + 1 : cue.i + 5]):
        return not deps & {"aux:pass", "nsubj:pass"}
    passive = "aux:pass" in deps or any(c.lemma_.lower() == "be" for c in cue.children)
    return cue.tag_ == "VBN" and "nsubj" in deps and not passive


def sayers(scene: Scene, subject: Token) -> list[Claimant]:
    if len(both := scene.cast.jointly(subject)) > 1:
        return [Claimant(actor, scene.cast.name(subject)) for actor in both]
    found = scene.voice_of(subject)
    return [found] if found else [Claimant(UNKNOWN, scene.cast.name(subject))]


def sayer(cue: Token, after: bool) -> Token | None:
    """Give the subject of a verb of saying by grammar, else by word order."""
    own = [c for c in cue.children if c.dep_ == "nsubj"]
    if own:
        return min(own, key=lambda c: abs(c.i - cue.i))
    if cue.dep_ == "conj" and is_verbal(cue.head):  # "the army attacks X and claims to have …"
        above = [c for c in cue.head.children if c.dep_ == "nsubj"]
        if above:
            return above[0]
    return noun_before(cue)


def is_set_off(subject: Token) -> bool:
    """Tell ", the agency said" behind a statement: a comma or quote stands before its subject."""
    left = subject.left_edge.i
    doc = subject.doc
    return any(doc[k].text in (",", "”", '"', "’") for k in range(max(0, left - 2), left + 1)) or (
        any(doc[k].text == "," for k in range(max(0, subject.i - 8), subject.i))
    )


def counting(scene: Scene, finding: Finding) -> Claimant | None:
    """Take the subject of "raised the toll to 31" as the one who says so."""
    if finding.frame != "casualties":
        return None
    here = sentence(finding.anchor)
    ancestors = [t for t in _upwards(finding.anchor) if here.start <= t.i < here.end]
    near = [t for t in here if 0 < finding.anchor.i - t.i < 14 and t.tag_ in ("VBD", "VBZ", "VBP")]
    for verb in (*ancestors, *reversed(near)):
        if (scene.lemma(verb) not in COUNTING and verb.lower_ not in COUNTING) or not is_verbal(
            verb
        ):
            continue
        doer = roles(verb).agent
        estimates = scene.lemma(verb) in ("put", "estimate", "count")
        if (
            estimates
            and doer is not None
            and doer.tag_ == "NNS"
            and doer.lower_ in gazetteer().nouns["vague"]
        ):
            return Claimant(UNKNOWN, scene.cast.name(doer))  # "residents put the number at 20"
        issuer = issuer_of(scene, doer) if doer is not None else None
        for agent in (issuer, doer, noun_before(verb)):
            if (
                agent is None
                or (scene.is_force(agent) and scene.lemma(agent) not in COUNTERS)
                or agent.lower_ in ("which", "that", "toll", "number")
                or agent.lower_ in HAPPENINGS  # "a Russian airstrike leaves nine injured"
            ):
                continue
            if found := scene.voice_of(agent):
                return found
            if OFFICIAL.search(scene.cast.name(agent)):
                home = _town_of(scene, agent)  # "the police in Kathmandu"
                return Claimant(home or UNKNOWN, scene.cast.name(agent))
            if scene.lemma(agent) in gazetteer().nouns["groups"] and scene.lemma(verb) in REVISING:
                return Claimant(UNKNOWN, scene.cast.name(agent))  # a union that cuts its own
    return None


def _upwards(token: Token) -> Iterator[Token]:
    for _ in range(8):
        yield token
        if token.head.i == token.i:
            return
        token = token.head
