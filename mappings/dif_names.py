"""The namespace of DIF."""

DIF = "http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"
"""One for all versions, in which the crosswalks are written; ``normalise`` brings other spellings to it."""
