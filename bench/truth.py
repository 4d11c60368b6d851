"""What a true hit is: the rule by which searches are judged, whoever answers them.

The published figures count records in whose title, abstract or keywords a term's letters occur anywhere. A hit is true
when the term, its plural or its French equivalent stands there as a word of its own, or as the recognisable part of a
compound word (aircraft, groundwater, hydrocarbons, aéroporté), and not when unrelated words merely share the letters
(pair, fair, repair, horaire) or a proper name is made with them (AIRS, Airparif). So each term has the stems that make
a word true wherever they stand in it, and the words that hold such a stem and are unrelated. Accents and case do not
count.
"""

import re
from dataclasses import dataclass

from vocab.label import normalise


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule for one term.

    Attributes:
        term: as it is searched; its letters make the published count.
        french: its French equivalent, as it is searched.
        stems: letters that make a word a true hit, as a regular expression.
        unrelated: words that hold these letters and are none, as a regular expression for a whole word.
    """

    term: str
    french: str
    stems: str
    unrelated: str = ""

    def published(self, text: str) -> bool:
        """Whether the published search finds a text."""
        return self.term in text.lower()

    def true(self, text: str) -> bool:
        """Whether a text is a true hit."""
        words = _WORD.findall(normalise(text))
        return any(re.search(self.stems, word) and not re.fullmatch(self.unrelated, word) for word in words)


_WORD = re.compile(r"[^\W\d_]+")

RULES = (
    Rule("temperature", "température", "temperature"),
    Rule(
        "air",
        "air",
        "air|aeroport",
        # French nouns and adjectives in -aire; pair, fair, repair and what is made of them; and proper names: a place,
        # a sounder, instruments and campaigns, and the associations that watch the air of French regions
        r"\w*aires?|(?:re|im)?pair\w*|(?:af|un)?fair\w*|e?clair\w*|(?:h|ch|st)airs?|nairobi|airs|boldair"
        r"|air(?:fobep|maraix|movoc|parif|ra)|qual(?:it)?air|transalpair",
    ),
    Rule("water", "eau", r"water|^eaux?$"),
    Rule("carbon", "carbone", "carbon|hydrocarbure"),
    Rule("conductivity", "conductivité", "conductivit[ye]"),
)
"""The five searches that were published."""

OTHERS = (
    Rule("snow", "neige", "snow|^neiges?$"),
    Rule("soil", "sol", "soil|^sols?$"),
    Rule("gas", "gaz", "^(bio)?gas(es)?$|^gaz$"),
    Rule("sea", "mer", "^seas?$|^sea(water|floor|bed|level|shore|wards?)|^mers?$|^(sub|under)sea"),
    Rule("ice", "glace", "^ices?$|^ice(berg|sheet|sonde)|^glaces?$"),
    Rule("property", "propriété", "^propert(y|ies)$|^proprietes?$"),
)
"""Searches that were not published, to see how the same rules do on words that they were not written for."""
