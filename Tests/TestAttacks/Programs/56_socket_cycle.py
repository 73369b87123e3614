# Sends sockets through themselves and forgets them: only the kernel's garbage collector sees those.
# expect: contained
# verdict: WA
import array
import socket

sent = 0
try:
    for _ in range(2000):
        near, far = socket.socketpair()
        for end in (near, far):
            rights = array.array("i", [near.fileno(), far.fileno()])
            end.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
            sent += 1
        near.close()
        far.close()
except OSError:
    pass
# No more than 64 are in flight at once; as many again when the collector was quick.
print("contained" if sent < 1000 else f"{sent} messages were taken")
