"""Work that must be done later, once, whatever happens to the process: our own job table with leases."""
