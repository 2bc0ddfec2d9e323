"""The review by a language model, checked: quotes must stand in the text, rewrites may invent nothing."""
