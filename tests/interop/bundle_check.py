#!/usr/bin/env python3
"""Reads a bundle with nothing but Python's standard library and says what is wrong. Exit code 0: everything agrees."""
import csv
import hashlib
import io
import json
import stat
import sys
import zipfile


def undo(cell):
    """Undoes the escape of text cells: one leading apostrophe goes."""
    return cell[1:] if cell.startswith("'") else cell


def check_entries(archive, manifest, wrong):
    infos = archive.infolist()
    if infos[0].filename != "manifest.json":
        wrong.append("the manifest is not the first entry")
    listed = ["manifest.json"] + [f["path"] for f in manifest["files"]]
    if [i.filename for i in infos] != listed:
        wrong.append("entries are not those of the manifest, in its order")
    for info in infos:
        mode = info.external_attr >> 16
        if not stat.S_ISREG(mode) or stat.S_IMODE(mode) != 0o444:
            wrong.append(f"{info.filename}: mode {oct(mode)}")
        if info.date_time != (1980, 1, 1, 0, 0, 0) or info.compress_type != zipfile.ZIP_STORED or info.extra or info.comment:
            wrong.append(f"{info.filename}: time, method or extra fields")
    for file in manifest["files"]:
        digest, size = hashlib.sha256(), 0
        with archive.open(file["path"]) as data:
            while piece := data.read(1 << 20):
                digest.update(piece)
                size += len(piece)
        if (digest.hexdigest(), size) != (file["sha256"], file["bytes"]):
            wrong.append(f"{file['path']}: hash or size")


def check_digest(manifest, wrong):
    bare = {k: v for k, v in manifest.items() if k != "digest"}
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != manifest["digest"]:
        wrong.append("digest of the manifest")


def table(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline=""), strict=True))


def check_tables(archive, manifest, wrong):
    images = {undo(row["path"]): row for row in table(archive, "tables/images.csv")}
    rows = table(archive, "tables/annotations.csv")
    if list(images) != [c["path"] for c in manifest["contents"]]:
        wrong.append("images.csv lists other images")
    expected = []
    for content in manifest["contents"]:
        doc = json.loads(archive.read(f"annotations/{content['path']}.json"))
        if doc["image"]["sha256"] != content["sha256"] or undo(images[content["path"]]["annotations_entry"]) != f"annotations/{content['path']}.json":
            wrong.append(f"{content['path']}: image table")
        for annotation in doc["annotations"]:
            for role, drawn in sorted(annotation["roles"].items()) or [("", None)]:
                expected.append((content["path"], annotation["id"], annotation["class"], annotation.get("reason", ""), role, drawn))
    if len(rows) != len(expected):
        wrong.append(f"annotations.csv has {len(rows)} rows, the documents {len(expected)}")
    for row, (image, ident, cls, reason, role, drawn) in zip(rows, expected):
        if (undo(row["image"]), undo(row["annotation"]), undo(row["class"]), undo(row["reason"]), undo(row["role"])) != (image, ident, cls, reason, role):
            wrong.append(f"{image} {ident}: names in annotations.csv")
        if drawn and drawn["shape"]["kind"] == "box":
            if any(float(row[k]) != drawn["shape"][k] for k in "xywh"):
                wrong.append(f"{image} {ident}: coordinates in annotations.csv")
    for row in list(images.values()) + rows:
        for cell in row.values():
            if cell and cell.lstrip()[:1] in ("=", "+", "@") or cell[:1] == "-" and not is_number(cell):
                wrong.append(f"a cell starts a formula: {cell!r}")


def is_number(cell):
    try:
        float(cell)
        return True
    except ValueError:
        return False


def main(path):
    wrong = []
    with zipfile.ZipFile(path) as archive:
        bad = archive.testzip()
        if bad:
            wrong.append(f"{bad}: CRC")
        manifest = json.loads(archive.read("manifest.json"))
        check_entries(archive, manifest, wrong)
        check_digest(manifest, wrong)
        check_tables(archive, manifest, wrong)
    print(json.dumps({"entries": len(manifest["files"]) + 1, "wrong": wrong}, ensure_ascii=False))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
