"""What it says: answers as files for spreadsheets and programs."""
