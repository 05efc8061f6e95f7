"""Signing in with an account of another office's directory (OpenID Connect), linked to persons by an administrator."""
