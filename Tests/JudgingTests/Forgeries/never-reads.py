"""Fills the socket in both directions and waits for the judge to give up."""
import os

until = 0
while True:
    until += 1
    os.write(0, b'[["w",%d]]\n' % until)
