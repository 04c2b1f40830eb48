"""Calendars of people and clubs, as calendar programs read them: feeds, files, invitations."""
