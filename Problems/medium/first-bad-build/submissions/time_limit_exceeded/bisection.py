# The wrong approach: bisection is the best with one probe, and leaves all the others unused.
import lab


async def first_bad(n, p):
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if await lab.service("ci").test(middle):
            high = middle
        else:
            low = middle + 1
    return low
