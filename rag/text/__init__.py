"""What is read off a text by itself: language, terms, figures, dates, places, tokens."""
