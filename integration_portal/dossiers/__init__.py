"""What was acquired and how it is proven: competency sheet, visas, booklet, attestations, evidence file."""
