"""Remarks: what there is to say of a source's harvest beside its counts, in English and French."""

from collections.abc import Mapping
from typing import NamedTuple


class Wording(NamedTuple):
    """What a remark's code stands for.

    Attributes:
        en: the remark in English; names in braces stand for its values.
        fr: likewise in French.
        warns: whether the source behaves otherwise than before, so that somebody should look.
    """

    en: str
    fr: str
    warns: bool = False


WORDINGS: dict[str, Wording] = {
    "kept": Wording(
        "{absent} records are no longer listed; more than may be deleted at once, so they are kept",
        "{absent} fiches ne sont plus listées ; plus qu'on n'en peut supprimer d'un coup, elles sont donc gardées",
        warns=True,
    ),
    "fewer": Wording(
        "{listed} records are listed where {before} were before",
        "{listed} fiches sont listées là où il y en avait {before}",
        warns=True,
    ),
    "dialect": Wording(
        "{dialect} is a dialect never seen here before",
        "{dialect} est un dialecte jamais vu ici",
        warns=True,
    ),
    "refusal": Wording(
        "records are refused for a reason never seen here before: {code}",
        "des fiches sont refusées pour une raison jamais vue ici : {code}",
        warns=True,
    ),
    "slow": Wording(
        "{rate} records a second where {before} are usual",
        "{rate} fiches par seconde là où {before} sont habituelles",
        warns=True,
    ),
    "failing": Wording(
        "failed where the harvest before was complete",
        "en échec là où le moissonnage précédent était complet",
        warns=True,
    ),
    "repeated": Wording(
        "{count} records came under a name that had come before; the last of each name is kept",
        "{count} fiches sont venues sous un nom déjà vu ; la dernière de chaque nom est gardée",
    ),
    "gap": Wording(
        "something may be missing from the list, so nothing is taken for deleted: {reason}",
        "il manque peut-être quelque chose à la liste, rien n'est donc tenu pour supprimé : {reason}",
    ),
    "again": Wording(
        "the source no longer knew the place where the listing had stopped: it was listed from the beginning",
        "la source ne connaissait plus l'endroit où la liste s'était arrêtée : elle a été relue depuis le début",
    ),
    "killed": Wording(
        "the run ended before the harvest did",
        "l'exécution a pris fin avant le moissonnage",
    ),
    "stopped": Wording(
        "the run was asked to end; the next goes on from here",
        "l'exécution a été priée de s'arrêter ; la suivante reprendra ici",
    ),
    "closing": Wording(
        "its hours, {window}, came to their end; the next run goes on from here",
        "ses heures, {window}, ont pris fin ; l'exécution suivante reprendra ici",
    ),
    "closed": Wording(
        "it is harvested between {window} only",
        "elle n'est moissonnée qu'entre {window}",
    ),
    "early": Wording(
        "it is not due before {moment}",
        "elle n'est pas à moissonner avant {moment}",
    ),
}
"""Every remark by its code."""


class Remark(NamedTuple):
    """One remark about one harvest.

    Attributes:
        code: a key of ``WORDINGS``.
        values: what the names in its wording stand for.
    """

    code: str
    values: Mapping[str, str | int | float]

    @property
    def warns(self) -> bool:
        """Whether somebody should look."""
        return self.code in WORDINGS and WORDINGS[self.code].warns

    def message(self, language: str) -> str:
        """The remark in French for ``fr``, else in English; its bare code when a later version made it."""
        wording = WORDINGS.get(self.code)
        if wording is None:
            return self.code
        return (wording.fr if language == "fr" else wording.en).format_map(self.values)


def remark(code: str, /, **values: str | float) -> Remark:
    """A remark of a declared code.

    Raises:
        KeyError: the code is not declared, or a value is missing.
    """
    made = Remark(code, values)
    WORDINGS[code].en.format_map(values)
    return made
