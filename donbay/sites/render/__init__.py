"""Turns a component tree into documents; pure, no database and no Django."""
