"""Signing in with an account at an OpenID provider, such as a university's."""
