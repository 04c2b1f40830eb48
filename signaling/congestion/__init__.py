"""What the receivers of packets tell their senders, and what a sender makes of it."""
