"""An interview as a printable page and as Markdown, and the timeline of an answer."""
