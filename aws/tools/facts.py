#!/usr/bin/env python3
"""Writes the facts about AWS's input shapes that the SDK's model classes do not carry.

    python3 aws/tools/facts.py        (needs botocore; the committed tables were made with 1.43.11)

For every operation named in a service's table of operations (`Ecs.java` and its like) it walks
botocore's model from the operation's input and writes one line a structure:

    <Java class> TAB <member><!><constraints> TAB ...

`!` marks a required member. A constraint is `=Enum` (a Java enum), `#min..max` (length of a text,
a list or a map), `<min..max` (range of a number), `~regex`; `[` leads the constraints on a list's
items, `{` those on a map's values. Spaces separate them; a regex comes last.
"""
import json
import pathlib
import re

import botocore
import botocore.loaders

HERE = pathlib.Path(__file__).resolve().parent.parent
JAVA = HERE / "src/main/java/dev/kingtide/aws"
FACTS = HERE / "src/main/resources/dev/kingtide/aws/facts"
SERVICES = {
    "ecs": JAVA / "ecs/Ecs.java",
    "elbv2": JAVA / "elbv2/Elbv2.java",
    "application-autoscaling": JAVA / "scaling/ApplicationAutoScaling.java",
    "cloudwatch": JAVA / "cloudwatch/CloudWatch.java",
}
# Required in that model, and no longer so in AWS's newer ones.
RELAXED = {("ResourceRequirement", "value")}

# Patterns that let every printable text pass.
ANY_TEXT = (
    ".*",
    "[\\s\\S]*",
    "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*",
)


def constraints(shapes, shape):
    """The constraints that one member's own shape puts on its values, as words."""
    kind = shapes[shape]
    words = []
    if "enum" in kind:
        words.append("=" + shape[0].upper() + shape[1:])
    if "min" in kind or "max" in kind:
        sign = "#" if kind["type"] in ("string", "list", "map", "blob") else "<"
        words.append(f"{sign}{kind.get('min', '')}..{kind.get('max', '')}")
    if kind["type"] == "list":
        words += ["[" + w for w in constraints(shapes, kind["member"]["shape"])]
    if kind["type"] == "map":
        words += ["{" + w for w in constraints(shapes, kind["value"]["shape"])]
    if "pattern" in kind and kind["pattern"] not in ANY_TEXT:
        words.append("~" + kind["pattern"])
    return sorted(words, key=lambda w: "~" in w[:2])


def structures(shapes, shape, names, seen):
    """Adds the structures that can be reached from a shape."""
    kind = shapes[shape]
    if kind["type"] == "list":
        structures(shapes, kind["member"]["shape"], names, seen)
    elif kind["type"] == "map":
        structures(shapes, kind["value"]["shape"], names, seen)
    elif kind["type"] == "structure" and shape not in seen:
        seen.add(shape)
        name = names.get(shape, shape)
        cells = []
        for member, ref in kind.get("members", {}).items():
            needed = member in kind.get("required", []) and (name, member) not in RELAXED
            words = constraints(shapes, ref["shape"])
            if needed or words:
                cells.append(member + ("!" if needed else "") + "".join(" " + w for w in words))
            structures(shapes, ref["shape"], names, seen)
        if cells:
            names[shape] = name
            seen.add(("line", "\t".join([name] + cells)))


def main():
    loader = botocore.loaders.Loader()
    for service, table in SERVICES.items():
        model = loader.load_service_model(service, "service-2")
        served = re.findall(r"op\(\s*(\w+)Request\.class", table.read_text())
        seen = set()
        for operation in served:
            shape = model["operations"][operation]["input"]["shape"]
            structures(model["shapes"], shape, {shape: operation + "Request"}, seen)
        lines = sorted(entry[1] for entry in seen if isinstance(entry, tuple))
        target = FACTS / (service + ".tsv")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(line + "\n" for line in lines))
        print(f"{target.name}: {len(served)} operations, {len(lines)} structures")


if __name__ == "__main__":
    main()
