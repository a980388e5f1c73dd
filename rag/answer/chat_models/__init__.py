"""Question and hits -> an answer by a chat model, every sentence of it checked."""
