"""Files split by thing keep to the layer their last word names: `place_routes` is a page like `routes`.

The contracts of setup.cfg know whole names only; this watches the split ones by the same rules.
"""

from collections.abc import Iterable

import grimp

LAYERS = {"rules": 0, "models": 1, "queries": 2, "services": 3, "forms": 4, "routes": 5, "api": 5, "cli": 5}
EDGES = {"forms", "routes", "api", "cli"}
GATHERERS = {"dialogues.app", "dialogues.cli"}
WEB = {"flask", "flask_babel", "flask_login", "flask_wtf", "werkzeug", "wtforms"}
FORBIDDEN = {
    "rules": WEB | {"flask_sqlalchemy", "sqlalchemy"},
    "services": WEB,
    "queries": WEB,
}

Import = tuple[str, str]  # who imports, what


def place_of(module: str) -> tuple[str, str]:
    """Feature and layer of a module; both empty where it has none."""
    parts = module.split(".")
    if len(parts) != 3 or parts[1] == "core":
        return "", ""
    word = parts[2].rpartition("_")[2]
    return parts[1], word if word in LAYERS else ""


def is_breach(importer: str, imported: str) -> bool:
    feature, layer = place_of(importer)
    other_feature, other_layer = place_of(imported)
    if imported in FORBIDDEN.get(layer, set()):
        return True
    if not other_layer or importer in GATHERERS:
        return False
    if feature != other_feature:
        return other_layer in EDGES
    return bool(layer) and layer != other_layer and LAYERS[layer] <= LAYERS[other_layer]


def breaches(imports: Iterable[Import]) -> list[Import]:
    return sorted(each for each in imports if is_breach(*each))


def test_split_files_keep_to_the_layer_that_their_last_word_names():
    graph = grimp.build_graph("dialogues", include_external_packages=True, cache_dir=None)
    imports = [(name, each) for name in graph.modules for each in graph.find_modules_directly_imported_by(name)]
    assert len(imports) > 300
    assert breaches(imports) == []


def test_each_way_out_of_a_layer_is_noticed():
    bad = [
        ("dialogues.events.place_queries", "dialogues.events.team_services"),
        ("dialogues.events.place_services", "dialogues.events.team_routes"),
        ("dialogues.events.routes", "dialogues.events.access_cli"),
        ("dialogues.events.routes", "dialogues.people.group_routes"),
        ("dialogues.events.team_queries", "flask"),
        ("dialogues.events.team_rules", "sqlalchemy"),
        ("dialogues.home.readiness", "dialogues.people.group_forms"),
    ]
    good = [
        ("dialogues.app", "dialogues.people.group_routes"),
        ("dialogues.events.place_routes", "dialogues.events.routes"),
        ("dialogues.events.place_services", "dialogues.events.rules"),
        ("dialogues.events.place_services", "dialogues.people.queries"),
        ("dialogues.events.routes", "dialogues.core.api"),
        ("dialogues.events.routes", "flask"),
    ]
    assert breaches(bad + good) == bad
