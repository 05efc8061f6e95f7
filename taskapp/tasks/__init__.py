"""The heart: tasks, their states, their deadlines and the record of every move."""
