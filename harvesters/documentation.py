"""The documentation of hubs and protocols, printed from their tables."""

from .hub import load_hubs
from .protocol import PROTOCOLS

_HEAD = """# Hubs and protocols

<!-- Printed from harvesters/hubs.toml and harvesters/protocol.py: change these, then `make docs`. -->

## Protocols

| name | protocol | options of a source |
|---|---|---|
"""

_HUBS = """
## Hubs of Data Terra

*Verified* is the day on which the endpoint was last seen to answer as declared.

| source | protocol | endpoint | verified |
|---|---|---|---|
"""


def hubs_markdown() -> str:
    """The tables of protocols and of the declared hubs.

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
    return _HEAD + "\n".join(protocols) + "\n" + _HUBS + "\n".join(sources) + "\n"
