"""Any text into paragraphs and sentences, every character with its place in the source."""
