"""What a clip's JSON (design, section 3) becomes in the files of spreadsheets and NLEs. Pure."""
