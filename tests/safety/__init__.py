"""Tests of what protects the whole application, whatever the feature."""
