"""A demonstration on the embedded database: invented people, real content, real acts."""
