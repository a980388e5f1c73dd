"""``python -m rag.evaluation.bench.peers``: our speed beside that of what a user would pick."""
