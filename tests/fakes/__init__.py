"""Fakes of the outside world: real servers on loopback."""
