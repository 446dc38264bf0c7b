"""Donbay: one self-hosted place for the digital growth of a small business."""

__version__ = "0.1.0"
