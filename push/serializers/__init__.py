"""What is asked of push and how its answers look: shapes and checks of fields."""
