# Looks for what the operator's environment gives away; it must be the judge's own.
# expect: contained
# verdict: WA
import os

expected = {"PATH", "LANG", "LC_CTYPE", "PYTHONHASHSEED", "HOME"}
surplus = {name: value for name, value in os.environ.items() if name not in expected}
print("contained" if not surplus and os.environ["HOME"] == "/tmp" else f"found {surplus}")
