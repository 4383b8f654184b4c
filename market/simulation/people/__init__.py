"""People of a simulation, as columns: what they make of what they know, when, and at what stake."""
