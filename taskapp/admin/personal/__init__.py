"""What is kept about a person: shown, taken along, seen by whom, and made anonymous after leaving."""
