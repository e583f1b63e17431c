"""The console's frame, which knows nothing of what is shown in it: site, lists, look, policy."""
