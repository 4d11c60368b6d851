"""Hubs and their harvest sources, as declared in a TOML file (``hubs.toml`` declares those of Data Terra)."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from .errors import ConfigurationError
from .protocol import PROTOCOLS
from .timing import Schedule, Window, window

_Option = TypeVar("_Option")


@dataclass(frozen=True, slots=True)
class Source:
    """One harvest source: an endpoint and how to speak to it.

    Attributes:
        hub: id of the hub that it belongs to.
        name: unique within the hub; with the hub's id it makes the source's key, ``hub/name``.
        protocol: a key of ``harvesters.protocol.PROTOCOLS``.
        url: the endpoint, or a path for the folder protocol (relative to the TOML file).
        verified: the day on which the endpoint was last seen to answer as declared; None when never.
        options: what the protocol's own table of options allows, such as ``set`` or ``output_schema``.
        schedule: when it is harvested; None for every run.
        window: the hours in which it may be asked; None for all.
        sweep: days after which everything is listed again by a source that can list changes.
        delete_share: the largest share of its records that is deleted because a complete listing lacks them.
    """

    hub: str
    name: str
    protocol: str
    url: str
    verified: date | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    schedule: Schedule | None = None
    window: Window | None = None
    sweep: int = 7
    delete_share: float = 0.2

    @property
    def key(self) -> str:
        """``hub/name``."""
        return f"{self.hub}/{self.name}"

    def option(self, name: str, default: _Option) -> _Option:
        """An option's value, or its default.

        Raises:
            ConfigurationError: the value is of another type than the default.
        """
        value = self.options.get(name, default)
        if type(value) is not type(default):
            raise ConfigurationError(f"{self.key}: option {name!r} is not of type {type(default).__name__}: {value!r}")
        return value

    def texts(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The texts of an option that is one text or a list of them, or the default.

        Raises:
            ConfigurationError: it is neither, or a list of none.
        """
        value = self.options.get(name)
        if value is None:
            return default
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not texts or not all(map(_is_text, texts)):
            raise ConfigurationError(f"{self.key}: option {name!r} is a text or a list of texts: {value!r}")
        return tuple(texts)


@dataclass(frozen=True, slots=True)
class Hub:
    """A data hub: an organisation that publishes metadata through one source or more.

    Attributes:
        id: short name, used in addresses.
        title: by language, ``en`` and ``fr``.
        domain: what the hub is about, by language.
        homepage: its web site.
        sources: in the order of the file.
        record_page: a template with ``{id}`` for a record's page at the hub; empty when there is none.
    """

    id: str
    title: Mapping[str, str]
    domain: Mapping[str, str]
    homepage: str
    sources: tuple[Source, ...]
    record_page: str = ""


HUBS = Path(__file__).with_name("hubs.toml")
"""The hubs of Data Terra."""


class SourceKey(NamedTuple):
    """A key of a source's stanza that says how the source is treated, whatever its protocol.

    Attributes:
        meaning: what it says.
        read: makes the attribute of ``Source`` of the value; a ConfigurationError when it cannot be.
    """

    meaning: str
    read: Callable[[Any], Any]


def _text(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    def reading(value: Any) -> Any:
        if not isinstance(value, str):
            raise ConfigurationError(f"not a text: {value!r}")
        return read(value)

    return reading


def _days(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= 3650:
        raise ConfigurationError(f"not a number of days: {value!r}")
    return value


def _share(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise ConfigurationError(f"not a share between 0 and 1: {value!r}")
    return float(value)


SOURCE_KEYS: dict[str, SourceKey] = {
    "schedule": SourceKey(
        "when it is harvested: a period such as `6h`, or minute, hour, day, month and weekday as in crontab, such as"
        " `0 3 * * *`; by default in every run",
        _text(Schedule),
    ),
    "window": SourceKey(
        "the hours of the day in which it may be asked, such as `20:00-06:00`; by default all", _text(window)
    ),
    "sweep": SourceKey(
        "days after which everything is listed again, not only what changed; default 7, 0 for every time", _days
    ),
    "delete_share": SourceKey(
        "the largest share of its records that is deleted because a complete listing lacks them; default 0.2", _share
    ),
}
"""How a source is treated, whatever its protocol; the names are those of the attributes of ``Source``."""

_IDENTITY = {"name", "protocol", "url", "verified"}


def load_hubs(path: Path = HUBS) -> tuple[Hub, ...]:
    """The hubs that a TOML file declares.

    Raises:
        ConfigurationError: the file cannot be read, or a stanza lacks or misspells a key.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    hubs = tuple(_hub(stanza, path) for stanza in document.get("hub", []))
    if not hubs:
        raise ConfigurationError(f"{path}: no [[hub]] is declared")
    ids = [hub.id for hub in hubs]
    if len(set(ids)) < len(ids):
        raise ConfigurationError(f"{path}: two hubs share an id")
    return hubs


_NAME = re.compile(r"[a-z0-9][a-z0-9.\-]{0,63}")
"""Ids of hubs and names of sources: they become parts of addresses."""

_LANGUAGES = {"en", "fr"}


def _hub(stanza: dict[str, Any], path: Path) -> Hub:
    known = {"id", "title", "domain", "homepage", "record_page", "source"}
    if unknown := stanza.keys() - known:
        raise ConfigurationError(f"{path}: hub {stanza.get('id', '?')!r}: unknown key {sorted(unknown)[0]!r}")
    place = f"{path}: hub {stanza.get('id', '?')!r}"
    try:
        hub = stanza["id"]
        _check_name(hub, f"{place}: 'id'")
        for key in ("title", "domain"):
            texts = stanza[key]
            if not isinstance(texts, dict) or not texts.keys() >= _LANGUAGES or not all(map(_is_text, texts.values())):
                raise ConfigurationError(f"{place}: {key!r} is a table with the texts 'en' and 'fr'")
        if not _is_text(stanza["homepage"]) or not stanza["homepage"].startswith(("http://", "https://")):
            raise ConfigurationError(f"{place}: 'homepage' is an address with http or https")
        sources = tuple(_source(entry, hub, path) for entry in stanza["source"])
        if len({source.name for source in sources}) < len(sources):
            raise ConfigurationError(f"{path}: hub {hub!r}: two sources share a name")
        return Hub(hub, stanza["title"], stanza["domain"], stanza["homepage"], sources, stanza.get("record_page", ""))
    except KeyError as error:
        raise ConfigurationError(f"{place}: missing {error.args[0]!r}") from error


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check_name(name: object, place: str) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ConfigurationError(
            f"{place} is made of a-z, 0-9, '.' and '-', and begins with a letter or digit: {name!r}"
        )


def _source(stanza: dict[str, Any], hub: str, path: Path) -> Source:
    place = f"{path}: source {hub}/{stanza.get('name', '?')}"
    for key in ("name", "protocol", "url"):
        if not _is_text(stanza.get(key)):
            raise ConfigurationError(f"{place}: missing {key!r}")
    _check_name(stanza["name"], f"{place}: 'name'")
    protocol = PROTOCOLS.get(stanza["protocol"])
    if protocol is None:
        raise ConfigurationError(f"{place}: unknown protocol {stanza['protocol']!r}; known: {', '.join(PROTOCOLS)}")
    options = {key: value for key, value in stanza.items() if key not in _IDENTITY | SOURCE_KEYS.keys()}
    if unknown := options.keys() - protocol.allowed.keys():
        raise ConfigurationError(f"{place}: {stanza['protocol']} has no option {sorted(unknown)[0]!r}")
    verified = stanza.get("verified", False)
    if verified is not False and not isinstance(verified, date):
        raise ConfigurationError(f"{place}: 'verified' is a date or false")
    url = stanza["url"]
    if protocol.is_local(url):
        url = str((path.parent / url).resolve())
    elif "@" in url.partition("://")[2].partition("/")[0]:
        raise ConfigurationError(f"{place}: 'url' holds a user name; name the variables with the credential instead")
    treatment = {key: _read(key, stanza[key], place) for key in SOURCE_KEYS if key in stanza}
    return Source(hub, stanza["name"], stanza["protocol"], url, verified or None, options, **treatment)


def _read(key: str, value: Any, place: str) -> Any:
    try:
        return SOURCE_KEYS[key].read(value)
    except ConfigurationError as error:
        raise ConfigurationError(f"{place}: {key!r}: {error}") from error


def select(hubs: tuple[Hub, ...], names: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources that names such as ``aeris`` or ``theia/hydroweb`` stand for; all of them without a name.

    Raises:
        ConfigurationError: a name stands for nothing.
    """
    sources = [source for hub in hubs for source in hub.sources]
    for name in names:
        if not any(name in (source.hub, source.key) for source in sources):
            raise ConfigurationError(f"no hub or source is called {name!r}; known: {', '.join(s.key for s in sources)}")
    return tuple(s for s in sources if not names or s.hub in names or s.key in names)
