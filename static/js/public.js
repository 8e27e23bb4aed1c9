// What the forms that anybody may fill in need, sent as one file: the program puts the files named here in its place.
import "./once.js";
import "./letters.js";
import "./conditions.js";
