"""The exchange: the ledger, articles and their questions, files of forecasts, simulation."""
