// What every page needs, sent as one file: the program puts the files named here in this one's place.
import "./theme.js";
import "./once.js";
import "./menu.js";
import "./signing_out.js";
