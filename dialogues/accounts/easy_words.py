"""What guessers try first: words and rows of keys that make a password easy, however long it is.

With at least 15 signs asked, single common passwords are too short already; what remains are these, repeated and put
side by side. The names and the address of the account itself are added for each person (see rules).
"""

# Folded, without spaces: words for "password" and "welcome" in the languages of our users, words of this program and of
# the programme it serves, the usual first guesses.
_TEXT = """
password passwort passphrase passcode motdepasse nenosiri tenimiafina contrasena wachtwoord senha
welcome bienvenue karibu tongasoa akwaaba bonjour hello salama jambo
admin administrator administrateur organiser organizer facilitator reporter door root user guest test demo
master manager superuser sample secret private secure security login signin letmein enter open access account
change changeme default temporary temp initial first simple qwerty azerty keyboard abc computer internet laptop
dialogue dialogues iied asm mining miner miners mine gold golddialogue smallscale artisanal stakeholder
workshop event events agenda attendance participant participants register registration badge conference
ghana tarkwa accra tanzania geita dar daressalaam madagascar antananarivo kenya nairobi london africa
iloveyou love jesus christ god allah blessed monkey dragon football soccer sunshine princess superman batman
baseball shadow killer trustno trustnoone whatever mypassword ninja mustang summer winter spring autumn
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
"""
WORDS = frozenset(_TEXT.split())

# Rows of keys and the plain orders; runs of them count for nothing, forwards or backwards.
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
