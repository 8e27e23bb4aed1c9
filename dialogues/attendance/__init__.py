"""Who was really there: marks, the states that follow from them, the desk and the grid."""
