"""Papers as PDF: `pdf.make`, and the city's head, letters and colours in `paper.typ`."""
