"""Every change has a row: who, when, by which route, why, and which customers it touched."""
