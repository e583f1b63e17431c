"""What the gateway counts about itself."""

from prometheus_client import Counter, Gauge, Histogram

SOCKETS = Gauge("hongyan_gateway_sockets", "Open sockets", multiprocess_mode="livesum")
CHANNELS = Gauge("hongyan_gateway_channels", "Subscribed channels", multiprocess_mode="livesum")
FRAMES_IN = Counter("hongyan_gateway_frames_in", "Frames from clients, by op", ["op"])
FRAMES_OUT = Counter("hongyan_gateway_frames_out", "Published frames written to sockets")
CLOSES = Counter("hongyan_gateway_closes", "Sockets closed by the gateway, by code", ["code"])
REPAIRS = Counter("hongyan_gateway_repairs", "Times that missing frames were fetched from PostgreSQL")
BUS_LOST = Counter("hongyan_gateway_bus_lost", "Times that the subscription to Redis was lost")
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SEND_BATCH = Histogram("hongyan_gateway_send_batch", "Sends written in one transaction", buckets=SIZES)
PUBLISHED = Counter("hongyan_realtime_published", "Frames handed to Redis")
DROPPED = Counter("hongyan_realtime_dropped", "Frames not published because Redis was away")
