"""What is measured of a block, through `scoring`: figures of questions, and of whole boards."""
