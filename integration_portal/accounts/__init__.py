"""People, their roles, how they prove who they are, and what they may do with their data."""
