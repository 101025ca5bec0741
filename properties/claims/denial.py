"""Denials: that something is never seen, as a property. What violates it is the shortest way to see it."""

from properties.statement import Kind, Property, Shape


def never(witness: Property, name: str, sentence: str) -> Property:
    """Return the property that a *sometimes* property is never seen; its finding is how it was seen."""
    kind = Kind.STEP if witness.shape is Shape.STEP else Kind.ALWAYS
    return Property(
        name, sentence, witness.cites, kind, witness.shape, witness.of, witness.check, witness.sees
    )
