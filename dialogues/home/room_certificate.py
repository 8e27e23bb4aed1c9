"""A certificate of this laptop's own, for the phones in the hall.

Browsers open the camera and keep a page for later only at addresses they trust. A laptop without the internet can get
no certificate from anybody, so it makes an authority of its own, once; each phone is told once to trust it. The
authority can vouch for addresses of local networks alone: a phone that trusts it is open to nobody else by that.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOLDER = "room"
AUTHORITY_LASTS = timedelta(days=800)  # phones of one maker refuse whatever lasts longer than 825 days
SERVER_LASTS = timedelta(days=30)  # made anew at each start
MADE_ANEW_BEFORE = timedelta(days=60)  # an authority that ends sooner is replaced before an event, not during one
SLOW_CLOCK = timedelta(days=2)  # a phone whose clock is behind must not think that it begins tomorrow
LOCAL_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")


@dataclass(frozen=True)
class RoomCertificate:
    """Where the certificates lie, and what a phone is shown to compare."""

    authority: Path  # PEM; the file that a phone is given
    server: Path  # PEM
    server_key: Path
    fingerprint: str  # SHA-256 of the authority, in groups of four signs


@dataclass(frozen=True)
class _Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def is_local(address: str) -> bool:
    """Whether an IPv4 address belongs to a local network, so that the authority may vouch for it."""
    return any(IPv4Address(address) in IPv4Network(network) for network in LOCAL_NETWORKS)


def make_room_certificate(instance: Path, addresses: Sequence[str], *, at: datetime) -> RoomCertificate:
    """A certificate for the server at `addresses` (IPv4, local) is ready, signed by the authority of this instance.

    The authority is made at the first call and kept, so a phone that trusts it goes on trusting after a restart or in
    another network. Keys are for their owner's eyes (0600).
    """
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    authority = _authority(folder, at)
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.IPAddress(IPv4Address(one)) for one in addresses]
    certificate = (
        _begun("Dialogues in this room", key.public_key(), at=at, lasts=SERVER_LASTS)
        .issuer_name(authority.certificate.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    _write(folder / "server.key", _key_pem(key))
    _write(folder / "server.pem", _pem(certificate) + _pem(authority.certificate))
    return RoomCertificate(
        authority=folder / "authority.pem",
        server=folder / "server.pem",
        server_key=folder / "server.key",
        fingerprint=_in_fours(authority.certificate.fingerprint(hashes.SHA256()).hex().upper()),
    )


def _authority(folder: Path, at: datetime) -> _Authority:
    certificate_path, key_path = folder / "authority.pem", folder / "authority.key"
    if certificate_path.is_file() and key_path.is_file():
        certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
        kept_key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        if isinstance(kept_key, ec.EllipticCurvePrivateKey) and certificate.not_valid_after_utc > at + MADE_ANEW_BEFORE:
            return _Authority(certificate, kept_key)
    key = ec.generate_private_key(ec.SECP256R1())
    may_sign = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    local = [x509.IPAddress(IPv4Network(network)) for network in LOCAL_NETWORKS]
    begun = _begun("Dialogues on this laptop", key.public_key(), at=at, lasts=AUTHORITY_LASTS)
    certificate = (
        begun.issuer_name(_named("Dialogues on this laptop"))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(may_sign, critical=True)
        .add_extension(
            # No host names at all: a name under `.invalid` is nobody's.
            x509.NameConstraints(permitted_subtrees=[*local, x509.DNSName("invalid")], excluded_subtrees=None),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(key_path, _key_pem(key))
    _write(certificate_path, _pem(certificate))
    return _Authority(certificate, key)


def _begun(name: str, key: ec.EllipticCurvePublicKey, *, at: datetime, lasts: timedelta) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - SLOW_CLOCK)
        .not_valid_after(at - SLOW_CLOCK + lasts)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    """Write beside and move into place, so that a stop in between leaves the old file or the new one."""
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    beside.replace(path)


def _in_fours(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
