"""Passwords of roles: what is sent to the server in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from market.errors import Refused

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["scram_verifier"]


def scram_verifier(connection: Connection, role: str, password: str) -> str:
    """A SCRAM-SHA-256 verifier: the server can check the password by it, and does not learn it.

    It is made on this side of the connection, so that the password stands in no statement that a
    server could log. The mechanism is that of RFC 5802 and RFC 7677; the driver's library makes it
    as it will make the answer at the next login, the preparation by RFC 4013 included.

    Args:
        connection: A connection to the server whose role it is.
        role: The role's name.
        password: The password.

    Raises:
        Refused: The password is empty, or no text that can be typed anywhere.
    """
    if not password:
        raise Refused("The password is empty.", "Nobody can log in with an empty one: choose one.")
    if not password.isprintable():
        # Its characters are not told: they are part of a secret.
        raise Refused("The password holds invisible characters.", "Type it anew.")
    driver: Any = connection.connection.driver_connection
    made: bytes = driver.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return made.decode()
