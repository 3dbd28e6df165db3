"""Is an article about sport, markets or the arts, which borrow the words of war and disaster?"""

from __future__ import annotations

import re

SPORT = re.compile(
    r"\b(?:goals?|goalkeeper|scored?|scoring|match(?:es)?|coach(?:es)?|league|season|striker|midfielders?"
    r"|defenders?|penalt(?:y|ies)|referee|quarterbacks?|innings|wickets?|tournament|championships?|playoffs?"
    r"|half-?time|fixtures?|kick-?off|offside|touchdowns?|batsm[ae]n|bowlers?|semi-?finals?|quarter-?finals?"
    r"|standings|teammates?|players?|squad|derby|premier league|champions league"
    r"|grand prix|olympics?"
    r"|medal(?:s|lists?)?|rugby|football|cricket|tennis|golf|baseball|basketball|nba|nfl|nhl|mlb|fifa|uefa"
    r"|set point|stoppage time|equali[sz]er|supporters|visitors[’'])\b",
    re.I,
)
MARKET = re.compile(
    r"\b(?:shares?|stocks?|index|indices|investors?|analysts?|profits?|revenues?|earnings|dividends?|traders?"
    r"|brokerages?|markets?|bonds?|yields?|futures|equit(?:y|ies)|nasdaq|dow|s&p|ftse|nikkei|hedge|portfolio"
    r"|fund manager|forecasts?|rights issue|quarterly|inflation|currency|bitcoin"
    r"|crypto\w*|ipo|valuation"
    r"|outflows?|inflows?|sell-?off|rally|benchmark|points?|percent|commodit(?:y|ies)|barrel)\b",
    re.I,
)
ARTS = re.compile(
    r"\b(?:films?|movies?|album|box office|novel|actors?|actress|directors?|episodes?"
    r"|netflix|streaming|theatre"
    r"|museum|exhibition|sitcom|series|premiere|season finale|soundtrack|recipe|horoscope"
    r"|video ?games?"
    r"|gamers?|playstation|xbox|fashion|celebrit(?:y|ies)|red carpet|oscars?|grammys?"
    r"|reality show|singer)\b",
    re.I,
)
HARD = re.compile(
    r"\b(?:troops|soldiers?|army|military|militants?|rebels?|ceasefire|truce|airstrikes?|missiles?|shelling"
    r"|killed|dead|died|deaths?|bodies|wounded|injured|hospitals?|police|rescuers?|earthquake|quake|flood\w*"
    r"|explosion|blast|shooting|gunman|hostages?|treaty|foreign minister|prime minister"
    r"|president|embassy"
    r"|diplomat\w*|sanctions|parliament|government|ministry|wreck|capsiz\w+|survivors?|victims?)\b",
    re.I,
)
LABELS = (("sport", SPORT), ("markets", MARKET), ("arts and leisure", ARTS))


def noise(text: str, title: str | None) -> str | None:
    """Say which trade an article belongs to if its words outweigh those of hard news."""
    words = max(40, len(text) // 6)
    hard = len(HARD.findall(text)) + 2 * len(HARD.findall(title or ""))
    for label, pattern in LABELS:
        soft = len(pattern.findall(text)) + 2 * len(pattern.findall(title or ""))
        if soft >= 3 and soft > 1.2 * hard and soft / words > 0.015:
            return f"about {label}: {soft} of its words to {hard} of hard news"
    return None
