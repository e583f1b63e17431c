"""What an app's chat did in each hour, for charts: counted beside the tables that it is counted from."""
