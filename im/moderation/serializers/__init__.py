"""What comes in and goes out at the doors of moderation, a module for each noun."""
