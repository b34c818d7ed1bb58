"""ministack as the tests of the folder terraform need it: with a clock that they can move on (see test_clock.py), with names below localhost that
are this machine, and asking itself by TLS what it asks itself over http, for that is how it answers."""

import os
import socket
import sys

import ministack.services.apigateway as gateway
import ministack.services.cloudfront as cloudfront
import ministack.services.sqs as queues
from ministack.app import main
from test_clock import Clock

port = int(os.environ["GATEWAY_PORT"])
look_up = socket.getaddrinfo
connect_target = cloudfront._origin_connect_target
jwks_address = gateway._resolve_jwks_url


def look_up_here(host, *args, **kwargs):
    name = host.decode() if isinstance(host, bytes) else host
    return look_up("127.0.0.1" if str(name).endswith(".localhost") else host, *args, **kwargs)


def own_port(origin, is_https):
    host, _, use_https = connect_target(origin, is_https)
    return (host, port, True) if host.endswith(".localhost") else (host, _, use_https)


async def own_jwks(authorizer):
    address = await jwks_address(authorizer)
    return address and address.replace(f"http://localhost:{port}/", f"https://localhost:{port}/")


queues.time = Clock()
# On a busy machine it is slow to answer itself.
gateway._JWKS_TIMEOUT_SECONDS = 60
socket.getaddrinfo = look_up_here
cloudfront._origin_connect_target = own_port
gateway._resolve_jwks_url = own_jwks

sys.exit(main())
