"""What must hold when things go wrong, against the real server: two workers, real HTTP."""
