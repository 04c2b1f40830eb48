"""Pages of clubs: what a club shows of itself, its logo, and its officers who keep it."""
