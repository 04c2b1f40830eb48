"""People: accounts, sign-ins, the first start, guests."""
