"""The screen: one module a tab, `parts` for what tabs share. Gradio lives here and nowhere below."""
