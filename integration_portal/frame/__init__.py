"""The pages around everything: start, help, accessibility, health, and the style guide."""
