"""Files for people: papers as PDF (`pdf.make`, the city's head in `paper.typ`), tables (`tables.write`)."""
