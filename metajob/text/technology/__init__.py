"""Names of technologies, tools and methods, and whether they were used."""
