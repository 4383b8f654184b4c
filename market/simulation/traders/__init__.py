"""What traders want, as functions of what they believe and own."""
