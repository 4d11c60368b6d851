"""Scripts that run peers of this project with the Python of an environment of their own; they import nothing of it."""
