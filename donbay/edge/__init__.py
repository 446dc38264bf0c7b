"""The public plane: pages, captures, tracked links and media, without Django."""
