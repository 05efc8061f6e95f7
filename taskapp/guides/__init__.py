"""What people read about the software inside it: a guide for each role, help beside each page, what has changed."""
