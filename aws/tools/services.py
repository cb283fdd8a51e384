#!/usr/bin/env python3
"""Writes the table of each service: its protocols, all its operations and all its errors.

    python3 aws/tools/services.py NPM_DIR

Needs botocore (the committed tables were made with 1.43.11) and, in NPM_DIR, what

    npm pack @aws-sdk/client-ecs@3.1164.0 @aws-sdk/client-cloudwatch@3.1164.0 \\
        @aws-sdk/client-elastic-load-balancing-v2@3.1142.0 \\
        @aws-sdk/client-application-auto-scaling@3.1141.0 @aws-sdk/client-sts@3.1174.0 \\
        @aws-sdk/client-acm@3.1164.0

leaves there: those models are newer than botocore's, so operations that only they have are added,
and they say what errors are like. Fields are separated by tabs:

    service  <key>=<value> ...          protocols (newest first), version (of the API), signing (the
                                        service in a credential scope), target (the prefix of
                                        X-Amz-Target), namespace (of XML), fault (the shape of the
                                        server error), message (its usual member for the text)
    op       <name> <method> <uri> <success status> <auth: v4, unsigned-body or none>
    error    <shape> <code> <status> <sender or receiver> <member for the text>

The code is what the Query protocols say where JSON and CBOR say the shape.
"""
import pathlib
import re
import sys
import tarfile

import botocore.loaders

HERE = pathlib.Path(__file__).resolve().parent.parent
SERVED = HERE / "src/main/resources/dev/kingtide/aws/services"
TESTED = HERE / "src/test/resources/dev/kingtide/aws/services"
# Name, directory, npm package (None: botocore's model is the newest), shape of the server error.
SERVICES = [
    ("acm", SERVED, "acm", "InternalFailure"),
    ("ecs", SERVED, "ecs", "ServerException"),
    ("elbv2", SERVED, "elastic-load-balancing-v2", "InternalFailure"),
    ("application-autoscaling", SERVED, "application-auto-scaling", "InternalServiceException"),
    ("cloudwatch", SERVED, "cloudwatch", "InternalServiceFault"),
    ("sts", SERVED, "sts", "InternalFailure"),
    ("ec2", SERVED, None, "InternalError"),
    ("iam", SERVED, None, "ServiceFailureException"),
    ("scheduler", TESTED, None, "InternalServerException"),
]
PROTOCOLS = {
    "json": "json",
    "query": "query",
    "ec2": "ec2",
    "rest-json": "rest-json",
    "smithy-rpc-v2-cbor": "cbor",
}


def protocols(meta):
    words = []
    for protocol in meta.get("protocols", [meta["protocol"]]):
        word = PROTOCOLS[protocol]
        words.append(word + "-" + meta["jsonVersion"] if word == "json" else word)
    return ",".join(words)


def text_member(members):
    found = [m for m in members if m.lower() == "message"]
    return found[0] if found else "-"


def operation(name, op):
    http = op["http"]
    auth = {"none": "none", "v4-unsigned-body": "unsigned-body"}.get(op.get("authtype"), "v4")
    if op.get("unsignedPayload"):
        auth = "unsigned-body"
    return [name, http["method"], http["requestUri"], str(http.get("responseCode", 200)), auth]


def error(name, shape):
    about = shape.get("error", {})
    fault = shape.get("fault") or about.get("fault")
    status = about.get("httpStatusCode") or (500 if fault else 400)
    side = "receiver" if fault or status >= 500 else "sender"
    member = text_member(shape.get("members", {}))
    return [name, about.get("code", name), str(status), side, member]


def newer(path):
    """Operations and errors of an npm client's schemas."""
    with tarfile.open(path) as tar:
        text = tar.extractfile("package/dist-es/schemas/schemas_0.js").read().decode()
    words = dict(re.findall(r'^const (_\w+) = "([^"]*)";', text, re.M))
    operations = re.findall(r"export var (\w+)\$ = \[9,", text)
    errors = []
    pattern = r"export var (\w+)\$ = \[-3, n0, _\w+,\s*(\{.*?\}),\s*\[(.*?)\]"
    for name, traits, members in re.findall(pattern, text):
        side = "receiver" if "[_e]: _se" in traits else "sender"
        status = re.search(r"\[_hE\]: (\d+)", traits)
        code = re.search(r"\[_aQE\]: \[`(\w+)`", traits)
        members = [words[m.strip()] for m in members.split(",") if m.strip()]
        default = "500" if side == "receiver" else "400"
        errors.append([
            name,
            code.group(1) if code else name,
            status.group(1) if status else default,
            side,
            text_member(members),
        ])
    return operations, errors


def table(name, npm, fault, npm_dir):
    model = botocore.loaders.Loader().load_service_model(name, "service-2")
    meta = model["metadata"]
    operations = {n: operation(n, o) for n, o in model["operations"].items()}
    shapes = model["shapes"].items()
    errors = {n: error(n, s) for n, s in shapes if s.get("exception")}
    if npm:
        found = sorted(npm_dir.glob(f"aws-sdk-client-{npm}-3.*.tgz"))
        names, more = newer(found[-1])
        for n in names:
            operations.setdefault(n, [n, "POST", "/", "200", "v4"])
        errors.update({e[0]: e for e in more})
    texts = [e[4] for e in errors.values() if e[4] != "-"]
    usual = "Message" if texts.count("Message") > texts.count("message") else "message"
    lines = [[
        "service",
        "protocols=" + protocols(meta),
        "version=" + meta["apiVersion"],
        "signing=" + meta.get("signingName", meta["endpointPrefix"]),
        "target=" + meta.get("targetPrefix", ""),
        "namespace=" + meta.get("xmlNamespace", ""),
        "fault=" + fault,
        "message=" + usual,
    ]]
    lines += [["op"] + operations[n] for n in sorted(operations)]
    lines += [["error"] + errors[n] for n in sorted(errors)]
    return "".join("\t".join(line) + "\n" for line in lines)


def main():
    npm_dir = pathlib.Path(sys.argv[1])
    for name, directory, npm, fault in SERVICES:
        directory.mkdir(parents=True, exist_ok=True)
        text = table(name, npm, fault, npm_dir)
        (directory / (name + ".tsv")).write_text(text)
        print(f"{name}: {text.count(chr(10) + 'op')} operations, {text.count('error' + chr(9))} errors")


if __name__ == "__main__":
    main()
