# Reports success without having done anything.
# expect: exit 0, prints nothing
# verdict: WA
import os

os._exit(0)
