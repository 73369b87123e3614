"""Writes data/ below the directory given, or below this package. Same data every time."""

import dataclasses
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import MS, Cases, seed_of

PATIENCE_MS = 500
USUAL = {"low_us": 10 * MS, "high_us": 400 * MS}
SLOW = {"low_us": 600 * MS, "high_us": 5000 * MS}
WEATHER = {"low_us": 10 * MS, "high_us": 300 * MS}


@dataclasses.dataclass
class City:
    name: str
    geo_ms: int = 100
    temp_ms: int = 120
    wind_ms: int = 80
    place: int | None = None
    temp: int | None = None
    wind: int | None = None

    @property
    def is_known(self):
        return self.geo_ms < PATIENCE_MS

    @property
    def ends_ms(self):
        if not self.is_known:
            return PATIENCE_MS
        return self.geo_ms + max(self.temp_ms, self.wind_ms)


def slow(name, geo_ms=2000):
    return City(name, geo_ms)


def services(cities, geo_schedules):
    def table(data, latencies_ms, schedules):
        per_key = {str(key): ms * MS for key, ms in latencies_ms.items()}
        return {
            "type": "table", "data": {str(key): value for key, value in data.items()},
            "latency": {"per_key_us": per_key, **schedules}}

    return {
        "geo": table(
            {city.name: city.place for city in cities},
            {city.name: city.geo_ms for city in cities}, geo_schedules),
        "temp": table(
            {city.place: city.temp for city in cities},
            {city.place: city.temp_ms for city in cities}, WEATHER),
        "wind": table(
            {city.place: city.wind for city in cities},
            {city.place: city.wind_ms for city in cities}, WEATHER)}


def main():
    rng = random.Random(20251101)
    cases = Cases(__file__)

    def add(name, cities, is_timed=False, campaign=None, geo_schedules=USUAL):
        """What a city leaves open is filled in."""
        for city in cities:
            if city.place is None:
                city.place = rng.randrange(1, 10**6)
            if city.temp is None:
                city.temp = rng.randrange(-30, 45)
            if city.wind is None:
                city.wind = rng.randrange(120)
        known = sum(city.is_known for city in cities)
        budgets = {"requests_per_service": {"geo": len(cities), "temp": known, "wind": known}}
        if is_timed:
            longest_ms = max((city.ends_ms for city in cities), default=0)
            budgets["makespan_us"] = longest_ms * MS + 10
        scenario = {
            "seed": seed_of(rng), "input": [city.name for city in cities],
            "services": services(cities, geo_schedules), "budgets": budgets}
        if campaign:
            scenario["campaign"] = campaign
        cases.add(name, scenario, {
            city.name: {"temp": city.temp, "wind": city.wind} if city.is_known else None
            for city in cities})

    def random_city(number, slow_share=0.0, latest_ms=499):
        is_slow = rng.random() < slow_share
        return City(
            f"city {number}", rng.randrange(501, 3000) if is_slow else rng.randrange(20, latest_ms),
            rng.randrange(20, 300), rng.randrange(20, 300))

    add("sample/1", [
        City("Oslo", 100, place=41, temp=-4, wind=11), City("Lima", 60, place=7, temp=19, wind=0),
        slow("Mars")], is_timed=True)
    add("sample/2", [City("Rome"), City("Bern", 300, 40, 200)], is_timed=True)

    add("secret/1-basic/01-two", [City("Oslo"), City("Lima")])
    add("secret/1-basic/02-one-slow", [City("Oslo"), slow("Mars"), City("Lima")])
    add("secret/1-basic/03-ten", [random_city(number, latest_ms=200) for number in range(10)])
    add("secret/1-basic/04-ten-and-slow", [
        random_city(number, 0.4, latest_ms=200) for number in range(10)])

    add("secret/2-edges/01-empty", [])
    add("secret/2-edges/02-single", [City("Rome")])
    add("secret/2-edges/03-single-slow", [slow("Mars")])
    add("secret/2-edges/04-all-slow", [slow("Mars"), slow("Pluto", 3000), slow("Moon", 501)])
    add("secret/2-edges/05-boundary", [
        City("just in time", 499, 20, 20), slow("just too late", 501),
        City("in time, with slow weather", 499, 300, 280)])
    add("secret/2-edges/06-zeros", [
        City("Null Island", place=0), City("frost", temp=0), City("calm", wind=0),
        City("nothing", place=1, temp=0, wind=0), City("", place=2), City("negative", temp=-89)])
    add("secret/2-edges/07-duplicates", [
        City("Köln", 100, place=50667, temp=12, wind=20),
        City("Cologne", 250, place=50667, temp=12, wind=20),
        City("Colonia", 250, place=50667, temp=12, wind=20)])

    add("secret/3-speed/01-two", [City("Oslo"), City("Lima")], is_timed=True)
    add("secret/3-speed/02-slow-wind", [City("Oslo", 100, 120, 280)], is_timed=True)
    add("secret/3-speed/03-no-phases", [
        City("late place", 480, 20, 30), City("late temperature", 30, 300, 20),
        City("late wind", 40, 20, 290)], is_timed=True)
    add("secret/3-speed/04-slow-beside", [
        City("Oslo", 20, 30, 40), slow("Mars", 2500), City("Lima", 30, 20, 50)], is_timed=True)
    add("secret/3-speed/05-scale", [random_city(n, 0.1) for n in range(60)], is_timed=True)
    add("secret/3-speed/06-maximal", [random_city(n, 0.02) for n in range(200)], is_timed=True)
    add("secret/3-speed/07-maximal-slow", [slow(f"s{n}", 501 + n) for n in range(200)],
        is_timed=True)

    add("secret/4-schedules/01-two", [City("Oslo"), City("Lima")],
        campaign={"schedules": 10, "cancels": 4})
    add("secret/4-schedules/02-twenty", [random_city(number) for number in range(20)],
        campaign={"schedules": 8, "cancels": 12})
    add("secret/4-schedules/03-duplicates", [
        City("Wien", place=1010, temp=3, wind=25), City("Vienna", place=1010, temp=3, wind=25)],
        campaign={"schedules": 10})
    add("secret/4-schedules/04-slow", [slow("Mars"), slow("Pluto", 3000)],
        campaign={"schedules": 6, "cancels": 2}, geo_schedules=SLOW)
    add("secret/4-schedules/05-cancel-beside-slow", [
        City("Oslo", 50), slow("Mars"), City("Lima", 490, 100, 200)], campaign={"cancels": 8})
    add("secret/4-schedules/06-faults", [
        City("Oslo", 50, 300, 290), slow("Mars"), City("Lima", 200, 120, 250),
        City("Rome", 400, 30, 60)], campaign={"faults": "fatal"})
    cases.write()


main()
