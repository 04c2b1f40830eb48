"""Letters: written in the reader's language, kept in the outbox, sent by SMTP as soon as there is a server for it."""
