"""A pack is looked through by somebody who trusts none of it: first its shape, then its hashes, then its figures."""

import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialogues.audit_pack import rules
from dialogues.core.spreadsheets import Choice, UnreadableFile, read_table

_AT_ONCE = 1024 * 1024  # bytes
_READ_AS_OURS = Choice(encoding=None, separator=",")
_TABLES = {"people": rules.PEOPLE, "days": rules.DAYS, "marks": rules.MARKS}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True)
class Verified:
    """What was found: a sentence for each fault, and the hash of the manifest where there is one."""

    faults: tuple[str, ...]
    seal: str = ""
    about: str = ""


def verify_pack(path: Path) -> Verified:
    """Everything that is wrong with the pack at `path`. Nothing is unpacked to the disk."""
    try:
        with zipfile.ZipFile(path) as archive:
            faults = _shape(archive.infolist())
            return Verified(tuple(faults)) if faults else _content(archive)
    except _BROKEN as error:
        return Verified((f"{path} is not a pack, or it is damaged: {error}.",))


def _shape(entries: list[zipfile.ZipInfo]) -> list[str]:
    """What makes a pack unfit to be read at all."""
    if len(entries) > rules.MEMBERS_MAX:
        return [f"The pack holds {len(entries)} files; no pack has more than {rules.MEMBERS_MAX}."]
    faults = [
        f"The name {entry.orig_filename!r} has no place in a pack: it may lead out of its folder."
        for entry in entries
        if not rules.is_safe_name(entry.orig_filename)
    ]
    named = Counter(entry.filename for entry in entries)
    faults += [f"{name} is in the pack {times} times." for name, times in named.items() if times > 1]
    if sum(entry.file_size for entry in entries) > rules.UNPACKED_BYTES_MAX:
        faults.append(f"The pack would unpack to more than {rules.UNPACKED_BYTES_MAX // 1024**3} GiB.")
    if rules.MANIFEST not in named:
        faults.append(f"{rules.MANIFEST} is missing, so nothing else can be checked.")
    elif _size_of(entries, rules.MANIFEST) > rules.MANIFEST_BYTES_MAX:
        faults.append(f"{rules.MANIFEST} is larger than any manifest.")
    return faults


def _size_of(entries: list[zipfile.ZipInfo], name: str) -> int:
    return next(entry.file_size for entry in entries if entry.filename == name)


def _content(archive: zipfile.ZipFile) -> Verified:
    told = archive.read(rules.MANIFEST)
    seal = hashlib.sha256(told).hexdigest()
    try:
        manifest = json.loads(told)
        if manifest["format"] != rules.FORMAT:
            return Verified(("The pack was made by a newer program. Check it with that one.",), seal)
        listed = {str(one["name"]): (int(one["size"]), str(one["sha256"])) for one in manifest["files"]}
        about = f"{manifest['event']}, made {manifest['made_at']} by {manifest['made_by']} with {manifest['program']}"
    except (ValueError, KeyError, TypeError, RecursionError):
        return Verified((f"{rules.MANIFEST} cannot be read.",), seal)
    there = set(archive.namelist()) - {rules.MANIFEST}
    faults = [f"{name} is missing." for name in sorted(listed.keys() - there)]
    faults += [f"{name} was added: the manifest does not know it." for name in sorted(there - listed.keys())]
    faults += [
        f"{name} was altered: it does not have the size and hash of the manifest."
        for name in sorted(there & listed.keys())
        if _measure(archive, name, listed[name][0]) != listed[name]
    ]
    return Verified(tuple(faults or _figures(archive, sorted(there))), seal, about)


def _measure(archive: zipfile.ZipFile, name: str, size: int) -> tuple[int, str] | None:
    """Size and hash of a file, read no further than it should be long; None if it is longer or cannot be unpacked."""
    digest, read = hashlib.sha256(), 0
    try:
        with archive.open(name) as member:
            while part := member.read(_AT_ONCE):
                read += len(part)
                if read > size:
                    return None
                digest.update(part)
    except _BROKEN:
        return None
    return read, digest.hexdigest()


def _figures(archive: zipfile.ZipFile, names: list[str]) -> list[str]:
    """The figures of the report that the rows of the pack do not add up to."""
    try:
        people, days, marks = (_rows(archive, names, which) for which in _TABLES)
        counted = rules.recount(people, days, marks)
        report: Any = json.loads(archive.read("report/report.json"))
        return rules.differences(counted, report)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UnreadableFile):
        return ["The rows of the folder count, or the report, cannot be read, so nothing can be counted again."]


def _rows(archive: zipfile.ZipFile, names: list[str], which: str) -> Iterator[Mapping[str, str]]:
    heads = _TABLES[which]
    for name in names:
        if name.startswith(f"count/{which}-"):
            rows = read_table(archive.read(name), _READ_AS_OURS).rows
            if tuple(rows[0].cells) != heads:
                raise ValueError(name)
            for row in rows[1:]:
                yield {head: str(row.at(at)) for at, head in enumerate(heads)}
