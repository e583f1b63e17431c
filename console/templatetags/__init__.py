"""What the pages above all floors need of templates."""
