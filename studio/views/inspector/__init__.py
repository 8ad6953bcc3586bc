"""What is known of one job and its clip."""
