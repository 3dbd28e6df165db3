"""Documents that do their worst: small ones that cost a parser minutes or gigabytes.

What each costs is measured in bench/hostile.py; the tests read them too.
"""

from __future__ import annotations

ITEM = "<item><title>{}</title><link>urn:a</link></item>"
RSS = '<rss version="2.0"><channel><title>T</title>{}</channel></rss>'
XML = '<?xml version="1.0"?>\n'


def _rss(items: str, prolog: str = XML) -> bytes:
    return (prolog + RSS.format(items)).encode()


def _laughs(depth: int = 10) -> str:
    inner = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth))
    return f'{XML}<!DOCTYPE rss [<!ENTITY l0 "ha">{inner}]>'


def documents(port: int = 9) -> dict[str, bytes]:
    """Give the documents by name; those that would fetch something ask at this port."""
    elsewhere = f"http://127.0.0.1:{port}"
    quadratic = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>\n'
    many = "".join(f"<!ENTITY e{n} 'x'>" for n in range(50_000))
    attributes = " ".join(f"a{n}=''" for n in range(200_000))
    broken = "a & b"  # not well formed: feedparser has to read it
    return {
        "billion laughs": _rss(ITEM.format("&l9;"), _laughs()),
        "billion laughs in a broken feed": _rss(ITEM.format("&l9;" + broken), _laughs()),
        "quadratic entity": _rss(ITEM.format("&a;" * 10_000), XML + quadratic),
        "quadratic entity in a broken feed": _rss(
            ITEM.format("&a;" * 10_000 + broken), XML + quadratic
        ),
        "50,000 entities": _rss(
            ITEM.format("x"),
            f"{XML}<!DOCTYPE rss [{many}]>",
        ),
        "20,000 attribute lists": _rss(
            ITEM.format("x"), f"{XML}<!DOCTYPE rss [{'<!ATTLIST a b CDATA #IMPLIED>' * 20_000}]>"
        ),
        "an entity from a file": _rss(
            ITEM.format("&x;"), XML + '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
        "an entity from the web": _rss(
            ITEM.format("&x;"), f'{XML}<!DOCTYPE rss [<!ENTITY x SYSTEM "{elsewhere}/x">]>'
        ),
        "a DTD from the web": _rss(
            ITEM.format("x"), f'{XML}<!DOCTYPE rss SYSTEM "{elsewhere}/x.dtd">'
        ),
        "a parameter from the web": _rss(
            ITEM.format("x"), f'{XML}<!DOCTYPE rss [<!ENTITY % p SYSTEM "{elsewhere}/p"> %p;]>'
        ),
        "a style sheet from the web": _rss(
            ITEM.format("x"), f'{XML}<?xml-stylesheet href="{elsewhere}/x.xsl"?>'
        ),
        "100 kB of newlines before the root": _rss(ITEM.format("x"), "\n" * 100_000),
        "blanks around a doctype": _rss(
            ITEM.format("x"), " " * 200_000 + "<!DOCTYPE rss>" + "\n" * 200_000
        ),
        "100,000 comments that never end": _rss(
            f"<item><title>{broken}</title><description>{'&lt;!--' * 100_000}</description></item>"
        ),
        "an author of 32 kB": _rss(
            f"<item><title>{broken}</title><author>{'a@' + 'a.' * 16_000}!</author></item>"
        ),
        "200,000 elements in each other": _rss("<a>" * 200_000),
        "200,000 elements in each other in a title": _rss(ITEM.format("&lt;b&gt;" * 200_000)),
        "200,000 attributes": _rss(f"<item {attributes}/>"),
        "10 MB of HTML": b"<html><body>" + b"<p>Some words.</p>" * 550_000 + b"</body></html>",
        "a title of 5 MB": _rss(ITEM.format("t" * 5_000_000)),
        "a title of 5 MB in a broken feed": _rss(ITEM.format("t" * 5_000_000 + broken)),
        "10,000 items": _rss("".join(ITEM.format(f"t{n}") for n in range(10_000))),
        "10,000 items in a broken feed": _rss(
            broken + "".join(ITEM.format(f"t{n}") for n in range(10_000))
        ),
        "60 kB of <a <a": b"<html>" + b"<a " * 20_000,
        "<a <a in a description": _rss(
            f"<item><title>t</title><description>{'&lt;a ' * 20_000}</description></item>"
        ),
        "a million brackets": b"[" * 1_000_000,
        "a JSON number of a million digits": b'{"version":"https://jsonfeed.org/version/1.1","items":['
        + b'{"id":'
        + b"9" * 1_000_000
        + b"}]}",
        "punycode": _rss(ITEM.format("x" * 80_000), '<?xml version="1.0" encoding="punycode"?>'),
        "zeros": b"\0" * 1_000_000,
        "half a UTF-16": "\ufeff".encode("utf-16-le") + _rss(ITEM.format("x")) * 10_000,
    }
