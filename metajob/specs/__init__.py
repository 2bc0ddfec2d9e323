"""Specs of people who were hired: published figures, the app's own consented rows, and where one's own spec stands."""
