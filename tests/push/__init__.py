"""Push: devices, credentials, what is told and what came of it."""
