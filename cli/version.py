"""The version of foretell; stated here, for searching installed packages for it is slow."""

from __future__ import annotations

__all__ = ["VERSION"]

VERSION = "0.1.0"
