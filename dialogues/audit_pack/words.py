"""What a pack says of itself, to a reader who has nothing but the pack."""

README = """\
AUDIT PACK

For auditors. It holds what single people did: do not publish it, and keep it safe. Its figures are internal, those of
issued versions too: small groups are told in them. What may be published of a version leaves out the places that its
text names under "withheld".

manifest.json  every other file with its size and SHA-256 hash, who made the pack, when, and with what program
agenda/        the agenda as a PDF, and every published edition as JSON
register/      who was registered, and the attendance that stands, by name
sheets/        the sign-in sheets, as they are printed from this register; a list of those that went to paper; the
               pictures of signed sheets that were kept, each under the number that stands on its paper
changes/       the journal of the event: who did what, when, and to which columns
report/        the attendance report as PDF, JSON and CSV; every version that was issued, as it is stored
count/         the rows every figure is counted from, and how (count-sheet.txt)

Of an event under the Chatham House Rule the folders register and sheets are left out, and no participant is named
elsewhere; the staff who recorded something are.
A pack without pictures is one of an event for which none were kept: the signed paper is with the organiser.
What was read off paper is among the marks, with the source "paper".
The hash of an issued version in the manifest is the one it was issued with, as the journal and printed copies tell it.
In every CSV an apostrophe stands before a text that a spreadsheet program would take for a formula.

To check the pack: dialogues audit-verify FILE. Compare the hash of the manifest it prints with the one noted when the
pack was made: whoever changes a file and the manifest changes that hash.
"""

COUNT_SHEET = """\
HOW EVERY FIGURE IS COUNTED

1. Take the rows of people-*.csv with "counts" = yes: participants. Other roles are not counted.
2. For each of them, each day and each half (morning, afternoon) take the rows of marks-*.csv that speak of that half;
   "whole_day" speaks of both. The time of a mark is "seen_at" less "clock_offset_s" seconds. The latest decides; of two
   at the same time the one with the greater mark_id. "withdrawn" means: nothing is recorded of that half.
3. Somebody is present on a day if present in at least one half of it.
4. A day is recorded if days-*.csv says "closed" = yes, or somebody who counts has a half on it that is not "nothing".

registered         rows with "confirmed" = yes, and the others who were present on at least one day
present_any_day    registered people present on at least one day, each once
person_days        for each registered person the number of days present, added up
present_every_day  registered people present on every day that was recorded (nobody, if none was)
by_sector          the same for the people with that "sector"; by_gender: those of them present on at least one day
days               for each day: registered people present on it
"""
