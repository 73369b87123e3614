# Ignores the signals of its limits on CPU time and on the size of files.
# expect: exceeds output
# verdict: OLE
import signal

for number in (signal.SIGXCPU, signal.SIGXFSZ, signal.SIGPIPE):
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        print("x" * 65536)
    except OSError:
        pass
