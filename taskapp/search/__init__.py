"""Search everywhere: tasks, documents, persons and units by any words, as far as the person may see them."""
