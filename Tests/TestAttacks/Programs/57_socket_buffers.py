# Fills the buffers of as many sockets as it can have: memory of the kernel's, not its own.
# expect: contained
# verdict: WA
import socket

pairs, filled = [], 0
try:
    while True:
        pairs.append(socket.socketpair())
        for end in pairs[-1]:
            end.setblocking(False)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
            try:
                while True:
                    filled += end.send(b"x" * 65536)
            except BlockingIOError:
                pass
except OSError:
    pass
print("contained" if len(pairs) < 64 and filled < 64 << 20 else f"{len(pairs)}, {filled} bytes")
