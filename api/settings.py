"""The settings of the service, read from the environment: ``TERRAFAIR_DATA``, ``TERRAFAIR_PORT`` and so on."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """How the service is run.

    Attributes:
        data: folder of the workspace.
        cors: origins whose pages may read the answers; ``*`` for all.
        poll: seconds between two looks for a new generation.
        query_timeout: seconds that a SPARQL query may run.
        query_workers: processes that evaluate SPARQL queries.
        query_queue: SPARQL queries that may wait or run at once; further ones are told to come back.
        query_memory: bytes of address space that one of these processes may use; 0 for no limit.
        query_limit: bytes of a SPARQL request.
        result_limit: bytes of the answer to a SPARQL query.
        suggestions: whether anybody may suggest terms.
        suggestions_each: suggestions that one address may send in an hour.
        suggestions_hourly: suggestions that are taken in an hour, of all addresses.
    """

    model_config = SettingsConfigDict(env_prefix="TERRAFAIR_")

    data: Path = Path("data")
    cors: tuple[str, ...] = ("*",)
    poll: float = Field(default=1.0, gt=0)
    query_timeout: float = Field(default=20.0, gt=0)
    query_workers: int = Field(default=2, ge=1)
    query_queue: int = Field(default=32, ge=1)
    query_memory: int = Field(default=8 * 1024**3, ge=0)
    query_limit: int = Field(default=256 * 1024, gt=0)
    result_limit: int = Field(default=64 * 1024**2, gt=0)
    suggestions: bool = False
    suggestions_each: int = Field(default=10, ge=1)
    suggestions_hourly: int = Field(default=100, ge=1)
