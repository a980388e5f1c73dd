"""A library's folder -> what is wrong with it, made whole again, kept as one file."""
