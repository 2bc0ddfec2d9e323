"""What is read in Korean text by more than one feature: morphemes, meaning, facts, technologies, additions."""
