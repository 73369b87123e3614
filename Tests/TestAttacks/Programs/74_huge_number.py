# Prints a number of 50 million digits: the conversion takes quadratic time.
# expect: exceeds cpuTime
# verdict: TLE
import sys

sys.set_int_max_str_digits(0)
print(10**50_000_000)
