"""A file's bytes become a Source. `reader.read` is the way in; all the rest runs in a child process with limits."""
