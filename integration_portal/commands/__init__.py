"""What an operator types: set up, run, demonstrate."""
