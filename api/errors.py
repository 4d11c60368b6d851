"""The errors of the API; ``problem`` gives each its status.

ApiError
├── ParameterError       a parameter has a bad value
├── IriError             a parameter that has to be an IRI is none
├── NotFoundError        there is nothing at this address
├── NotAcceptableError   none of the forms that there are is acceptable to the client
├── TooLargeError        the request, or its answer, is larger than is allowed
├── NotPublishedError    nothing has been published yet
├── QuerySyntaxError     a SPARQL query cannot be parsed
├── QueryRefusedError    a SPARQL query asks for what is not done here
├── QueryTimeoutError    a SPARQL query took longer than is allowed
├── QueryFailedError     a SPARQL query could not be evaluated with the memory that it may use
├── BusyError            too many queries are waiting
├── ClosedError          what is asked for is not open at present, or cannot be kept
├── CrossSiteError       a form was sent from another site
├── KnownError           what is suggested exists already
└── TooManyError         somebody sends more than is taken
"""

from collections.abc import Mapping, Sequence


class ApiError(Exception):
    """Base of all errors of the API.

    Args:
        en: what went wrong, in English.
        fr: the same in French.
    """

    def __init__(self, en: str, fr: str) -> None:
        super().__init__(en)
        self.en = en
        self.fr = fr


class ParameterError(ApiError):
    """A parameter has a bad value.

    Args:
        name: of the parameter.
        en: what is wrong with it, in English.
        fr: the same in French.
    """

    def __init__(self, name: str, en: str, fr: str) -> None:
        super().__init__(f"Parameter {name}: {en}.", f"Paramètre {name} : {fr}.")
        self.name = name


class IriError(ApiError):
    """A parameter that has to be an IRI is none.

    Args:
        name: of the parameter.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"Parameter {name}: must be an absolute IRI.", f"Paramètre {name} : doit être un IRI absolu.")
        self.name = name


class NotFoundError(ApiError):
    """There is nothing at this address."""


class NotAcceptableError(ApiError):
    """None of the forms that there are is acceptable to the client."""


class TooLargeError(ApiError):
    """The request, or its answer, is larger than is allowed."""


class NotPublishedError(ApiError):
    """Nothing has been published yet."""


class QuerySyntaxError(ApiError):
    """A SPARQL query cannot be parsed."""


class QueryRefusedError(ApiError):
    """A SPARQL query asks for what is not done here."""


class QueryTimeoutError(ApiError):
    """A SPARQL query took longer than is allowed."""


class QueryFailedError(ApiError):
    """A SPARQL query could not be evaluated with the memory that it may use."""


class BusyError(ApiError):
    """Too many queries are waiting."""


class ClosedError(ApiError):
    """What is asked for is not open at present, or cannot be kept."""


class CrossSiteError(ApiError):
    """A form was sent from another site."""


class KnownError(ApiError):
    """What is suggested exists already.

    Args:
        en: what there is, in English.
        fr: the same in French.
        duplicates: what there is.
    """

    def __init__(self, en: str, fr: str, duplicates: Sequence[Mapping[str, str]]) -> None:
        super().__init__(en, fr)
        self.duplicates = duplicates


class TooManyError(ApiError):
    """Somebody sends more than is taken."""
