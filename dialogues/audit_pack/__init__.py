"""Everything an auditor needs of one event in one archive, and the proof that nothing in it was changed since."""
