"""What comes in and goes out at the doors of groups, a module for each noun."""
