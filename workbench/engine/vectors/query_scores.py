"""How every item of a set scores against a query."""

from __future__ import annotations

from workbench.engine.vectors.neighbours import query_of
from workbench.engine.vectors.sets import VectorSet
from workbench.values import QueryScores, QueryScoresRequest


def query_scores(found: VectorSet, request: QueryScoresRequest) -> QueryScores:
    """Raises WorkbenchError: query-empty, item-unknown, bad-value."""
    used, query = query_of(found, request.terms, request.metric)
    return QueryScores(request, used, found.scores(query, request.metric), found.chance(request.metric))
