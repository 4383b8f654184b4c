"""What a text claims, found by rules that have names."""
