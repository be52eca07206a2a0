"""How the directory, or a selection of it, goes out: spreadsheets, maps, data·inclusion and the ROR. What is confidential never does."""
