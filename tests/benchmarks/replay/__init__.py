"""A recorded meeting of a hundred people, played to a real browser by a server that is not there."""
