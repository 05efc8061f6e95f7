"""The second factor of a sign-in: codes of an app, security keys, recovery codes."""
