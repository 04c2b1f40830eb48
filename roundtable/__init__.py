"""The roundtable: clubs, rooms, live sessions."""
