"""What each command of ``duizhao`` does; imported one at a time, since start-up counts."""
