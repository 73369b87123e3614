import lab

api = lab.service("api")


async def solve(_):
    results = []
    for x in range(5):
        try:
            results.append(await api.get(x))
        except Exception:
            results.append(None)
    return results
