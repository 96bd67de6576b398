"""Support checklists and surveys as JSON Schemas, shown as light pages and read back as answers."""
