"""An event on its way between installations: taken along in one file, brought back, and merged without doubles."""
