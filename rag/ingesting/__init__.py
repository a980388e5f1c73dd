"""Files -> what a library stores of them."""
