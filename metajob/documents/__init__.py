"""Any résumé file → clean text with positions. Knows nothing of projects or criteria."""
