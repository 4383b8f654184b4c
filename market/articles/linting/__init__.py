"""What a careful editor would ask of a pack before anybody forecasts on its questions."""
