"""Names for invented people. Any likeness to somebody real is chance; nobody real was taken from any list.

Given and family names are common or made up in each country and are paired at random with a fixed seed. The Ghanaian
names use the letters of Akan, Ga and Ewe on purpose: Ɛ ɛ Ɔ ɔ Ŋ ŋ Ɖ ɖ Ƒ ƒ Ɣ ɣ Ʋ ʋ must come through everywhere.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """The names one country gives: women's, men's and family names."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


GHANA = Names(
    women=_words(
        "Ɛsi Akosua Adwoa Abena Yaa Afua Efua Araba Akua Adzo Afi Dela Mawusi Naa_Korkor Fati Lamisi Yawa Ama_Serwaa "
        "Ekua Maame_Yaa Azara Sena Dzifa Enyonam Oforiwaa"
    ),
    men=_words(
        "Kɔfi Kwame Kwabena Yaw Kwaku Kojo Ebo Fiifi Kwesi Mawuli Selɔm Edem Nii_Lante Tetteh Alhassan Iddrisu Yakubu "
        "Abdul-Rahman Ɖotsɛ Ƒoƒo Ŋutsu Ʋɔɖi Ɣeli Atsu Kwadwo"
    ),
    families=_words(
        "Bentsiwaa Darkwah Owusua Mensimah Ntowaa Gyimaƒo Adjei-Kumi Boakyewa Aŋɔtsi Dzɔkɔto Ɔdamtɛn Agbɛkɔ Ƒenyi Ʋiɖe "
        "Ɣatsi Tawiah-Sam Osafoah Quansima Nartekie Lartiɛ Kpɔɖo Amoafoa Wiredua Sackitey Yelbɔn Dramanii Issifua "
        "Bukarisu Takyiwaa Essuman-Ba Ackonu Tetteyga"
    ),
)

TANZANIA = Names(
    women=_words(
        "Neema Rehema Zawadi Furaha Mwajuma Halima Upendo Tumaini Subira Asha Kabula Ng'washi Pendo Salome Esta "
        "Rukia Mariamu Bhoke Nyamizi Tatu"
    ),
    men=_words(
        "Juma Hamisi Baraka Shija Masunga Ng'wandu Sospeter Daudi Ramadhani Faraja Elia Mashaka Kulwa Doto Lameck "
        "Yohana Bahati Maganga Nkinga Petro"
    ),
    families=_words(
        "Masanjala Ng'hwanila Mremanga Lyimola Shilolela Mabulani Nkwabilo Magesani Chachalo Malekelo Sengerela "
        "Nyamongolo Bugalami Kishimbala Mwakabwe Lugenzila Msukule Rwehumbi Katambile Mhangile Igulumi Nsekelo"
    ),
)

MADAGASCAR = Names(
    women=_words(
        "Voahangy Lalao Haingo Nirina Fara Tiana Soa Vola Hanitra Miora Noro Sahondra Lantosoa Bakoly Zoeline Ony Vero"
    ),
    men=_words("Hery Rivo Tahina Mamy Njaka Solofo Faly Toky Lova Zafy Bezara Mahasoa Haja Tsiory Fidy Ndriana Rado"),
    families=_words(
        "Rabemanantenasoa Andriamahefaniriana Ratsifandrianaina Razanadrakotomalala Rakotovololona Ramiandrisoarivo "
        "Andriantsilavonirina Rasolofomampionona Ravelojaonasoa Tsimanavaka Mahatsangy Zafimaniry Rabetokotanisoa "
        "Randrianasolomanana Raharimalalaniaina Fenosoavelo Velondrazana Tovondraza"
    ),
)

ELSEWHERE = Names(
    women=_words(
        "Harriet Priya Inés Oyuna Aïssatou Gudrun Mei-Lin Chimwemwe Thandiwe Marisol Siân Zoë Nomvula Beatriz Ayşe"
    ),
    men=_words(
        "Owen Luis Batbayar Étienne Søren Tendai Rajiv Iñaki Mzwandile Łukasz Ousmane Aurelio Duncan Temür Björn"
    ),
    families=_words(
        "Ashdown-Pell Nambiaroo Quispelema Ganbolorma Diarrassou Hallbjörg Mutasavi Brenigwyn Quiñonerra Tshabangwe "
        "O'Derrigan Kowalyński Sanogola Velardoza Mac_Ailpeann Fjällgren Chikumbe Valdeñebro"
    ),
)

# Names that paper and search must carry: very long, one word, regnal, with a combining mark, with a title that may be a
# name. Each is put into the dialogue that runs today.
HARD = (
    ("Andriamahefaniriana Ratsifandrianaina Razanadrakotomalala Soanirina", None, "woman"),
    ("Ng'washi", None, "woman"),
    ("Ŋutsu Ɣeʋɔƒe Ɖɔŋɖotsɛ", None, "man"),
    ("Ƒenyi Ʋiɖe Ɛsi Ɔdɔɣɛ", None, "woman"),
    ("Nana Amɔakwa II", None, "man"),
    ("Nii Lante Ɔdamtɛn", "Hon.", "man"),
    ("Fati Yelbɔn-n̄ame", "Hajia", "woman"),
)
