"""A question of a conversation -> the same standing alone."""
