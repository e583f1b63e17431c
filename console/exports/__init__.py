"""Files with the rows of an app, written in the background."""
