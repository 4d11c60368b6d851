"""Refusals: the errors that the API tells, in the words of its contract."""

from http import HTTPStatus


class RefusalError(Exception):
    """A request that gets no answer.

    Args:
        status: of the response.
        en: why, in English, as the contract has it.
        fr: the same in French.
    """

    def __init__(self, status: HTTPStatus, en: str, fr: str) -> None:
        super().__init__(en)
        self.status = status
        self.en = en
        self.fr = fr


def bad_request(en: str, fr: str) -> RefusalError:
    """The request cannot be understood."""
    return RefusalError(HTTPStatus.BAD_REQUEST, en, fr)


def not_found(en: str, fr: str) -> RefusalError:
    """There is no such thing."""
    return RefusalError(HTTPStatus.NOT_FOUND, en, fr)


def missing(name: str) -> RefusalError:
    """A parameter is missing."""
    return bad_request(f"{name} parameter missing", f"le paramètre {name} manque")


def invalid(name: str) -> RefusalError:
    """A parameter has a bad value."""
    return bad_request(f"{name} parameter is invalid", f"le paramètre {name} est incorrect")


def no_concept(uri: str) -> RefusalError:
    """The vocabulary has no such concept."""
    return not_found(f"Could not find concept <{uri}>", f"Concept introuvable : <{uri}>")
