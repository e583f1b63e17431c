"""Requests over HTTP/2 to the few servers that get very many of them: kept connections, many streams."""

from config.egress.http2.pool import Pool

__all__ = ["Pool"]
