"""Feedback on one spoken answer: what was told, what is missing, and a better form of the person's own words."""
