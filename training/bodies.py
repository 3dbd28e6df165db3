"""Which names does one of their words give away? "Salt Traders' Society" is a body by its last.

The network learns names from 107,000 words and has never seen most bodies that news names. These
patterns are added behind it, and where both have an opinion the longer name of a pattern stays.
"""

from __future__ import annotations

from typing import Any, cast

from spacy.language import Language
from spacy.pipeline import EntityRuler

BODIES = (
    "Academy Administration Agency Alliance Army Assembly Association Authority Bank Battalion "
    "Board Brigade Bulletin Bureau Center Centre Club College Command Commission Committee "
    "Company Congress Corporation Corps Council Court Department Division Federation Force "
    "Forces Forum Foundation Front Fund Gazette Group Guard Herald Institute Institution Journal "
    "League Ministry Mission Movement Museum Navy Network News Office Orchestra Organisation "
    "Organization Parliament Party Post Press Regiment School Service Services Society Times "
    "Tribune Trust University"
)
PLACES = (
    "Airport Avenue Bay Beach Bridge Canal Cape Cathedral Coast County Desert District Emirates "
    "Forest Gulf Hall Harbor Harbour Heights Hill Hills Hotel Island Islands Kingdom Lake Mosque "
    "Mount Mountain Mountains Oblast Ocean Palace Park Peninsula Plaza Port Province Region "
    "Republic River Road Sea Square Stadium State Station Strait Straits Street Territory Town "
    "Valley Village"
)
Pattern = list[dict[str, Any]]

_WORD: dict[str, Any] = {"IS_TITLE": True}
_LINKS = {"ORG": ["of", "for"], "PLACE": ["of"]}


def patterns() -> list[dict[str, Any]]:
    """Give the patterns of an entity ruler."""
    return [
        {"label": label, "pattern": pattern}
        for label, heads in (("ORG", BODIES), ("PLACE", PLACES))
        for pattern in _around(heads.split(), _LINKS[label])
    ]


def _around(heads: list[str], links: list[str]) -> list[Pattern]:
    """Give "Athletics Federation", "Athletics Federation of Chad", and "Federation of Chad"."""
    head = {"TEXT": {"IN": heads}}
    link = {"LOWER": {"IN": links}} if len(links) > 1 else {"LOWER": links[0]}
    behind = [link, {"LOWER": "the", "OP": "?"}, {**_WORD, "OP": "{1,3}"}]
    named = [{**_WORD, "TAG": "NNP"}, {**_WORD, "OP": "{0,3}"}, {"TAG": "POS", "OP": "?"}, head]
    return [named, [*named, *behind], [head, *behind]]


def add_bodies(nlp: Language) -> None:
    """Put the patterns behind the network's names."""
    ruler = nlp.add_pipe("entity_ruler", "bodies", after="ner", config={"overwrite_ents": True})
    cast(EntityRuler, ruler).add_patterns(patterns())
