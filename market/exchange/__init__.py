"""Play money: what it costs to trade, who pays whom, and what a settlement owes."""
