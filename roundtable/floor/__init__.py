"""The floor: queue, turns, clock, and who may publish what."""
