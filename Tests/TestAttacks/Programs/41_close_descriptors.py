# Closes its standard streams.
# expect: exit 0, prints nothing
# verdict: WA
import os

for descriptor in range(3):
    os.close(descriptor)
