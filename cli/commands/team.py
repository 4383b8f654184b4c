"""`foretell team`: a ledger on PostgreSQL that several people share, each as a role."""

from __future__ import annotations

from contextlib import closing, contextmanager
from enum import StrEnum
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Invocation, command, new_group
from cli.output.emit import emit
from cli.output.roster import ALL_FIELDS, FIELDS, member_row, roster_lines, roster_row, worded
from cli.output.streams import say
from cli.shared.owner import refuse_others
from cli.typed.passwords import hear_password
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.ledger.engine import Ledger
    from market.ledger.team.members import Membership

__all__ = ["app"]

app = new_group("Share a ledger on PostgreSQL: who may do what.")


class More(StrEnum):
    """What a member may do beside reading, and forecasting as itself."""

    EDITOR = "editor"
    RESOLVER = "resolver"


Name = Annotated[str, typer.Argument(metavar="NAME", help="The forecaster's name.")]
Role = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="The role of the database, if not called NAME."),
]
Rights = Annotated[
    list[More] | None,
    typer.Option("--right", metavar="editor|resolver", help="Also let the member do that."),
]
PasswordStdin = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read the password from standard input, one line."),
]
Given = Annotated[
    list[More],
    typer.Argument(metavar="RIGHT", help="What to let the member do; both may stand."),
]
Taken = Annotated[
    list[More] | None,
    typer.Argument(metavar="RIGHT", help="What to take away; everything if absent."),
]


@command(app, "foretell team init --db postgresql://club@localhost/club", prints=False)
def init(call: Invocation) -> None:
    """Let the database enforce who may do what.

    For the owner of the ledger. Where there is none, it is made. Again, this changes nothing, but
    puts right what somebody altered.
    """
    _refuse_file(call)
    with closing(call.ledger_to_begin()) as ledger:
        refuse_others(ledger)
        _set_up(call, ledger)
    say("Next: foretell team add NAME")


def _set_up(call: Invocation, ledger: Ledger) -> None:
    """Install what enforces the rights, where it is not there and whole; say what was done."""
    from market.ledger.team.installation import install, is_installed

    with ledger.writing(call.user, "team init") as writing:
        was_there = is_installed(writing.connection)
        altered = install(writing.connection)
    if not was_there:
        say(f"The team of {ledger.address} is set up: the database enforces who may do what.")
    elif not altered:
        say(f"The team of {ledger.address} is set up already: nothing was changed.")
    else:
        say(f"The team of {ledger.address} is set up again. Before that:")
        say(*(f"  {line}" for line in altered))


@command(
    app,
    "foretell team add ana",
    "foretell team add bo --right editor --right resolver",
    'foretell team add "Zoë Ann" --role zoe --password-stdin < password.txt',
    writes=True,
)
def add(
    call: Invocation,
    name: Name,
    *,
    role: Role = None,
    right: Rights = None,
    password_stdin: PasswordStdin = False,
) -> None:
    """Make somebody a member of the team.

    A member reads everything and forecasts under one name, and connects as a role of the database.
    One that is not there yet is made, and its password asked for; the server gets a verifier of
    it, never the password. A role that is there is taken as it is.
    """
    from market.ledger.acts.forecasters import fit_to_add
    from market.ledger.team.members import add_member
    from market.ledger.team.rights import Right
    from market.ledger.team.roles import role_name
    from scoring.kinds import Kind

    name = fit_to_add(name, Kind.PERSON)
    role = role_name(role or name)
    with _owned(call) as ledger:
        verifier = _verifier_of_new(ledger, name, role, from_stdin=password_stdin)
        with call.writing("team add", ledger) as writing:
            added = add_member(writing, name, role, map(Right, right or ()), verifier)
    _tell(call, added, f"Added {added.name} as the role {role}: {worded(added.rights)}.")
    if verifier is None:
        say(f"The role {role} was there already: its password is what it was.")
    say(f"Next: {added.name} types  foretell status --db {quote(_address(call, role))}")


def _address(call: Invocation, role: str) -> str:
    """The ledger's address for another role, without any password."""
    from market.ledger.address import Address

    url = Address.parse(call.address).url
    secret = [key for key in url.query if "password" in key.lower()]
    other = url.difference_update_query(secret)._replace(
        drivername="postgresql", username=role, password=None
    )
    return other.render_as_string()


def _verifier_of_new(ledger: Ledger, name: str, role: str, *, from_stdin: bool) -> str | None:
    """What the server is to know of the password of a role that it does not know yet.

    Raises:
        Refused: The role cannot be made, or cannot be a member's, or the name is taken.
    """
    from market.ledger.team.members import refuse_taken
    from market.ledger.team.passwords import scram_verifier
    from market.ledger.team.roles import is_role, refuse_new_role, refuse_unfit_role

    with ledger.reading() as connection:
        if is_role(connection, role):
            refuse_unfit_role(connection, role)
            return None
        refuse_taken(connection, name, role)  # before anybody types a password in vain
        refuse_new_role(connection, role)
    password = hear_password(role, from_stdin=from_stdin)
    with ledger.reading() as connection:
        return scram_verifier(connection, role, password)


@command(app, "foretell team grant ana resolver", "foretell team grant bo editor", writes=True)
def grant(call: Invocation, name: Name, rights: Given) -> None:
    """Let a member edit or resolve.

    An editor asks questions and changes their words; a resolver closes, resolves and annuls.
    """
    from market.ledger.team.members import grant_rights
    from market.ledger.team.rights import Right

    with _owned(call) as ledger, call.writing("team grant", ledger) as writing:
        member = grant_rights(writing, name, map(Right, rights))
    _tell(call, member, f"{member.name} is now: {worded(member.rights)}.")


@command(app, "foretell team revoke bo resolver", "foretell team revoke bo", writes=True)
def revoke(call: Invocation, name: Name, rights: Taken = None) -> None:
    """Take rights from a member, or all of them.

    Without naming any, all go, also that of reading. What the member recorded stays as it is. So
    does the role: the server goes on knowing it.
    """
    from market.ledger.team.members import revoke_rights
    from market.ledger.team.rights import Right

    with _owned(call) as ledger, call.writing("team revoke", ledger) as writing:
        member = revoke_rights(writing, name, map(Right, rights) if rights else [Right.MEMBER])
    if rights:
        _tell(call, member, f"{member.name} is now: {worded(member.rights)}.")
        return
    _tell(call, member, f"{member.name} is no member any more; what it recorded stays.")
    say(f"The role {member.role} stays on the server, without a right in this ledger.")


@command(app, "foretell team list", "foretell team list --json")
def list_(call: Invocation) -> None:
    """List members and their rights.

    Who was one is listed, too. A role that the server does not know, or that may do more or less
    than the journal says, is marked.
    """
    from market.ledger.team.installation import is_installed
    from market.ledger.team.roster import roster

    _refuse_file(call)
    with closing(call.ledger()) as ledger, ledger.reading() as connection:
        members, enforced = roster(connection), is_installed(connection)
    emit(
        call.sink,
        fields=ALL_FIELDS,
        rows=[roster_row(one) for one in members],
        text=lambda screen: roster_lines(members, call.now, screen),
    )
    if not enforced:
        say("Note: nothing enforces rights here yet.", "Next: foretell team init")
    elif not members:
        say("Next: foretell team add NAME")
    elif any(one.problem for one in members):
        say("Next: foretell team init   (a role that is not there: foretell team add NAME)")


@command(app, "foretell team password ana", prints=False)
def password(call: Invocation, name: Name, *, password_stdin: PasswordStdin = False) -> None:
    """Set a member's password anew.

    For the owner, or the member itself. The server gets a verifier of it, never the password.
    """
    from market.ledger.team.members import find_member
    from market.ledger.team.passwords import scram_verifier
    from market.ledger.team.roles import set_password

    _refuse_file(call)
    with closing(call.ledger()) as ledger:
        session = ledger.session()
        with ledger.reading() as connection:
            role = find_member(connection, name).role
        if session is not None and session.role != role:
            refuse_others(ledger)
        said = hear_password(role, from_stdin=password_stdin)
        with ledger.writing(call.user, "team password") as writing:
            verifier = scram_verifier(writing.connection, role, said)
            set_password(writing.connection, role, verifier)
    say(f"The role {role} has a new password: put it where the old one is kept, as in ~/.pgpass.")


@contextmanager
def _owned(call: Invocation) -> Iterator[Ledger]:
    """The ledger of a team, once it is known that its owner is calling."""
    from market.ledger.team.installation import is_installed

    _refuse_file(call)
    with closing(call.ledger()) as ledger:
        refuse_others(ledger)
        with ledger.reading() as connection:
            if not is_installed(connection):
                raise Refused(f"{ledger.address} has no team yet.", "Run: foretell team init")
        yield ledger


def _refuse_file(call: Invocation) -> None:
    from market.ledger.address import Address

    if Address.parse(call.address).file is not None:
        hint = "Use a database: --db postgresql://USER@HOST/DATABASE"
        raise Refused("A file has no roles: a team needs PostgreSQL.", hint)


def _tell(call: Invocation, member: Membership, said: str) -> None:
    row = member_row(member)
    emit(call.sink, fields=FIELDS, rows=[row], document=row, text=lambda _: [said])
