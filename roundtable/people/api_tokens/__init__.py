"""Tokens with which people's own programs use the HTTP interface."""
