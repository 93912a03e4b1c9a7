"""HTTP and HTML. Knows no feature."""
