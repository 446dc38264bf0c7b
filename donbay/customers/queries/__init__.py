"""Reads of the customers room."""

from __future__ import annotations

from donbay.customers.queries.consents import (
    consent_states,
    consents_for,
    list_consents,
)
from donbay.customers.queries.fields import field_definitions, list_fields
from donbay.customers.queries.imports import (
    get_import,
    list_imports,
    preview_rows,
    stream_problem_rows,
)
from donbay.customers.queries.profiles import (
    count_customers,
    find_by_identity,
    get_profile,
    identities_of,
    list_customers,
    list_merge_suggestions,
    load_profiles,
    load_rows,
    stream_rows,
)
from donbay.customers.queries.tags import find_tag, get_tag, list_tags, tags_of

__all__ = [
    "consent_states",
    "consents_for",
    "count_customers",
    "field_definitions",
    "find_by_identity",
    "find_tag",
    "get_import",
    "get_profile",
    "get_tag",
    "identities_of",
    "list_consents",
    "list_customers",
    "list_fields",
    "list_imports",
    "list_merge_suggestions",
    "list_tags",
    "load_profiles",
    "load_rows",
    "preview_rows",
    "stream_problem_rows",
    "stream_rows",
    "tags_of",
]
