"""The directory: persons and organisations across events, sectors and stakeholder groups."""
