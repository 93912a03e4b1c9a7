"""Templates, and the journey each recruit follows: snapshot, due dates, locks, progress."""
