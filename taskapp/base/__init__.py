"""What every package stands on: database, settings, clock, errors, web, texts. Imports nothing of ours."""
