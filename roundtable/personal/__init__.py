"""What is known of a person, in all subjects at once: to give it to them, and to delete it."""
