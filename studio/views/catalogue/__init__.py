"""All clips ever seen, with their pictures."""
