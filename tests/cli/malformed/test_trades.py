"""Trades as people should not type them, one by one and by the file."""

from __future__ import annotations

import pytest

FORMS = "Write it as 20 or 12.5."
SIDE = "Say yes or no."
HELD = "See what you hold: foretell market portfolio"

AMOUNTS = [
    ("0", "It must be above 0."),
    ("-5", "It must be above 0."),
    ("0.0000001", "Six decimals are the most."),
    ("1.2345678", "Six decimals are the most."),
    ("2000000", "1,000,000 is the most."),
    ("9" * 400, "1,000,000 is the most."),
    ("1e3", "Write it without an exponent: 1000"),
    ("1 000", "Write it without separators: 1000"),
    ("1,000.5", "Write it without separators: 1000.5"),
    ("1_000", "Write it without separators: 1000"),
    ("0,5", "Write it with a point: 0.5"),
    ("20%", "A percentage is a price, as in --to 70%."),
    ("20 credits", "Did you mean 20 ?"),
    ("nan", FORMS),
    ("inf", FORMS),
    ("0x10", FORMS),
    ("٢٠", FORMS),
    ("", FORMS),
    (".", FORMS),
    ("a" * 100_000, FORMS),
    ("\x1b[31m", "Did you mean 31 ?"),
]

WORDS = [
    ("market", "Missing command.", "See: foretell market --help"),
    ("market burn", "'burn'", "See: foretell market --help"),
    ("market trade", "On which question, and which side?", "foretell market trade QUESTION"),
    ("market trade rain", "On which question, and which side?", "foretell market trade QUESTION"),
    ("market trade rain yes", "How much?", "One of --shares 20, --spend 10 or --to 70%."),
    ("market trade rain maybe --spend 5", "maybe is no side.", SIDE),
    ("market trade rain long --spend 5", "long is no side.", SIDE),
    ("market trade rain 1 --spend 5", "1 is no side.", "Did you mean yes?"),
    ("market trade rain yes 20", "(20)", "See: foretell market trade --help"),
    ("market trade rain yes --to 70", "70 is not a probability.", "Did you mean 70% ?"),
    ("market trade rain yes --to 40% --limit x", "x is not a probability.", "Write it as 70%"),
    ("market trade rain yes --shares 5 --spend 5", "not shares and spend.", "Leave one out."),
    ("market trade rain yes --to 40% --seen 30%", "exclude each other", "Leave --seen out"),
    ("market trade rain yes --spend 5 --seen 3/10", "not as prices are shown", "30.0% or 0.3"),
    ("market trade rain yes --from x.csv", "--from takes no other words.", "--from FILE"),
    ("market trade --from ''", "--from is empty.", "Give it a value, or leave it out."),
    ("market trade rain yes --spend 5 --key ''", "--key is empty.", "Give it a value"),
    ("market quote rain", "Missing argument 'yes|no'.", "See: foretell market quote --help"),
    ("market quote rain yes --sell --spend 5", "What is sold is not spent.", "--to 30%"),
    ("market sell", "Missing argument 'QUESTION'.", "See: foretell market sell --help"),
    ("market sell rain --spend 5", "No such option: --spend", "See: foretell market sell"),
    ("market sell rain up", "up is no side.", SIDE),
    ("market open snow --liquidity 9 --subsidy 9", "exclude each other", "Leave one of them out."),
    ("market open snow --liquidity 0", "0 is no amount of credits.", "It must be above 0."),
    ("market open snow --prior 30", "30 is not a probability.", "Did you mean 30% ?"),
    ("market price rain --as-of yore", "yore is not a time.", "Write it as"),
]

REFUSED = [
    ("market trade rain yes --to 100%", "100% is more certain than a market may be.", "99.9%"),
    ("market trade rain yes --spend 5 --limit 0", "0% is more certain", "between 0.1% and 99.9%"),
    ("market trade rian yes --spend 5", "There is no question 'rian'.", "Did you mean rain?"),
    ("market trade snow yes --spend 5", "snow has no market.", "foretell market open snow"),
    ("market price snow", "snow has no market.", "foretell market open snow"),
    ("market trade mayor yes --spend 5", "mayor was resolved yes", "foretell show mayor"),
    ("market trade strike yes --spend 5", "strike was annulled", "foretell unresolve strike"),
    ("market trade summit yes --spend 5", "summit closed at", "foretell reopen summit"),
    ("market portfolio @market", "@market is computed, and trades nothing.", "user list"),
    ("market open comet", "comet opens at", "Come back then."),
    ("market open rain", "rain has a market already.", "See: foretell market price rain"),
    ("market open snow --liquidity 0.5", "A liquidity of 0.500000 credits", "1 and 1,000,000"),
    ("market open snow --prior 0%", "0% is more certain", "Stay between 0.1% and 99.9%."),
    ("market trade rain yes --to 20%", "The price is 30.00%", "The other side does: no"),
    ("market trade rain no --to 30.01%", "does not move it to 30.01%.", "The other side does: yes"),
    ("market trade rain yes --to 30%", "The price is 30% already.", "Nothing is to be traded."),
    ("market trade rain yes --shares 900", "between 0.1% and 99.9%", "--to 99.9%"),
    ("market trade rain yes --spend 50 --limit 31%", "beyond your limit of 31.00%", "--to 31.00%"),
    ("market trade rain yes --spend 5 --seen 30.1%", "moved from 30.1% to 30.0%", "Look again"),
    ("market quote rain yes --shares 900", "between 0.1% and 99.9%", "--to 99.9%"),
    ("market sell rain", "You hold no shares on rain.", HELD),
    ("market sell rain no --shares 5", "You hold no share of NO.", HELD),
    ("market trade rain yes --spend 5 --as @median", "cannot be a name", ""),
    ("market trade rain yes --spend 5 -o absent/x", "There is no folder absent.", "Make it"),
]

NO_TABLES = [
    (b"", "has no column question, side.", "The first line names the columns: question,side"),
    (b"question,side,spend\n", "has no rows", "a question, a side and a size"),
    (b"question,side,spend,Spend\n", "several columns spend", "Keep one of each."),
]

BAD_ROWS = [
    ("rain,yes,5,,,", "line 2: 6 cells instead of 7"),
    ("rain,yes,,,,,", "line 2: How much?"),
    ("rain,yes,5,5,,,", "line 2: A trade has one size, not shares and spend."),
    ("rain,,5,,,,", "line 2: nothing is no side."),
    (",yes,5,,,,", "line 2: There is no question ''"),
    ("rain,yes,1e3,,,,", "Write it without an exponent: 1000"),
    ("rain,yes,,,70,,", "Did you mean 70% ?"),
    ("rain,yes,5,,,,hold", "hold is no action. Say buy or sell"),
    ("rain,yes,,5,,,sell", "What is sold is not spent."),
    ("rain,yes,,,,,sell", "You hold no share of YES."),
    ("rain,yes,,5,,20%,", "beyond your limit of 20.00%"),
    ("snow,yes,5,,,,", "snow has no market."),
    ("rain,yes,,5,,,\nrian,no,,5,,,\nrain,no,,=5,,,", "line 3: There is no question 'rian'"),
    ("rain,yes,,300,,,\nrain,yes,,300,,,\n" * 3, "between 0.1% and 99.9%"),
]


@pytest.mark.parametrize(("text", "hint"), AMOUNTS)
@pytest.mark.parametrize("option", ["--shares", "--spend"])
def test_what_is_no_amount_is_not_guessed_at(refused, option, text, hint):
    thing = {"--shares": "number of shares", "--spend": "amount of credits"}[option]
    refused(["market", "trade", "rain", "yes", option, text], 2, f"is no {thing}.", hint)


@pytest.mark.parametrize(("words", "message", "hint"), WORDS)
def test_words_that_make_no_trade_are_a_usage_error(refused, words, message, hint):
    refused(words, 2, message, hint)


@pytest.mark.parametrize(("words", "message", "hint"), REFUSED)
def test_a_trade_that_cannot_be_made_leaves_the_market_as_it_is(refused, words, message, hint):
    refused(words, 1, message, hint)


@pytest.mark.parametrize(("content", "message", "hint"), NO_TABLES)
def test_what_is_no_table_of_trades_is_refused(refused, home, content, message, hint):
    (home / "trades.csv").write_bytes(content)
    refused("market trade --from trades.csv", 1, message, hint)


@pytest.mark.parametrize(("rows", "detail"), BAD_ROWS)
def test_one_bad_row_refuses_all_trades_and_is_named(refused, home, rows, detail):
    header = "question,side,shares,spend,to,limit,action\n"
    (home / "trades.csv").write_text(f"{header}{rows}\n", "utf-8")
    hint = "Mend these rows, or leave them out."
    refused("market trade --from trades.csv", 1, "bad row", hint, detail)
