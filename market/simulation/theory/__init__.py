"""What theory says of scoring rules, traders and markets, derived again from the code itself."""
