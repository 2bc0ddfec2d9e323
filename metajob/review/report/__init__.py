"""A review as Markdown, DOCX and a printable page."""
