"""The delivery engine: claim → gate → render → journal → transmit → settle."""
