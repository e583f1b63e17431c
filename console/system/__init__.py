"""What the installation is made of and how it is: for those who run it."""
