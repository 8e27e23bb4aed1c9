"""The file an event travels in: a zip of JSON lines with a manifest of hashes, sealed if a passphrase is given.

A file comes from outside, so nothing in it is believed: names, sizes and hashes are checked before a line is read, and
nothing of it ever becomes a path.
"""

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dialogues.bundles import rules
from dialogues.core.folding import clean

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # only a sealed file needs it

MANIFEST = "manifest.json"
UNPACKED_SIZE_MAX = 256 * 1024**2  # bytes; an event of 6,000 people and four days unpacks to a tenth
ROWS_MAX = 500_000  # lines of one part
_SEAL = b"DIALOGUES SEALED EVENT 1\n"
_SALT_LENGTH, _NONCE_LENGTH = 16, 12
_COST = 2**15  # scrypt: 32 MiB and a tenth of a second for each guess
_MANIFEST_SIZE_MAX = 1024**2

Parts = Mapping[str, list[dict[str, Any]]]


def pack(facts: Mapping[str, Any], parts: Mapping[str, Iterable[Mapping[str, Any]]], passphrase: str | None) -> bytes:
    """One file with all `parts` as JSON lines, and a manifest that says `facts` and what each part must hash to."""
    bodies = {f"{name}.jsonl": _lines(rows) for name, rows in parts.items()}
    hashes = {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()}
    manifest = {"format": rules.FORMAT, "version": rules.VERSION, **facts, "sha256": hashes}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        for name, body in bodies.items():
            archive.writestr(name, body)
    return _seal(file.getvalue(), passphrase) if passphrase else file.getvalue()


def unpack(content: bytes, known: Collection[str], passphrase: str | None) -> tuple[dict[str, Any], Parts]:
    """The manifest of a file and its parts, checked against it. Raises one of the refusals of the rules."""
    if content.startswith(_SEAL):
        if not passphrase:
            raise rules.PassphraseNeeded
        content = _open_seal(content, passphrase)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive, known)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
        raise rules.NotABundle from error


def _read(archive: zipfile.ZipFile, known: Collection[str]) -> tuple[dict[str, Any], Parts]:
    names = archive.namelist()
    if MANIFEST not in names:
        raise rules.NotABundle
    manifest = _manifest(_inflate(archive, MANIFEST, _MANIFEST_SIZE_MAX))
    allowed = {f"{name}.jsonl" for name in known}
    for name in names:
        if name not in allowed | {MANIFEST} or names.count(name) > 1:
            raise rules.StrangePart(part=name[:80])
    if set(manifest["sha256"]) != set(names) - {MANIFEST}:
        missing = sorted(set(manifest["sha256"]) ^ (set(names) - {MANIFEST}))
        raise rules.BundleChanged(part=missing[0][:80])
    if sum(archive.getinfo(name).file_size for name in names) > UNPACKED_SIZE_MAX:
        raise rules.BundleTooLarge
    parts: dict[str, list[dict[str, Any]]] = {}
    left = UNPACKED_SIZE_MAX
    for name, expected in manifest["sha256"].items():
        try:
            body = _inflate(archive, name, left)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise rules.BundleChanged(part=name) from error
        left -= len(body)
        if hashlib.sha256(body).hexdigest() != expected:
            raise rules.BundleChanged(part=name)
        parts[name.removesuffix(".jsonl")] = _rows(name, body)
    return manifest, parts


def _manifest(body: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise rules.NotABundle from error
    if not isinstance(manifest, dict) or manifest.get("format") != rules.FORMAT:
        raise rules.NotABundle
    version = manifest.get("version")
    if type(version) is int and version > rules.VERSION:
        raise rules.NewerBundle
    hashes = manifest.get("sha256")
    if type(version) is not int or version != rules.VERSION or not isinstance(hashes, dict):
        raise rules.NotABundle
    return manifest


def _inflate(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes of a part; what it unpacks to is counted as it comes, whatever it claims."""
    with archive.open(name) as packed:
        body = packed.read(most + 1)
    if len(body) > most:
        raise rules.BundleTooLarge
    return body


def _rows(name: str, body: bytes) -> list[dict[str, Any]]:
    lines = body.split(b"\n")
    if len(lines) > ROWS_MAX:
        raise rules.BundleTooLarge
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise rules.UnreadableRow(line=number, part=name) from error
        if not isinstance(row, dict):
            raise rules.UnreadableRow(line=number, part=name)
        rows.append(row)
    return rows


def _lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows).encode()


def _cipher(passphrase: str, salt: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    said = clean(passphrase)  # a form cleans it, a command does not: the same words open the file
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(said.encode("utf-8", "replace")))


def _seal(content: bytes, passphrase: str) -> bytes:
    if len(passphrase) < rules.PASSPHRASE_LENGTH_MIN:
        raise rules.PassphraseShort(least=rules.PASSPHRASE_LENGTH_MIN)
    salt, nonce = os.urandom(_SALT_LENGTH), os.urandom(_NONCE_LENGTH)
    return _SEAL + salt + nonce + _cipher(passphrase, salt).encrypt(nonce, content, _SEAL)


def _open_seal(content: bytes, passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    start = len(_SEAL)
    salt, nonce = content[start : start + _SALT_LENGTH], content[start + _SALT_LENGTH :][:_NONCE_LENGTH]
    sealed = content[start + _SALT_LENGTH + _NONCE_LENGTH :]
    try:
        return _cipher(passphrase, salt).decrypt(nonce, sealed, _SEAL)
    except (InvalidTag, ValueError) as error:
        raise rules.PassphraseWrong from error
