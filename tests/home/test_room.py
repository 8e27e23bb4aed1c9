"""Phones in the hall: a certificate they can be told to trust, and the page that says how."""

import os
import re
import ssl
import stat
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dialogues.home.room_certificate import is_local, make_room_certificate
from dialogues.home.serving import Room, opened_safely

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime.now(UTC)  # TLS looks at the real clock
HOME = "127.0.0.1"


@pytest.fixture
def certificate(tmp_path):
    return make_room_certificate(tmp_path, [HOME], at=NOW)


@contextmanager
def served_safely(app, certificate):
    with opened_safely(app, host=HOME, port=0, certificate=certificate) as (port, answers):
        answers.start()
        yield port


def answer_at(port, *, trusts=None):
    trust = ssl.create_default_context(cafile=str(trusts) if trusts else None)
    with urllib.request.urlopen(f"https://{HOME}:{port}/healthz", context=trust, timeout=10) as answer:
        return answer.status


def test_a_phone_that_trusts_the_laptop_is_answered(app, certificate):
    with served_safely(app, certificate) as port:
        assert answer_at(port, trusts=certificate.authority) == 200


def test_a_phone_that_was_not_told_to_trust_it_is_not(app, certificate):
    with served_safely(app, certificate) as port:
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            answer_at(port)
        assert answer_at(port, trusts=certificate.authority) == 200  # and the others are answered as before


def test_a_phone_goes_on_trusting_after_a_restart_in_another_network(app, tmp_path, certificate):
    trusted = tmp_path / "on-the-phone.pem"
    trusted.write_bytes(certificate.authority.read_bytes())
    again = make_room_certificate(tmp_path, ["192.168.7.20", HOME], at=NOW + timedelta(days=1))
    assert again.fingerprint == certificate.fingerprint
    with served_safely(app, again) as port:
        assert answer_at(port, trusts=trusted) == 200


def test_an_authority_that_ends_soon_is_made_anew(tmp_path, certificate):
    kept = make_room_certificate(tmp_path, [HOME], at=NOW + timedelta(days=700))
    assert kept.fingerprint == certificate.fingerprint
    assert make_room_certificate(tmp_path, [HOME], at=NOW + timedelta(days=750)).fingerprint != kept.fingerprint


@pytest.mark.parametrize(
    ("name", "is_trusted"),
    ((x509.DNSName("example.org"), False), (x509.IPAddress(IPv4Address(HOME)), True)),
)
def test_the_authority_vouches_for_no_place_on_the_internet(tmp_path, certificate, name, is_trusted):
    forged = tmp_path / "forged.pem"
    forged.write_bytes(signed_by_the_laptop(tmp_path, name))
    asked = ["openssl", "verify", "-CAfile", str(certificate.authority), str(forged)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is is_trusted, done.stderr
    assert is_trusted or "permitted subtree violation" in done.stderr


def signed_by_the_laptop(instance, name):
    """A certificate for `name`, made by somebody who stole the key of the laptop's authority."""
    authority = x509.load_pem_x509_certificate((instance / "room" / "authority.pem").read_bytes())
    key: Any = serialization.load_pem_private_key((instance / "room" / "authority.key").read_bytes(), password=None)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.subject)
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def test_only_the_owner_can_read_the_keys(tmp_path, certificate):
    for path in (tmp_path / "room").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE((tmp_path / "room").stat().st_mode) == 0o700


def test_the_page_gives_the_certificate_and_its_fingerprint(app, stranger, certificate):
    app.extensions[Room.NAME] = Room(
        plain_url="http://192.168.7.20:8000",
        safe_url="https://192.168.7.20:8443",
        authority=certificate.authority,
        fingerprint=certificate.fingerprint,
    )
    page = stranger.get("/room")
    assert certificate.fingerprint in page.text
    assert "https://192.168.7.20:8443" in page.text
    given = stranger.get("/room/certificate.crt")
    assert given.mimetype == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(given.data) == x509.load_pem_x509_certificate(
        certificate.authority.read_bytes()
    )


@pytest.mark.parametrize(
    ("address", "found"), (("192.168.43.1", True), ("10.0.0.7", True), ("172.32.0.1", False), ("41.66.1.9", False))
)
def test_the_authority_knows_which_addresses_are_local(address, found):
    assert is_local(address) is found


def test_where_no_room_is_served_nobody_is_asked_to_trust_anything(stranger):
    assert stranger.get("/room").status_code == 404
    assert stranger.get("/room/certificate.crt").status_code == 404


def test_the_command_serves_both_addresses_and_says_how_a_phone_comes_in(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUES_")}
    command = [sys.executable, "-m", "dialogues", "--instance", str(tmp_path / "instance")]
    ports = ["serve", "--lan", "--host", HOME, "--port", "0", "--safe-port", "0"]
    with subprocess.Popen(
        [*command, *ports], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            said = _said_until(server, "The fingerprint to compare")
            safe = re.search(r"https://[\d.]+:(\d+)", said)
            assert safe, said
            assert answer_at(safe[1], trusts=tmp_path / "instance" / "room" / "authority.pem") == 200
            plain = re.search(r"Dialogues is at (http://\S+)", said)
            with urllib.request.urlopen(f"{plain[1]}/room", timeout=10) as page:
                assert "Phones in this room" in page.read().decode()
        finally:
            server.terminate()
            server.communicate(timeout=20)


def _said_until(server, beginning):
    said = []
    for line in server.stdout:
        said.append(line)
        if line.startswith(beginning):
            break
    return "".join(said)
