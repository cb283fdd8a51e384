#!/usr/bin/env python3
"""Writes the facts about AWS's input shapes that the SDK's model classes do not carry.

    python3 aws/tools/facts.py        (needs botocore; the committed tables were made with 1.43.11)

For every operation of a service it walks botocore's model from the operation's input and writes one
line a structure, of those that the SDK's jar of the version in pom.xml has (in ~/.m2). Of ACM, EC2
and IAM it takes only the operations in their tables, `Acm.java` and so on: the others are refused
before anybody looks at their input.

    <Java class> TAB <member><!><*><constraints> TAB ...

`!` marks a required member, `*` one that is sensitive. A constraint is `=Enum` (a Java enum), `#min..max` (length of a text,
a list or a map), `<min..max` (range of a number), `~regex`; `[` leads the constraints on a list's
items, `{` those on a map's values. Spaces separate them; a regex comes last.
"""
import json
import pathlib
import re
import zipfile

import botocore
import botocore.loaders

HERE = pathlib.Path(__file__).resolve().parent.parent
JAVA = HERE / "src/main/java/dev/kingtide/aws"
FACTS = HERE / "src/main/resources/dev/kingtide/aws/facts"
SDK = pathlib.Path.home() / ".m2/repository/software/amazon/awssdk"
# Name, the SDK's artifact, the table whose operations are taken (None: all of the model).
SERVICES = [
    ("acm", "acm", JAVA / "acm/Acm.java"),
    ("ecs", "ecs", None),
    ("elbv2", "elasticloadbalancingv2", None),
    ("application-autoscaling", "applicationautoscaling", None),
    ("cloudwatch", "cloudwatch", None),
    ("sts", "sts", None),
    ("ec2", "ec2", JAVA / "ec2/Ec2.java"),
    ("iam", "iam", JAVA / "iam/Iam.java"),
]
# Required in that model, and no longer so in AWS's newer ones.
RELAXED = {("ResourceRequirement", "value")}

# What CloudTrail hides, though the model does not call it sensitive.
SECRET = {("ContainerDefinition", "environment"), ("ContainerOverride", "environment")}

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


def sensitive(shapes, shape):
    """Whether a value is secret, or holds nothing else."""
    kind = shapes[shape]
    if kind["type"] == "list":
        return sensitive(shapes, kind["member"]["shape"])
    if kind["type"] == "map":
        return sensitive(shapes, kind["value"]["shape"])
    return kind.get("sensitive", False)


class Jar:
    """The model classes of an SDK's jar: what they are called, and the texts in them."""

    def __init__(self, artifact):
        pom = (HERE.parent / "pom.xml").read_text()
        common = re.search(r"<awssdk.version>(.*?)<", pom).group(1)
        own = re.search(rf"<artifactId>{artifact}</artifactId>\s*<version>([\d.]+)<", pom)
        version = own.group(1) if own else common
        self.zip = zipfile.ZipFile(SDK / artifact / version / f"{artifact}-{version}.jar")
        self.prefix = f"software/amazon/awssdk/services/{artifact}/model/"
        self.names = set(self.zip.namelist())

    def has(self, name, member=None):
        path = self.prefix + name + ".class"
        return path in self.names and (member is None or member.encode() in self.zip.read(path))


def structures(shapes, shape, names, seen, jar):
    """Adds the structures that can be reached from a shape."""
    kind = shapes[shape]
    if kind["type"] == "list":
        structures(shapes, kind["member"]["shape"], names, seen, jar)
    elif kind["type"] == "map":
        structures(shapes, kind["value"]["shape"], names, seen, jar)
    elif kind["type"] == "structure" and shape not in seen:
        seen.add(shape)
        name = names.get(shape, shape[0].upper() + shape[1:])
        if not jar.has(name):
            return
        cells = []
        for member, ref in kind.get("members", {}).items():
            structures(shapes, ref["shape"], names, seen, jar)
            if not jar.has(name, member):
                continue
            needed = member in kind.get("required", []) and (name, member) not in RELAXED
            secret = sensitive(shapes, ref["shape"]) or (name, member) in SECRET
            words = [w for w in constraints(shapes, ref["shape"]) if known(w, jar)]
            if needed or secret or words:
                marks = ("!" if needed else "") + ("*" if secret else "")
                cells.append(member + marks + "".join(" " + w for w in words))
        if cells:
            seen.add(("line", "\t".join([name] + cells)))


def known(word, jar):
    """Whether a constraint is one that the jar's enums and Java's patterns can hold a value to."""
    bare = word.lstrip("[{")
    return jar.has(bare[1:]) if bare[0] == "=" else True


def main():
    loader = botocore.loaders.Loader()
    for service, artifact, table in SERVICES:
        model = loader.load_service_model(service, "service-2")
        jar = Jar(artifact)
        taken = list(model["operations"])
        if table:
            taken = re.findall(r"op(?:Of)?\(\s*(\w+)Request\.class", table.read_text())
        names = {}
        for operation in model["operations"]:
            shape = model["operations"][operation].get("input", {}).get("shape")
            names[shape] = operation[0].upper() + operation[1:] + "Request"
        seen = set()
        for operation in taken:
            shape = model["operations"][operation].get("input", {}).get("shape")
            if shape:
                structures(model["shapes"], shape, names, seen, jar)
        lines = sorted(entry[1] for entry in seen if isinstance(entry, tuple))
        target = FACTS / (service + ".tsv")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(line + "\n" for line in lines))
        print(f"{target.name}: {len(taken)} operations, {len(lines)} structures")


if __name__ == "__main__":
    main()
