"""What the tabs share: theme, words, page, visitor, and small parts made of HTML and script."""
