"""ministack as the tests of the folder terraform need it: the milliseconds in the file TWL_CLOCK_FILE are added to the time of the queues, names
below localhost are this machine, and what it asks itself over http it asks by TLS, for that is how it answers."""

import os
import socket
import sys
import time

import ministack.services.apigateway as gateway
import ministack.services.cloudfront as cloudfront
import ministack.services.sqs as queues
from ministack.app import main

clock_file = os.environ["TWL_CLOCK_FILE"]
port = int(os.environ["GATEWAY_PORT"])


def ahead() -> float:
    try:
        with open(clock_file) as file:
            return float(file.read() or 0)
    except (OSError, ValueError):
        return 0.0


class Clock:
    """The module `time`, later."""

    def __getattr__(self, name):
        return getattr(time, name)

    def time(self) -> float:
        return time.time() + ahead() / 1000


queues.time = Clock()

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


socket.getaddrinfo = look_up_here
cloudfront._origin_connect_target = own_port
gateway._resolve_jwks_url = own_jwks

sys.exit(main())
