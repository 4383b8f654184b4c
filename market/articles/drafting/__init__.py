"""From any text to drafts: what it predicts, where it says so, and questions to be finished."""
