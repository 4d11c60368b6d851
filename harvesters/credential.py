"""Credentials of sources: named in their declaration, kept in environment variables, sent to their origin alone."""

import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .address import is_public, origin
from .errors import ConfigurationError, CredentialError

if TYPE_CHECKING:
    from .hub import Source

OPTIONS = {
    "username_env": "environment variable with the user name",
    "password_env": "environment variable with the password",
    "token_env": "environment variable with a bearer token",
}
"""The options by which a source names its credential."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What opens one origin; it shows itself in no message.

    Attributes:
        url: of the source; the credential is for its scheme, host and port.
        header: value of ``Authorization``; empty when the source needs none.
        secrets: texts that no message may contain.
    """

    url: str = ""
    header: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def headers(self, url: str) -> Mapping[str, str]:
        """What a request for a URL carries; nothing to another origin than the source's."""
        return {"Authorization": self.header} if self.header and origin(url) == origin(self.url) else {}

    def hide(self, text: str) -> str:
        """A text without the secrets, which a server may echo."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return text


def credential(source: "Source") -> Credential:
    """The credential that a source's declaration names.

    Raises:
        ConfigurationError: user name and password do not come together, or the credential would cross a public
            network unencrypted.
        CredentialError: a variable is missing from the environment, or holds what no header can carry.
    """
    wanted = {name: source.option(name, "") for name in OPTIONS if name in source.options}
    if not wanted:
        return Credential()
    values = {name: os.environ.get(variable, "") for name, variable in wanted.items()}
    for name, value in values.items():
        if not value:
            raise CredentialError(f"{source.key}: {name}: there is no environment variable {wanted[name]!r}")
        if not (value.isascii() and value.isprintable()):
            raise CredentialError(f"{source.key}: {name}: {wanted[name]!r} holds more than printable ASCII")
    scheme, host, _ = origin(source.url)
    if scheme != "https" and is_public(host):
        raise ConfigurationError(f"{source.key}: a credential is sent over https only")
    if values.keys() == {"token_env"}:
        token = values["token_env"]
        return Credential(source.url, f"Bearer {token}", (token,))
    if values.keys() == {"username_env", "password_env"}:
        pair = f"{values['username_env']}:{values['password_env']}"
        encoded = b64encode(pair.encode()).decode()
        return Credential(source.url, f"Basic {encoded}", (encoded, values["password_env"]))
    raise ConfigurationError(f"{source.key}: a credential is a token, or a user name with a password")
