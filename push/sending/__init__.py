"""The sending of deliveries: each worker has an engine, which claims what is due and hands it to vendors."""
