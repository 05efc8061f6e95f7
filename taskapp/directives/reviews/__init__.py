"""A document that was read becomes tasks under a person's eyes; the register of directives."""
