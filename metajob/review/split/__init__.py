"""Splits a document into projects by its layout and its prose, and takes the person's corrections."""
