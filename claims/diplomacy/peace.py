"""Which words of truces and talks do several frames go by?"""

from __future__ import annotations

from claims.lexicon import Lexicon

_WORDS = Lexicon.of(__name__)

TRUCE = frozenset({"ceasefire", "truce", "armistice", "cease-fire"})
STOP = frozenset({"hostility", "fighting", "violence", "fire"})  # "cessation of", "pause in"
STOPPING = _WORDS.set("stopping")  # verbs of a truce: "agreed to stop firing"
FIRING = STOP | _WORDS.set("firing")
MUTUAL = STOP | _WORDS.set("mutual")  # what only all sides together can stop
TALKS = _WORDS.set("talks")
READY = _WORDS.map("ready")  # adjectives before "for a ceasefire" and "to the deal"
URGING = frozenset({"call", "urge", "ask", "press", "invite", "appeal"})
