# Opens sockets of every family that leads somewhere: IPv4, IPv6, Unix, netlink, packet, vsock, alg.
# expect: contained
# verdict: WA
import socket

opened = []
INET, INET6, UNIX, NETLINK, PACKET, ALG, VSOCK = 2, 10, 1, 16, 17, 38, 40
for family in (INET, INET6, UNIX, NETLINK, PACKET, ALG, VSOCK):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            opened.append(socket.socket(family, kind))
        except OSError:
            pass
try:
    opened.append(socket.socketpair(INET))
except OSError:
    pass
print("contained" if not opened else f"opened {opened}")
