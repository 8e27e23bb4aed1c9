"""What every feature stands on: database, clock, errors, languages, web edge. Knows no feature."""
