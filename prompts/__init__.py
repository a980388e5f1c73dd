"""What is said to language models: one text file per task and language, and their one loader."""

from prompts.loader import PromptError, names, render

__all__ = ["PromptError", "names", "render"]
