"""What an operator does to the whole database: back up, restore, purge."""
