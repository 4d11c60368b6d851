"""The documentation of hubs and protocols, printed from their tables."""

from .credential import OPTIONS
from .hub import SOURCE_KEYS, load_hubs
from .protocol import PROTOCOLS
from .vocabularies.transfers import TRANSFERS

_HEAD = """# Hubs and protocols

<!-- Printed from harvesters/{hubs.toml,hub.py,protocol.py}: change these, then `make docs`. -->

## Protocols

| name | protocol | options of a source |
|---|---|---|
"""

_KEYS = """
## Keys of a source, whatever its protocol

Times are those of the machine's time zone.

| key | meaning |
|---|---|
"""

_HUBS = """
## Hubs of Data Terra

*Verified* is the day on which the endpoint was last seen to answer as declared.

| source | protocol | endpoint | verified |
|---|---|---|---|
"""


_TRANSFERS = """
## Ways in which vocabularies are fetched

A stanza of `vocab/vocabularies.toml` names one of these as `via`; `terrafair vocabulary load` takes it.

| name | way |
|---|---|
"""


def hubs_markdown() -> str:
    """The tables of protocols, of the keys of a source, of the declared hubs, and of ways to vocabularies.

    Raises:
        ConfigurationError: the hubs cannot be read.
    """
    protocols = []
    for name, row in PROTOCOLS.items():
        title = f"[{row.title}]({row.specification})" if row.specification else row.title
        options = "<br>".join(f"`{option}`: {meaning}" for option, meaning in row.options.items())
        protocols.append(f"| `{name}` | {title} | {options} |")
    sources = [
        f"| `{source.key}` | `{source.protocol}` | <{source.url}> | {source.verified or 'not yet'} |"
        for hub in load_hubs()
        for source in hub.sources
    ]
    told = {name: key.meaning for name, key in SOURCE_KEYS.items()} | OPTIONS
    keys = [f"| `{name}` | {meaning} |" for name, meaning in told.items()]
    transfers = [f"| `{name}` | [{way.title}]({way.specification}) |" for name, way in TRANSFERS.items()]
    parts = ((_HEAD, protocols), (_KEYS, keys), (_HUBS, sources), (_TRANSFERS, transfers))
    return "".join(head + "\n".join(rows) + "\n" for head, rows in parts)
