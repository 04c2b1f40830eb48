"""Chat: rows with their own sequence in each session; committed first, told afterwards."""
