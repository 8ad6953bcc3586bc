"""What the views show: the rows of the job table."""
