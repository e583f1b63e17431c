"""Whose certificates we believe: the system's CAs, and one file of others beside them."""

from functools import cache
from ssl import SSLContext, TLSVersion, create_default_context


@cache  # it costs some 20 ms
def trusting(ca_file: str = "", *, protocols: tuple[str, ...] = ()) -> SSLContext:
    """`protocols`: what is offered by ALPN."""
    context = create_default_context()
    context.minimum_version = TLSVersion.TLSv1_2
    if ca_file:
        context.load_verify_locations(ca_file)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context
