"""The doors of groups, a module for each noun."""
