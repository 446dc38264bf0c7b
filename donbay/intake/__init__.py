"""What the outside world sent: kept, understood once, or shown as failed."""
