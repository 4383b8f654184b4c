"""One module a revision, frozen: what it ran once, it runs for ever."""
