"""The HTTP API, assembled from the rooms' routers."""
