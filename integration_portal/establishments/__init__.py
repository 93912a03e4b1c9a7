"""GHT, establishments, units, and who to turn to in each."""
