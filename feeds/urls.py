"""Which address is meant? Addresses without tracking, without AMP, and as keys."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit

LONGEST = 2048  # characters of an address that we keep or dial

# Parameters that say where a reader came from, not which article is meant.
_TRACKING = re.compile(
    r"""^(?:utm_\w+|ga_\w+|at_\w+|mc_[ce]id|mkt_tok|pk_\w+|piwik_\w+|mtm_\w+|matomo_\w+|hsa_\w+
    |_hsenc|_hsmi|__s|vero_\w+|oly_\w+|wt_?\.?mc\w*|wt\.\w+|ns_(?:mchannel|source|campaign|linkname|fee)
    |fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|s_cid|s_kwcid
    |smid|smtyp|emc|partner|ocid|ftag|icid|int_cmp|ito|cmpid?|cmp|ncid|nr_email_referer|taid
    |sref|src_?ref|ref_src|ref_url|referrer|xtor|rss|feed(?:type|name)?|traffic_source|maca)$""",
    re.I | re.X,
)
_AMP_PARAMETERS = {("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp")}
_AMP_TAIL = re.compile(r"(?:/amp|\.amp)(?=/?$|\.html?$)", re.I)
_AMP_CACHE = re.compile(r"^/(?:amp/|c/|v/|wp/)?(?:s/)?(?=[\w.-]+\.\w+/)")
_USER = re.compile(r"(?<=//)[^/?#@]*@")
_SPACE_OR_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")

# An address as nearly all are: no port, no user, no fragment, and in no cache of AMP.
_USUAL = re.compile(
    r"(https?)://(?![^/]*(?:google\.com|ampproject\.org))([a-z0-9][a-z0-9.-]{0,250}[a-z0-9])"
    r"(/[!-\"$->@-~]*)?(?:\?([!-\"$-~]*))?"
)

# An address that needs no second look: ten times as quick as taking it apart.
_ORDINARY = re.compile(r"https?://[a-zA-Z][a-zA-Z0-9.-]{1,200}/[!-;=?-\[\]_a-z~]{0,1500}")


def shown(url: str) -> str:
    """Give an address as it may be logged: without user, password and line breaks."""
    return _USER.sub("", _SPACE_OR_CONTROL.sub("", url))[:LONGEST]


def split(url: str) -> SplitResult | None:
    """Take an address apart; None unless it is http or https with a host."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        _ = parts.port  # raises when it is no number
        return parts
    except ValueError:
        return None


def web_link(link: str | None, base: str = "") -> str | None:
    """Make a link of a document absolute; None unless it leads to the web."""
    if not link:
        return None
    if _ORDINARY.fullmatch(link):
        return link
    try:
        whole = urljoin(base, _SPACE_OR_CONTROL.sub("", link.strip()))
    except ValueError:
        return None
    parts = split(whole)
    if parts is None or len(whole) > LONGEST or not _is_name(parts.hostname or ""):
        return None
    return shown(whole)


class _Page(NamedTuple):
    """An address without what does not tell one page from another."""

    scheme: str
    site: str  # host, and port if it is not the usual one
    path: str
    query: str
    fragment: str

    def url(self) -> str:
        """Write it as an address."""
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.site}{self.path}{query}{fragment}"


def clean(url: str) -> str:
    """Give the address that a reader should open: no tracking, no AMP, no fragment."""
    page = _page(url)
    return url if page is None else page.url()


def same_page(url: str) -> str:
    """Give one key for all addresses of a page: scheme, www, slash and order do not count."""
    page = _page(url)
    if page is None:
        return url.strip()
    query = ""
    if page.query:
        query = "?" + urlencode(sorted(parse_qsl(page.query, keep_blank_values=True)))
    path = unquote(page.path).rstrip("/")
    return f"{page.site.removeprefix('www.')}{path}{query}{page.fragment}"


@lru_cache(maxsize=4_096)  # an entry's address is asked for by its key, its id and its article
def _page(url: str) -> _Page | None:
    """Take an address apart, cleaned; one in the usual form by one pattern."""
    if found := _USUAL.fullmatch(url):
        scheme, site, path, query = found.groups("")
        return _Page(scheme, _without_amp(site), *_cleaned(path, query), "")
    parts = split(_out_of_cache(url))
    if parts is None:
        return None
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    path, query = _cleaned(parts.path, parts.query)
    return _Page(parts.scheme.lower(), _host(parts), path, query, fragment)


def _cleaned(path: str, query: str) -> tuple[str, str]:
    """Take tracking and AMP out of a path and a query."""
    if query:
        query = "&".join(pair for pair in query.split("&") if not _is_noise(pair))
    return _AMP_TAIL.sub("", path) or "/", query


def is_front_page(url: str) -> bool:
    """Tell whether an address is the root of a site, which identifies no article."""
    page = _page(url)
    return page is not None and page.path == "/" and not (page.query or page.fragment)


@lru_cache(maxsize=4_096)
def site_of(url: str) -> str:
    """Give the host of an address without www, or nothing."""
    parts = split(url)
    return _host(parts).removeprefix("www.") if parts else ""


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    host = _without_amp(host)
    usual = {"http": 80, "https": 443}[parts.scheme.lower()]
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def _without_amp(host: str) -> str:
    return host.removeprefix("amp.") if host.count(".") > 1 else host


def _is_noise(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return bool(_TRACKING.match(name)) or (name.lower(), value.lower()) in _AMP_PARAMETERS


def _out_of_cache(url: str) -> str:
    """Undo the addresses of the AMP caches: google.com/amp/s/… and cdn.ampproject.org/c/s/…."""
    if "ampproject.org" not in url and "google.com" not in url:
        return url
    parts = split(url)
    host = (parts.hostname or "") if parts else ""
    if parts is None or not (
        host.endswith("ampproject.org")
        or (host.removeprefix("www.") == "google.com" and parts.path.startswith("/amp/"))
    ):
        return url
    inner = _AMP_CACHE.match(parts.path)
    return f"https://{parts.path[inner.end() :]}" if inner else url


def _is_name(host: str) -> bool:
    """Tell whether a host can be written for a resolver."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True
