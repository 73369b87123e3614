import asyncio


async def solve(_):
    reader, writer = await asyncio.open_connection("host", 7)
    writer.write(b"hello\n")
    line = await reader.readline()
    writer.close()
    return line.decode()
