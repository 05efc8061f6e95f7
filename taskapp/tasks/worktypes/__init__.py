"""Types of work (loại việc): a template for tasks, with a statutory limit and the office's own shorter commitment."""
