"""META-JOB: plain Python pipelines behind the tabs. Nothing in this package imports Gradio."""

__version__ = "0.1.0"
