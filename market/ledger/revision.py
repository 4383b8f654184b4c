"""The revision of the schema, for those who need to know no more of it."""

from __future__ import annotations

__all__ = ["REVISION", "REVISION_PREFIX"]

REVISION_PREFIX = "foretell_"
REVISION = "foretell_0005"
"""The revision of the schema that this code reads and writes."""
