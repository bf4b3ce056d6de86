"""Layouts of a plane that take time: t-SNE and UMAP, and groups of what is near. No torch: each runs in a process of its own."""
