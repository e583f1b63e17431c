"""What the console knows of apps and operators: whose rows one sees, which app is chosen, what one may do."""
