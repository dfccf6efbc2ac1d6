"""What those who run the installation read and set."""
