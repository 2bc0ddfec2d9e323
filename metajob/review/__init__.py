"""Review of résumés and portfolios: projects, five criteria with exact quotes, nothing invented."""
