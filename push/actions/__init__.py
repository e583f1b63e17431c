"""What changes of devices, credentials and notices; each in a transaction of its own."""
