"""Giao Việc: assigning, following and proving the tasks of a People's Committee."""
