"""A logo that somebody sends is printed well or refused in a sentence, and nothing else of the file is kept."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, PngImagePlugin

from dialogues.core import pictures
from dialogues.core.pictures import is_as_kept, read_logo
from tests.core.drawn import as_file, chunk, claimed_png, drawing, logo_file, memory_of

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def kept(content):
    picture = read_logo(content)
    image = Image.open(io.BytesIO(picture.png))
    image.load()
    assert image.size == (picture.width, picture.height)
    assert is_as_kept(picture.png, width=picture.width, height=picture.height)
    return image


@pytest.mark.parametrize(
    "content",
    (
        as_file(drawing()),
        as_file(drawing(), "JPEG"),
        as_file(drawing(), "JPEG", progressive=True),
        as_file(drawing(mode="CMYK"), "JPEG"),
        as_file(drawing(mode="L")),
        as_file(drawing(mode="1")),
        as_file(drawing(mode="P")),
        as_file(drawing(mode="RGBA")),
        as_file(drawing(mode="LA")),
        as_file(drawing().quantize(8), transparency=0),
    ),
    ids=["PNG", "JPEG", "progressive", "CMYK", "grey", "bits", "palette", "alpha", "grey alpha", "clear palette"],
)
def test_every_kind_of_png_and_jpeg_is_read(content):
    image = kept(content).convert("RGB")
    assert image.size == (300, 150)
    assert image.getpixel((150, 75)) == (255, 255, 255) or content == as_file(drawing().quantize(8), transparency=0)
    assert sum(image.getpixel((150, 4))) < 500  # the ring


def test_colours_of_a_cmyk_picture_are_not_turned_around():
    image = kept(as_file(drawing(mode="CMYK"), "JPEG")).convert("RGB")
    red, green, blue = image.getpixel((150, 6))
    assert red < green < blue


def test_what_is_clear_is_white():
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (0, 0, 200, 20))
    image.paste((200, 30, 30, 255), (0, 80, 200, 100))
    assert kept(as_file(image)).convert("RGB").getpixel((100, 50)) == (255, 255, 255)


def test_sixteen_bits_are_not_clipped_to_white():
    image = Image.new("I;16", (200, 100), 20_000)
    assert kept(as_file(image)).getpixel((100, 50)) == 20_000 // 256


def test_a_picture_without_colour_is_kept_in_grey():
    assert kept(logo_file(ink=(60, 60, 62))).mode in ("L", "P")
    assert kept(logo_file()).mode != "L"


def test_white_edges_go():
    page = Image.new("RGB", (1000, 800), "white")
    page.paste(drawing(), (500, 300))
    assert kept(as_file(page)).size == (300, 150)


def test_a_picture_that_was_taken_upside_down_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    image = drawing((300, 150))
    image.paste((200, 0, 0), (0, 60, 20, 90))
    turned = kept(as_file(image, "JPEG", exif=exif))
    assert turned.size == (150, 300)
    assert turned.convert("RGB").getpixel((75, 6))[0] > 150


def test_a_large_picture_is_kept_small_and_in_shape():
    assert kept(logo_file((3000, 1500))).size == (600, 300)
    assert kept(logo_file((1500, 3000))).size == (200, 400)


def test_a_picture_that_packs_badly_is_kept_light_enough():
    noise = Image.effect_noise((1200, 800), 90).convert("RGB")
    picture = read_logo(as_file(Image.merge("RGB", (noise.getchannel(0), *drawing((1200, 800)).split()[1:])), "JPEG"))
    assert len(picture.png) <= pictures.KEPT_BYTES_MAX
    assert picture.width > 200


def test_nothing_but_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Camera of Ama", "secret place"
    exif[0x8825] = {1: "N", 2: (5.0, 18.0, 0.0)}  # where it was taken
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "secret place", zip=True)
    sent = (
        as_file(drawing(), "JPEG", exif=exif, comment=b"secret place"),
        as_file(drawing(), "PNG", pnginfo=notes, exif=exif, dpi=(72, 72), icc_profile=b"secret place"),
        logo_file() + b"secret place",
    )
    for content in sent:
        assert b"secret place" in content or b"Author" in content
        png = read_logo(content).png
        assert b"secret" not in png
        assert b"Camera" not in png
        assert pictures._has_plain_chunks(png)


def test_of_a_moving_picture_the_first_is_kept():
    first, second = drawing(), drawing(ink=(200, 0, 0))
    content = as_file(first, "PNG", save_all=True, append_images=[second], duration=100)
    assert b"acTL" in content
    assert kept(content).convert("RGB").getpixel((150, 6)) == first.getpixel((150, 6))


@pytest.mark.parametrize(
    ("content", "refusal"),
    (
        (b"", pictures.EmptyPicture),
        (logo_file() + bytes(50_000_000), pictures.HeavyPicture),
        (SVG, pictures.DrawnPicture),
        (b"\xef\xbb\xbf<!-- made by hand -->" + SVG, pictures.DrawnPicture),
        (SVG.decode().encode("utf-16"), pictures.DrawnPicture),
        (as_file(drawing(), "GIF"), pictures.OtherPicture),
        (as_file(drawing(), "BMP"), pictures.OtherPicture),
        (as_file(drawing(), "TIFF"), pictures.OtherPicture),
        (b"%PDF-1.7 a paper", pictures.OtherPicture),
        (b"not a picture at all", pictures.OtherPicture),
        (b"\0" * 100, pictures.OtherPicture),
        (b"\x89PNG\r\n\x1a\n", pictures.BrokenPicture),
        (b"\xff\xd8\xff", pictures.BrokenPicture),
        (b"\xff\xd8\xff" + bytes(200), pictures.BrokenPicture),
        (logo_file()[:400], pictures.BrokenPicture),
        (as_file(drawing(), "JPEG")[:900], pictures.BrokenPicture),
        (b"\x89PNG\r\n\x1a\n" + as_file(drawing(), "JPEG"), pictures.BrokenPicture),
        (claimed_png(300, 300, rows=b""), pictures.BrokenPicture),
        (claimed_png(0, 0), pictures.BrokenPicture),
        (claimed_png(30_000, 30_000), pictures.LargePicture),
        (claimed_png(30_000, 10), pictures.LargePicture),
        (claimed_png(2**31 - 1, 2**31 - 1), pictures.LargePicture),
        (as_file(Image.new("1", (9_000, 9_000))), pictures.LargePicture),
        (logo_file((60, 30)), pictures.SmallPicture),
        (as_file(Image.new("RGB", (4_000, 3))), pictures.SmallPicture),
        (as_file(Image.new("RGB", (300, 300), "white")), pictures.BlankPicture),
        (as_file(Image.new("RGBA", (300, 300), (255, 255, 255, 90))), pictures.BlankPicture),
    ),
)
def test_what_cannot_be_printed_is_refused_in_a_sentence(content, refusal):
    with pytest.raises(refusal) as told:
        read_logo(content)
    assert str(told.value).endswith(".")


def test_a_picture_of_30_000_points_is_refused_before_it_is_unpacked():
    rows = bytes(1 + 3 * 30_000) * 300  # packs to a few kilobytes, as the other 29,700 would
    content = claimed_png(30_000, 30_000, rows=rows)
    assert len(content) < 60_000

    def refuse():
        with pytest.raises(pictures.LargePicture, match=r"30000 by 30000"):
            read_logo(content)

    assert memory_of(refuse) < 1_000_000
    assert memory_of(lambda: Image.new("RGB", (600, 400)).tobytes()) > 700_000  # the measure sees a picture


def test_a_note_that_unpacks_to_a_gigabyte_is_not_unpacked():
    bomb = zlib.compress(bytes(50_000_000), 9)
    content = logo_file()
    head = content[: 8 + 25]
    text = chunk(b"zTXt", b"Comment\0\0" + bomb)

    def refuse():
        with pytest.raises(pictures.BrokenPicture):
            read_logo(head + text + content[33:])

    assert memory_of(refuse) < 10_000_000


@pytest.mark.parametrize("kind", ("PNG", "JPEG"))
@given(data=st.data())
def test_a_file_with_some_bytes_changed_is_read_or_refused(kind, data):
    content = bytearray(as_file(drawing((120, 60)), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_logo(bytes(content[: data.draw(st.integers(1, len(content)))]))
    except pictures.RefusedPicture:
        pass


def test_only_a_picture_made_here_passes_for_a_kept_one():
    picture = read_logo(logo_file())
    size = {"width": picture.width, "height": picture.height}
    assert is_as_kept(picture.png, **size)
    assert not is_as_kept(picture.png, width=picture.width + 1, height=picture.height)
    assert not is_as_kept(picture.png + b"more", **size)
    assert not is_as_kept(picture.png[:-30], **size)
    assert not is_as_kept(picture.png[:33] + chunk(b"tEXt", b"Author\0Ama") + picture.png[33:], **size)
    assert not is_as_kept(as_file(drawing(), "JPEG"), **size)
    assert not is_as_kept(claimed_png(30_000, 30_000), width=30_000, height=30_000)
    assert not is_as_kept(as_file(drawing(mode="RGBA")), **size)
    damaged = bytearray(picture.png)
    damaged[len(damaged) // 2] ^= 0xFF
    assert not is_as_kept(bytes(damaged), **size)


def test_drawing_a_kept_picture_again_changes_nothing_that_is_seen():
    once = read_logo(logo_file((3000, 1500)))
    again = read_logo(once.png)
    images = [Image.open(io.BytesIO(one.png)).convert("L") for one in (once, again)]
    assert max(ImageChops.difference(*images).tobytes()) <= 8
    assert struct.unpack(">II", again.png[16:24]) == (600, 300)
