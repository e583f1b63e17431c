"""Who is away and wants to be rung: what push asks of the chat."""
