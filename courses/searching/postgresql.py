"""Wagtail's search backend for PostgreSQL, asked for our tokens alone.

They stand in `body`, which has an index. Wagtail's own question is of title and body put together, which has none: the
tokens of every page would be read, 600 milliseconds in a library of 5,000 pages.
"""

from django.db.models import F
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend, PostgresSearchQueryCompiler


class _TokensQueryCompiler(PostgresSearchQueryCompiler):
    def get_index_vectors(self, search_query: object) -> list[tuple[F, float]]:
        return [(F("index_entries__body"), 1.0)]


class SearchBackend(PostgresSearchBackend):
    """For finding only; the index is kept by the one in the settings."""

    query_compiler_class = _TokensQueryCompiler
