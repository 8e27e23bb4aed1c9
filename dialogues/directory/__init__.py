"""Who and what is in the directory twice: found, merged by a person, undone, or said to be two."""
