"""Session descriptions: reading a client's offer, placing tracks on its m-lines, writing the answer. All pure."""
