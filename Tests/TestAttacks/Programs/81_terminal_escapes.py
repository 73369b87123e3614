# Prints what a terminal or a web page would obey.
# expect: exit 0, prints <script>alert(1)</script>
# verdict: WA
print("\x1b]0;title\x07\x1b[2J\x1b[31m")
print("<script>alert(1)</script>")
