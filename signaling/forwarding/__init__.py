"""Packets in, packets out: routing, rewriting, choosing layers and sending again what was lost."""
