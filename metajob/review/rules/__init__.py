"""The rule engine: sentences, cues, their weights, levels and advice."""
