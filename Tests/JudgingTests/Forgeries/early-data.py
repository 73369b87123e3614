"""Sends before the connection is open: a round trip less than TCP."""
import asyncio


class Channel:
    data = ""

    def lab_event(self, kind, value):
        if value[0] == "data":
            self.data += value[1]

    def lab_end(self, kind, value):
        pass


async def solve(_):
    loop = asyncio.get_running_loop()
    channel = Channel()
    request = loop.open_channel("net", "open", ["host", 7], channel)
    loop.link.send("p", request, ["data", "hello\n"])
    await asyncio.sleep(0.011)
    loop.link.send("p", request, ["close"])
    return channel.data
