"""Sets of vectors: where they come from, what is near to what, and maps of them."""
