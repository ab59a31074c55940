"""A real kernel in an emulated machine, and accessories that nobody here wrote."""
