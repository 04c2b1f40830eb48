"""The revisions. Slices' owners add theirs behind the newest."""
