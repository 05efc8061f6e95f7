"""The office's other systems as sources of dated work: files, online files, documents, each with a share of its own."""
