"""The report: one page that holds all it needs, for a browser, a printer or a phone.

================  ==============================================================
module            what it holds
================  ==============================================================
``contents``      what is told: the poll, its questions, its scores
``reading``       reading it from a ledger
``sections``      one module for each part of the page
``page``          the page around them, and what it allows a browser to do
``style.css``     what it looks like: by day, by night, printed, on a phone
``script.js``     sorting, filters, tooltips; the page is complete without it
================  ==============================================================
"""
