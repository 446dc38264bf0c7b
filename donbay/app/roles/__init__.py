"""The roles a Donbay process can have; each module has `run(arguments) -> exit status`."""
