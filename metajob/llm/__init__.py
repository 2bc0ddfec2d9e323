"""Language models over any OpenAI-compatible address: asking, masking, counting."""
