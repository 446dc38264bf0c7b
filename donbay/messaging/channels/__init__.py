"""Channels: one folder or file each; the engine knows only what is in `base`."""
