"""Market makers as pure functions of their state: arrays in, arrays out."""
