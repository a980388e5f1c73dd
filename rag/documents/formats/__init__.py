"""A file's bytes -> its text: one module a format.

Vendor parsers are imported inside the functions that use them, so that asking loads none of them.
"""
