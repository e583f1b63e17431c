"""Who is online, by which sockets: in Redis with a TTL, brought back by the gateways' heartbeats."""
