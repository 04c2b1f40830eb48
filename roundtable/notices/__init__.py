"""What people are told of series by mail: between subjects that do not know each other, like the files beside it."""
