"""What the process itself takes care of: threads, memory, signals, logs, stages."""
