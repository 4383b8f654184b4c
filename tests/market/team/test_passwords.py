"""What the server learns of a password: a verifier, by which logins succeed, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

import psycopg
import pytest
from sqlalchemy import create_engine, make_url

from market.errors import Refused
from market.ledger.team.passwords import scram_verifier
from market.ledger.team.roles import create_role, set_password

VERIFIER = re.compile(r"SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)")
PASSWORDS = [
    "correct horse battery staple",
    "pässwörd",
    "\u212b",  # a sign of which the preparation makes another letter
    "'; DROP ROLE postgres; --",
    "%s%%",
    "\\",
    "x" * 500,
    "パスワード",
    "\U0001f511",
]


@pytest.fixture(scope="module")
def superuser(postgres_server):
    """A connection of SQLAlchemy's to the server, as its superuser."""
    engine = create_engine(make_url(postgres_server).set(drivername="postgresql+psycopg"))
    yield engine
    engine.dispose()


@pytest.fixture
def log_in(postgres_server):
    """Log in with a password: whether the server lets one in."""

    def attempt(role, password):
        try:
            psycopg.connect(postgres_server, user=role, password=password).close()
        except psycopg.OperationalError:
            return False
        return True

    return attempt


@pytest.mark.parametrize("password", PASSWORDS)
def test_the_password_that_was_set_lets_in_and_no_other(superuser, new_role, log_in, password):
    role = new_role("ana")
    with superuser.begin() as connection:
        create_role(connection, role, scram_verifier(connection, role, password))
    assert log_in(role, password)
    assert not log_in(role, f"{password}x")


def test_a_new_password_takes_the_place_of_the_old_one(superuser, new_role, log_in):
    role = new_role("ana")
    with superuser.begin() as connection:
        create_role(connection, role, scram_verifier(connection, role, "old"))
        set_password(connection, role, scram_verifier(connection, role, "new"))
    assert [log_in(role, "old"), log_in(role, "new")] == [False, True]


def test_the_verifier_is_that_of_the_standard(superuser):
    """RFC 5802, section 3: StoredKey and ServerKey, from the salted password."""
    with superuser.begin() as connection:
        verifier = scram_verifier(connection, "ana", "pencil")
    rounds, salt, stored, server = VERIFIER.fullmatch(verifier).groups()
    salted = hashlib.pbkdf2_hmac("sha256", b"pencil", base64.b64decode(salt), int(rounds))
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    assert base64.b64decode(stored) == hashlib.sha256(client_key).digest()
    assert base64.b64decode(server) == hmac.digest(salted, b"Server Key", "sha256")
    assert int(rounds) >= 4096


def test_two_roles_with_one_password_have_two_verifiers(superuser):
    with superuser.begin() as connection:
        made = {scram_verifier(connection, "ana", "pencil") for _ in range(3)}
    assert len(made) == 3


@pytest.mark.parametrize("password", ["", "a\0b", "a\nb", "\x7f", "\udcff", "a\u200bb"])
def test_a_password_that_cannot_be_typed_is_refused_without_being_told(superuser, password):
    with superuser.begin() as connection, pytest.raises(Refused) as refused:
        scram_verifier(connection, "ana", password)
    told = f"{refused.value.message} {refused.value.hint}"
    assert told.isascii()
    assert told.isprintable()


def test_a_role_may_set_its_own_password_and_no_other_ones(
    superuser, new_role, postgres_server, log_in
):
    ana, bo = new_role("ana"), new_role("bo")
    with superuser.begin() as connection:
        for role in (ana, bo):
            create_role(connection, role, scram_verifier(connection, role, "pencil"))
    own = make_url(postgres_server).set(
        drivername="postgresql+psycopg", username=ana, password="pencil"
    )
    engine = create_engine(own)
    with engine.begin() as connection:
        set_password(connection, ana, scram_verifier(connection, ana, "ink"))
    with engine.connect() as connection, pytest.raises(Refused, match="may not set the password"):
        set_password(connection, bo, scram_verifier(connection, bo, "ink"))
    engine.dispose()
    assert [log_in(ana, "ink"), log_in(bo, "pencil")] == [True, True]
