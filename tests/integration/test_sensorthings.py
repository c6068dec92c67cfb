"""OGC 18-088 (SensorThings 1.1): each requirement kept, by its identifier (…/iot_sensing/1.1/req/…)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sensors.sta.root import KEPT, SPEC
from tests.fakes.sensorthings import HOUR, ROOT, Door, at, opened, station

# Held by tests/hostile/test_mqtt_clients.py, at both brokers.
SEEN: set[str] = {"receive-updates-via-mqtt", "create-observations-via-mqtt"}


def requirement(*names: str) -> Any:
    """The test holds these requirements."""
    SEEN.update(names)
    return lambda test: test


@pytest.fixture
def door(database: str) -> Iterator[Door]:
    with opened() as made:
        yield made


@requirement("datamodel/entity-control-information", "resource-path")
def test_the_root_lists_the_sets_and_each_entity_says_where_it_is(door: Door) -> None:
    root = door.http.get(ROOT).json()
    assert {f"{SPEC}/{name}" for name in KEPT} <= set(root["serverSettings"]["conformance"])
    for one in root["value"]:
        for entity in door.get(f"{one['name']}?$top=1")["value"]:
            again = door.get(entity["@iot.selfLink"])
            assert again["@iot.id"] == entity["@iot.id"]
            for name, link in entity.items():
                if name.endswith("@iot.navigationLink"):
                    door.get(link)


@requirement("resource-path")
def test_paths_lead_to_sets_entities_properties_values_and_links(door: Door) -> None:
    thing = door.get("Things")["value"][0]["@iot.id"]
    assert door.get(f"Things({thing})/name") == {"name": "Stasiun 1"}
    assert door.get(f"Things({thing})/name/$value") == "Stasiun 1"
    assert door.get(f"Things({thing})/properties/pemilik") == {"pemilik": "DLH"}
    stream = door.get(f"Things({thing})/Datastreams")["value"][0]["@iot.id"]
    assert door.get(f"Things({thing})/Datastreams({stream})/Sensor")["name"] == "DHT22"
    assert len(door.get(f"Datastreams({stream})/Observations/$ref")["value"]) == 3
    for wrong in (f"Things({thing + 99})", "Barang", f"Things({thing})/warna", f"Things({thing})/Sensor",
                  f"Things({thing + 99})/Datastreams", "Things('x')", f"Things({'9' * 30})"):  # fmt: skip
        assert "message" in door.get(wrong, status=404)


@requirement("datamodel/thing", "datamodel/location", "datamodel/datastream", "datamodel/sensor",
             "datamodel/observed-property", "datamodel/observation", "datamodel/feature-of-interest",
             "datamodel/historical-location")  # fmt: skip
def test_every_entity_has_its_properties_and_relations(door: Door) -> None:
    wanted = {
        "Things": {"name", "description", "properties", "Locations", "HistoricalLocations", "Datastreams"},
        "Locations": {"name", "description", "encodingType", "location", "Things", "HistoricalLocations"},
        "HistoricalLocations": {"time", "Thing", "Locations"},
        "Datastreams": {"name", "description", "unitOfMeasurement", "observationType", "phenomenonTime",
                        "observedArea", "Thing", "Sensor", "ObservedProperty", "Observations"},
        "Sensors": {"name", "description", "encodingType", "metadata", "Datastreams"},
        "ObservedProperties": {"name", "definition", "description", "Datastreams"},
        "Observations": {"phenomenonTime", "result", "resultTime", "Datastream", "FeatureOfInterest"},
        "FeaturesOfInterest": {"name", "description", "encodingType", "feature", "Observations"},
    }  # fmt: skip
    for name, properties in wanted.items():
        entity = door.get(name)["value"][0]
        assert properties <= {key.removesuffix("@iot.navigationLink") for key in entity}, name
    first, last = door.get("Datastreams")["value"][0]["phenomenonTime"].split("/")
    assert (datetime.fromisoformat(first), datetime.fromisoformat(last)) == (
        HOUR,
        HOUR + timedelta(minutes=20),
    )


@requirement("request-data")
def test_expand_select_order_top_skip_and_count(door: Door) -> None:
    inner = "Datastreams($expand=Observations($orderby=result desc;$top=1;$select=result;$count=true),Sensor)"
    (thing,) = door.get(f"Things?$expand={inner},Locations&$select=name")["value"]
    assert thing.keys() == {"name", "Datastreams", "Locations"}
    (stream,) = thing["Datastreams"]
    assert (stream["Observations"], stream["Observations@iot.count"]) == ([{"result": 31}], 3)
    assert stream["Sensor"]["name"] == "DHT22"
    assert door.values(stream["Observations@iot.nextLink"]) == [25.5]
    page = door.get("Observations?$orderby=phenomenonTime desc&$top=2&$count=true")
    assert (page["@iot.count"], [one["result"] for one in page["value"]]) == (3, [31, 25.5])
    assert door.values(page["@iot.nextLink"]) == [20]
    assert door.values("Observations?$orderby=result&$skip=1") == [25.5, 31]
    assert door.values("Datastreams?$expand=Observations/FeatureOfInterest&$orderby=Thing/name", "name") == [
        "Suhu"
    ]
    assert door.get("Observations?$top=0")["value"] == []


FILTERS = {
    "phenomenonTime gt mindatetime() and phenomenonTime lt maxdatetime() and result eq 20": [20],
    "phenomenonTime gt now() sub duration'P1D' and result in (20,31)": [20, 31],
    "now() add duration'PT1H' lt phenomenonTime": [],
    "geo.length(geography'LINESTRING(0 0,2 0)') eq 2 and result eq 31": [31],
    "st_relate(FeatureOfInterest/feature,geography'POINT(106.975 -6.228)','T********')": [20, 25.5, 31],
    "result gt 20 and result lt 31": [25.5], "not (result eq 31) or result ge 31": [20, 25.5, 31],
    "result gt '25'": [25.5, 31], "result add 5 gt 30": [25.5, 31], "result mod 2 eq 0": [20],
    "result div 2 eq 10": [20], "-result lt -30": [31], "(result sub 0.5) mul 2 eq 50": [25.5],
    "floor(result) eq 25": [25.5], "ceiling(result) eq 26": [25.5], "round(result) eq 31": [31],
    "Datastream/name eq 'Suhu' and result eq 20": [20], "Datastream/Thing/name ne 'Stasiun 1'": [],
    "Datastream/unitOfMeasurement/symbol eq '°C' and result eq 20": [20],
    "Datastream/Thing/properties/lantai gt 2 and result eq 31": [31],
    "Datastream/Thing/properties/pemilik eq 'DLH' and result eq 31": [31],
    "parameters/kipas eq '100%'": [25.5], "contains(parameters/kipas,'0%')": [25.5],
    "contains(Datastream/name,'%')": [], "substringof('uh',Datastream/name) and result eq 20": [20],
    "startswith(Datastream/name,'Su') and result eq 20": [20], "endswith(Datastream/name,'S')": [],
    "tolower(Datastream/name) eq 'suhu' and result eq 20": [20], "length(Datastream/name) eq 9": [],
    "indexof(Datastream/name,'hu') eq 2 and result eq 31": [31],
    "substring(Datastream/name,1) eq 'uhu' and result eq 31": [31],
    "concat(Datastream/name,'!') eq 'Suhu!' and result eq 31": [31],
    f"phenomenonTime ge {HOUR + timedelta(minutes=10):%Y-%m-%dT%H:%M:%SZ}": [25.5, 31],
    f"phenomenonTime lt '{HOUR + timedelta(minutes=10):%Y-%m-%dT%H:%M:%SZ}'": [20],
    "minute(phenomenonTime) eq 20": [31], f"year(phenomenonTime) eq {HOUR.year}": [20, 25.5, 31],
    f"hour(phenomenonTime) eq {HOUR.astimezone(UTC).hour} and second(phenomenonTime) eq 0": [20, 25.5, 31],
    f"date(phenomenonTime) eq {HOUR.astimezone(UTC):%Y-%m-%d}": [20, 25.5, 31],
    "phenomenonTime lt now() and result eq 20": [20], "resultTime eq null and result ne 20": [25.5],
    "st_within(FeatureOfInterest/feature,geography'POLYGON((106 -7,108 -7,108 -6,106 -6,106 -7))')":
        [20, 25.5, 31],
    "geo.distance(FeatureOfInterest/feature,geography'POINT(0 0)') lt 1": [],
    "result in (20, 31)": [20, 31],
    "contains(Datastream/name,'uh') eq true and result eq 20": [20],
    "false eq startswith(Datastream/name,'u') and result eq 31": [31], "(result gt 20) ne true": [20],
    "Datastream/Thing/properties/pemilik eq true": [],
}  # fmt: skip


@requirement("request-data")
def test_filters_with_operators_functions_paths_and_places(door: Door) -> None:
    found = {}
    for text in FILTERS:
        answer = door.http.get(f"{ROOT}/Observations", auth=door.auth, params={
            "$filter": text, "$orderby": "result"})  # fmt: skip
        body = answer.json()
        found[text] = (
            [one["result"] for one in body["value"]] if answer.status_code == 200 else body["message"]
        )
    assert found == FILTERS
    number = door.get("Things")["value"][0]["@iot.id"]
    assert door.values(f"Things?$filter=@iot.id eq {number}", "name") == ["Stasiun 1"]
    assert door.values("Things?$filter=Datastreams/Observations/result gt 30", "name") == ["Stasiun 1"]
    assert door.values("Things?$filter=Datastreams/Observations/result gt 40", "name") == []
    assert len(door.get("Datastreams?$filter=phenomenonTime gt 2020-01-01T00:00:00Z")["value"]) == 1


@requirement("request-data")
def test_an_expanded_sets_next_page_is_asked_for_in_the_same_way(door: Door) -> None:
    """request-data/expand, …/pagination."""
    within = "Observations($top=1;$orderby=result desc;$count=true;$filter=result gt 10;"
    within += "$expand=FeatureOfInterest($select=name),Datastream/Thing($select=name))"
    ((found,),) = [door.get(f"Datastreams?$expand={within}&$select=name")["value"]]
    assert (found["Observations@iot.count"], [one["result"] for one in found["Observations"]]) == (3, [31])
    following = door.get(found["Observations@iot.nextLink"])
    (second,) = following["value"]
    assert (following["@iot.count"], second["result"]) == (3, 25.5)
    assert second["FeatureOfInterest"] == {"name": "Kranji"}
    assert second["Datastream"]["Thing"] == {"name": "Stasiun 1"}
    assert door.get("Things?$top=0") == {"value": []}


WRONG = (
    "$filter=result gt", "$filter=warna eq 1", "$filter=result eq 1 or", "$filter=name", "$top=-1", "$top=x",
    "$skip=1.5", "$count=ya", "$orderby=", "$orderby=warna", "$select=warna", "$expand=Warna", "$acak=1",
    "$expand=Datastream($top", "$filter=drop(result)", "$filter=result eq now() add 1", "$top=1&$top=2",
    f"$filter={'x' * 5000}", "$filter=phenomenonTime gt 'kemarin'", "$resultFormat=xml",
    "$filter=st_within(result,geography'POINT(1 1)')", "$resultFormat=dataArray&$expand=Datastream",
    "$filter=st_relate(FeatureOfInterest/feature,geography'POINT(1 1)','T')",
    "$filter=phenomenonTime gt now() sub duration'P99999999999D'",
    "$filter=resultTime add duration'P1D' gt now()",
    "$filter=geo.distance(FeatureOfInterest/feature,geography'TITIK') lt 1",
)  # fmt: skip


@requirement("request-data")
def test_what_cannot_be_read_is_refused_with_a_sentence(door: Door) -> None:
    deep = "(" * 400 + "result eq 1" + ")" * 400
    for wrong in WRONG:
        assert door.get(f"Observations?{wrong}", status=400)["code"] == 400, wrong
    assert door.http.get(f"{ROOT}/Observations?$filter={deep}", auth=door.auth).status_code in (200, 400)


@requirement("create-update-delete")
def test_entities_are_made_alone_linked_and_inside_one_another(door: Door) -> None:
    thing = door.get("Things")["value"][0]["@iot.id"]
    stream = door.get("Datastreams")["value"][0]["@iot.id"]
    made = door.send("POST", f"Datastreams({stream})/Observations", {"result": 22})
    assert datetime.fromisoformat(made["phenomenonTime"]) > HOUR
    assert made["resultTime"] is None
    linked = {"phenomenonTime": at(1), "result": True, "Datastream": {"@iot.id": stream}}
    assert door.send("POST", "Observations", linked)["result"] is True
    more = station()["Datastreams"][0] | {"name": "Lembap"}
    assert door.get(door.send("POST", f"Things({thing})/Datastreams", more)["Thing@iot.navigationLink"])
    assert len(door.get(f"Things({thing})/Datastreams")["value"]) == 2
    for path, body in (("Things", {"name": "x"}), ("Things", []), ("Observations", {"result": 1}),
                       ("Datastreams", {"name": "x"}), ("Things", {"name": 3, "description": ""}),
                       ("Observations", {"result": 1, "Datastream": {"@iot.id": 999999}}),
                       ("Observations", {"Datastream": {"@iot.id": stream}}),
                       ("Things", {"name": "a\x00", "description": ""}),
                       ("Locations", {"name": "x", "description": "", "encodingType": "application/geo+json",
                                      "location": {"type": "Titik"}})):  # fmt: skip
        before = len(door.get("Things")["value"])
        assert "message" in door.send("POST", path, body, status=400)
        assert len(door.get("Things")["value"]) == before


@requirement("create-update-delete")
def test_a_thing_that_is_moved_keeps_where_it_stood(door: Door) -> None:
    thing = door.get("Things")["value"][0]["@iot.id"]
    assert len(door.get(f"Things({thing})/HistoricalLocations")["value"]) == 1
    place = {"name": "Rawalumbu", "description": "", "encodingType": "application/geo+json",
             "location": {"type": "Point", "coordinates": [107.0, -6.27]}}  # fmt: skip
    door.send("POST", f"Things({thing})/Locations", place)
    assert door.values(f"Things({thing})/Locations", "name") == ["Rawalumbu"]
    stood = door.get(f"Things({thing})/HistoricalLocations?$expand=Locations&$orderby=time")["value"]
    assert [[one["name"] for one in row["Locations"]] for row in stood] == [["Kranji"], ["Rawalumbu"]]


PLACE = {"name": "Rawalumbu", "description": "", "encodingType": "application/geo+json",
         "location": {"type": "Point", "coordinates": [107.0, -6.27]}}  # fmt: skip


@requirement("create-update-delete")
def test_a_change_links_what_is_there_and_makes_nothing_inside_it(door: Door) -> None:
    """create-update-delete/update-entity, …/update-entity-put: binding alone, deep content is refused."""
    thing, stream = (door.get(name)["value"][0]["@iot.id"] for name in ("Things", "Datastreams"))
    door.send("POST", "Locations", PLACE)
    sensor = station()["Datastreams"][0]["Sensor"]
    other = door.send("POST", "Sensors", sensor | {"name": "BME280"})["@iot.id"]
    for how in ("PATCH", "PUT"):
        whole = {"name": "Stasiun 1", "description": "di atap"}
        for path, body in (
            (f"Things({thing})", {"Locations": [PLACE]}),
            (f"Things({thing})", {"Datastreams": [station()["Datastreams"][0]]}),
            (f"Things({thing})", {"Locations": [{"@iot.id": 99}]}),
        ):
            door.send(how, path, whole | body, status=400)
    for body in ({"Sensor": sensor}, {"Sensor": []}, {"Sensor": [{"@iot.id": other}] * 2}):
        door.send("PATCH", f"Datastreams({stream})", body, status=400)
    assert [len(door.get(name)["value"]) for name in ("Locations", "Sensors", "Datastreams")] == [2, 2, 1]
    more = door.send("POST", "Things", station("Stasiun 2"))["@iot.id"]
    door.send("PATCH", f"Things({more})", {"Datastreams": [{"@iot.id": stream}]}, status=400)
    door.send("PATCH", f"Things({thing})", {"Datastreams": [{"@iot.id": stream, "name": "x"}]}, status=200)
    door.send("PATCH", f"Datastreams({stream})", {"Sensor": {"@iot.id": other, "name": "x"}}, status=200)
    assert door.get(f"Datastreams({stream})/Sensor")["name"] == "BME280"


@requirement("create-update-delete")
def test_a_link_between_thing_and_place_from_either_side_makes_history(door: Door) -> None:
    """create-update-delete/historical-location-auto-creation."""
    thing = door.get("Things")["value"][0]["@iot.id"]
    old = door.get(f"Things({thing})/Locations")["value"][0]["@iot.id"]
    new = door.send("POST", "Locations", PLACE)["@iot.id"]
    door.send("PATCH", f"Things({thing})", {"Locations": [{"@iot.id": new}]}, status=200)
    door.send("PATCH", f"Locations({old})", {"Things": [{"@iot.id": thing}]}, status=200)
    assert door.values(f"Things({thing})/Locations", "name") == ["Kranji"]
    stood = door.get(f"Things({thing})/HistoricalLocations?$expand=Locations&$orderby=id")["value"]
    assert [row["Locations"][0]["name"] for row in stood] == ["Kranji", "Rawalumbu", "Kranji"]


@requirement("create-update-delete")
def test_entities_are_changed_replaced_and_deleted(door: Door) -> None:
    thing = door.get("Things")["value"][0]["@iot.id"]
    (stream,), path = door.values("Datastreams", "@iot.id"), f"Things({thing})"
    changed = door.send("PATCH", path, {"name": "Baru"}, status=200)
    assert (changed["name"], changed["description"]) == ("Baru", "di atap")
    kind = {"content-type": "application/json-patch+json"}
    steps = [{"op": "add", "path": "/properties/warna", "value": "merah"}]
    assert door.send("PATCH", path, steps, status=200, headers=kind)["properties"]["warna"] == "merah"
    assert door.send("PATCH", path, [{"op": "x"}], status=400, headers=kind)
    assert door.send("PUT", path, {"name": "Lagi", "description": "x"}, status=200)["properties"] == {}
    assert "message" in door.send("PUT", path, {"name": "Lagi"}, status=400)
    last = door.get("Observations?$orderby=phenomenonTime desc&$top=1")["value"][0]["@iot.id"]
    assert door.send("PATCH", f"Observations({last})", {"result": 33}, status=200)["result"] == 33
    door.send("DELETE", f"Observations({last})", status=200)
    assert door.get(f"Datastreams({stream})")["phenomenonTime"].endswith("10:00Z")
    door.send("DELETE", path, status=200)
    door.get(path, status=404)
    assert [door.get(name)["value"] for name in ("Datastreams", "Observations", "HistoricalLocations")] == [
        [],
        [],
        [],
    ]
    assert len(door.get("Locations")["value"]) == 1
    door.send("DELETE", "Locations", status=405)


def test_what_no_clock_or_database_can_show_is_refused(door: Door) -> None:
    sensor = {"name": "a", "description": "b", "encodingType": "text/plain", "metadata": [{"n": 10**400}]}
    assert "too large" in door.send("POST", "Sensors", sensor, status=400)["message"]
    for year in ("0001", "9999"):
        one = station("Jauh")
        one["Datastreams"][0]["Observations"] = [
            {"result": 1, "phenomenonTime": at(0), "resultTime": f"{year}-01-01T00:00:00Z"}
        ]
        assert "years" in door.send("POST", "Things", one, status=400)["message"]
    assert door.get("Things?$filter=name eq 'Jauh'")["value"] == []


@requirement("create-update-delete")
def test_a_result_too_large_for_a_number_and_true_in_place_of_one_are_refused(door: Door) -> None:
    stream = door.get("Datastreams")["value"][0]["@iot.id"]
    one = door.send("POST", f"Datastreams({stream})/Observations", {"phenomenonTime": at(30), "result": 1})
    door.send("PATCH", f"Observations({one['@iot.id']})", {"result": 10**400}, status=400)
    true = {"phenomenonTime": at(30), "result": True}
    door.send("POST", f"Datastreams({stream})/Observations", true, status=409)


@requirement("data-array")
def test_observations_come_and_go_as_arrays_and_the_bad_ones_are_named(door: Door) -> None:
    (stream,) = door.values("Datastreams", "@iot.id")
    rows = [[at(30), 24], [at(40), 1e17], ["kemarin", 5], [at(50)], ["2099-01-01T00:00:00Z", 1],
            ["1970-01-01T00:00:00Z", 1], [at(60), "terbaca"], [at(30), 24], [at(30), 25]]  # fmt: skip
    group = {"Datastream": {"@iot.id": stream}, "components": ["phenomenonTime", "result"], "dataArray": rows}
    done = door.send("POST", "CreateObservations", [group])
    assert [one.startswith("http") for one in done] == [
        True,
        True,
        False,
        False,
        False,
        False,
        True,
        True,
        False,
    ]
    assert done[7] == done[0]
    page = door.get("Observations?$resultFormat=dataArray&$select=result&$orderby=phenomenonTime&$count=true")
    (found,) = page["value"]
    assert (found["components"], found["dataArray@iot.count"], page["@iot.count"]) == (["result"], 6, 6)
    assert found["dataArray"][:4] == [[20], [25.5], [31], [24]]
    assert found["Datastream@iot.navigationLink"].endswith(f"Datastreams({stream})")
    foreign = {"Datastream": {"@iot.id": 99}, "components": ["result"], "dataArray": []}
    wrong: Any
    for wrong in ({}, [1], [foreign], [group | {"components": ["phenomenonTime"]}]):
        door.send("POST", "CreateObservations", wrong, status=400)


def test_every_requirement_the_root_names_has_a_test() -> None:
    assert set(KEPT) == SEEN
