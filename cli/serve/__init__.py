"""Serving a ledger to browsers and programs, for reading only.

==============  ===================================================================
module          what it holds
==============  ===================================================================
``source``      the ledger, looked at for one moment at a time
``flights``     work done once for all who ask for it together
``cache``       answers kept for those who come later
``site``        from a request to an answer, with its entity tag
``pages``       the pages, and what may be asked of them
``endpoints``   the commands that may be run, with their options
``api``         their JSON
``refusals``    errors as pages and as JSON
``guard``       what holds for every answer: who may ask, and its headers
``app``         all addresses
``listening``   the socket, and the server on it
==============  ===================================================================
"""
