"""A document against a job posting, and whether it speaks to this company."""
