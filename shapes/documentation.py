"""The documentation of the profile: ``docs/shapes.md``, printed from the shapes themselves."""

from itertools import groupby

from .rule import Rule, profile_rules

_HEAD = """# Shapes

<!-- Printed from shapes/profile/*.ttl: change the shapes, then run the tests with TERRAFAIR_UPDATE=1. -->

The profile of GeoDCAT-AP 3.1 that every record is validated against. A **Violation** breaks what GeoDCAT-AP demands, a
**Warning** what it recommends or what makes a value useless, an **Info** points out what would serve readers better.
Each name is the local name of an IRI under `https://w3id.org/terrafair/shapes/` and links to the section of the
specification. To add a rule, add a property shape to the file of its class, with its messages in English and French.
"""


def markdown() -> str:
    """The table of rules, one section for each class or kind of check."""
    rules = sorted(profile_rules().values(), key=lambda rule: (_group(rule), rule.severity.rank, rule.name))
    sections = [_section(group, list(members)) for group, members in groupby(rules, key=_group)]
    return "\n".join([_HEAD, *sections])


def _group(rule: Rule) -> str:
    return rule.name.partition("-")[0]


def _section(group: str, rules: list[Rule]) -> str:
    rows = [
        f"| [{rule.name}]({rule.see}) | {rule.severity} | {_code(rule.path)} | {_cell(rule.en)} | {_cell(rule.fr)} |"
        for rule in rules
    ]
    head = f"## {group}\n\n| shape | severity | property | message | en français |\n|---|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _code(path: str) -> str:
    return "<br>".join(f"`{step}`" for step in path.split("|"))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
