"""The doors of moderation, a module for each noun."""
