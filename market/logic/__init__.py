"""What the answer to one question says about the answers to others."""
