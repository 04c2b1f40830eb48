"""When, how and from where a person signed in, and who tried in vain."""
