"""``python -m rag.evaluation.bench``: how well, and how fast, this version finds and answers."""
